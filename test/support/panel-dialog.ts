import { formatMoney } from '../../src/shared/money.js';
import type { Books } from './move-effects.js';
import { changeBetween } from './move-effects.js';
import type { PanelClient } from './panel-client.js';

export interface Shown {
  readonly version: string;
  readonly isAllowed: boolean;
  readonly refusal?: string;
  readonly effects: readonly { readonly label: string; readonly value: string }[];
}

interface Field {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly value?: string;
  readonly options?: readonly { readonly value: string; readonly label: string }[];
}

interface Opened {
  readonly fields: readonly Field[];
  readonly preview: Shown;
  readonly token: string;
}

/** A dialog of the panel as its page uses it: opened, filled in, looked at, sent. */
export class PanelDialog {
  private input: Readonly<Record<string, string>>;
  preview: Shown;

  private constructor(
    private readonly client: PanelClient,
    private readonly path: string,
    private readonly opened: Opened,
  ) {
    this.preview = opened.preview;
    this.input = Object.fromEntries(opened.fields.map(({ name, value = '' }) => [name, value]));
  }

  static async open(client: PanelClient, action: string, recordId: string): Promise<PanelDialog> {
    const path = `/do/${action}/${recordId}`;
    const answer = await client.getJson(path);
    if (answer.status !== 200) throw new Error(`${path} answers ${answer.status}: ${await answer.text()}`);
    return new PanelDialog(client, path, (await answer.json()) as Opened);
  }

  get fields(): readonly Field[] {
    return this.opened.fields;
  }

  /** What will happen with what was typed into some of the fields. */
  async type(typed: Readonly<Record<string, string>>): Promise<Shown> {
    this.input = { ...this.input, ...typed };
    const { input } = this;
    const answer = await this.client.post(`${this.path}/preview`, { input });
    if (answer.status !== 200) throw new Error(`${this.path} is not foreseen: ${await answer.text()}`);
    this.preview = ((await answer.json()) as { preview: Shown }).preview;
    return this.preview;
  }

  async send(reason: string): Promise<{ status: number; body: Record<string, unknown> }> {
    const { token } = this.opened;
    const { version } = this.preview;
    const answer = await this.client.post(this.path, { input: this.input, reason, token, version });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  }
}

type Lines = Readonly<Record<string, string>>;

/** What a dialog says will happen, by its labels; to whom and when is left out. */
export const foreseen = ({ effects }: Shown): Lines =>
  Object.fromEntries(effects.map(({ label, value }) => [label, withoutWhom(label, value)]));

function withoutWhom(label: string, value: string): string {
  if (label === 'Money back') return value.replace(/ to .*/, '');
  if (label !== 'Mails') return value;
  return inOrder(value.split(', ').map((mail) => mail.replace(/ to .*/, '')));
}

const inOrder = (mails: readonly string[]): string =>
  mails.length === 0 ? 'none' : mails.toSorted().join(', ');

/** What has happened, by the rows, in the words of a dialog. Of orders in USD, with products of the tests' own. */
export function happened(before: Books, after: Books): Lines {
  const change = changeBetween(before, after);
  const { status, booked, taken, released, grandTotal, sent, delivered, mails } = change;
  const [productId = ''] = Object.keys(after.stock);
  const money = (minor: number | null) => (minor ? formatMoney(minor, 'USD') : undefined);
  const units = (quantity: number) => (quantity > 0 ? `${quantity} × Product ${productId}` : undefined);
  const back = returnThatMoved(before, after);
  const lines = {
    Status: status.from === status.to ? `stays ${status.to}` : `${status.from} → ${status.to}`,
    'Money back': money(booked),
    'Money taken': money(taken),
    'Money let go': money(released),
    'New total': money(grandTotal),
    ...Object.fromEntries(change.stock.map((each) => [`Stock: Product ${each.productId}`, stockText(each)])),
    Sent: units(sent),
    Arrives: delivered === 0 ? undefined : delivered === 1 ? 'one parcel' : `${delivered} parcels`,
    Return: back && [back.status, units(back.units)].filter(Boolean).join(': '),
    'Written off': back && units(back.writtenOff),
    Mails: inOrder(mails),
  };
  return Object.fromEntries(Object.entries(lines).filter((line): line is [string, string] => !!line[1]));
}

interface ReturnRow {
  readonly id: string;
  readonly status: string;
  readonly lines: readonly { quantity: number; restocked: number; written_off: number }[];
}

function returnThatMoved(before: Books, after: Books) {
  const [were, are] = [before, after].map((books) => (books['returns'] ?? []) as ReturnRow[]);
  const moved = are!.find(({ id, status }) => were!.find((each) => each.id === id)?.status !== status);
  if (!moved) return undefined;
  const sum = (of: (line: ReturnRow['lines'][number]) => number) =>
    moved.lines.reduce((total, line) => total + of(line), 0);
  const came = sum((line) => line.restocked + line.written_off);
  const isNew = were!.every(({ id }) => id !== moved.id);
  const units = isNew ? sum(({ quantity }) => quantity) : came;
  return { status: moved.status, units, writtenOff: sum((line) => line.written_off) };
}

function stockText({ onHand, held, owed }: { onHand: number; held: number; owed: number }): string {
  const said = [
    [onHand, 'in the house'],
    [held, 'promised to this order'],
    [owed, 'still owed'],
  ] as const;
  return said
    .filter(([by]) => by !== 0)
    .map(([by, what]) => `${by > 0 ? '+' : '−'}${Math.abs(by)} ${what}`)
    .join(', ');
}
