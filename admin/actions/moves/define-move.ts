import { z } from 'zod';
import {
  MakeMove,
  type Move,
  type MoveName,
  type MovePreview,
  type OrderForm,
  OrderForms,
  PreviewMoves,
  RefundLimits,
} from '../../../src/orders/back-office/index.js';
import { formatMoney } from '../../../src/shared/money.js';
import { DomainError, problems } from '../../../src/shared/problem.js';
import { may, type Permission, type StaffRole } from '../../../src/staff/index.js';
import type { Panel } from '../../panel.js';
import { defineAction, type FormField, type PanelAction, type Preview } from '../action.js';
import { formOf, namesOf } from './order.js';
import { previewOf } from './preview-of.js';

/** Texts, as a form has them; what they mean is the move's to say. */
export type Typed = Readonly<Record<string, string>>;

interface MoveDialog {
  readonly move: MoveName;
  readonly name: string;
  readonly label: string;
  readonly permission: Permission;
  readonly done: string;
  /** Absent: nothing is asked but the reason. */
  readonly fields?: (order: OrderForm) => readonly FormField[];
  readonly input?: (typed: Typed) => Move['input'];
}

const TYPED_MAX = 500;
const typed = z.record(z.string().max(TYPED_MAX), z.string().max(TYPED_MAX));

/** The move that an action of the panel makes. */
export const MOVE_OF = new Map<string, MoveName>();

/** An action that makes one move: its preview is the move's own, and so is every refusal. */
export function defineMove({ move, fields, input, ...dialog }: MoveDialog): PanelAction {
  MOVE_OF.set(dialog.name, move);
  const wished = (given: Typed): Move => ({ move, input: input?.(given) ?? {} }) as Move;
  return defineAction<Typed>({
    name: dialog.name,
    label: dialog.label,
    icon: 'ArrowRight',
    resource: 'orders',
    permission: dialog.permission,
    subject: (recordId) => ({ kind: 'order', id: recordId }),
    input: typed,
    fields: async (wish, panel) => fields?.(await formOf(wish, panel)) ?? [],
    async preview(wish, panel) {
      const { actor, recordId: orderNumber, input: given } = wish;
      const order = await formOf(wish, panel);
      const form = given ?? (fields && valuesOf(fields(order)));
      const about = { actor, orderNumber };
      const seen = await panel.get(PreviewMoves).previewOf({ ...about, ...wished(form ?? {}) });
      if (!seen.isAllowed && !given && fields) return notYet(await sampleOf(panel, about, move));
      return withinLimits(panel, wish.role, seen, previewOf(seen, namesOf(order)));
    },
    async run({ actor, role, recordId: orderNumber, input: given, reason, token, version }, panel) {
      const currency = await panel.get(OrderForms).currencyOf(orderNumber);
      const made = await panel.get(MakeMove).run({
        ...wished(given),
        actor,
        orderNumber,
        reason,
        token,
        expectedVersion: Number(version),
        limitMinor: limitOf(panel, role, currency),
      });
      if (made.proposalId) return 'It is proposed: nothing has happened yet. Another person has to agree.';
      return made.said ? `The gateway says: ${made.said}.` : dialog.done;
    },
  });
}

/** Before anything was typed: whether it can be done at all. */
function notYet(sample: MovePreview): Preview {
  if (!sample.isAllowed) return previewOf(sample, new Map());
  const { version, undo } = sample;
  const warnings = ['Fill in the form: then this says what will happen.'];
  return { version: String(version), isAllowed: true, awaitsInput: true, effects: [], warnings, undo };
}

async function sampleOf(
  panel: Panel,
  about: Parameters<PreviewMoves['all']>[0],
  move: MoveName,
): Promise<MovePreview> {
  return (await panel.get(PreviewMoves).all(about)).find((each) => each.move === move)!;
}

const valuesOf = (fields: readonly FormField[]): Typed =>
  Object.fromEntries(fields.map(({ name, value = '' }) => [name, value]));

/** What somebody may give back: nothing without the right to refund, up to a limit in finance. */
export const limitOf = (panel: Panel, role: StaffRole, currency: string): number | null => {
  if (!may(role, 'refund')) return 0;
  return role === 'administrator' ? null : panel.get(RefundLimits).ofFinance(currency);
};

/** A preview that is refused where it gives back more than this role may. */
export function withinLimits(panel: Panel, role: StaffRole, seen: MovePreview, preview: Preview): Preview {
  const back = seen.isAllowed ? seen.effects.moneyBack : null;
  if (!back || !seen.isAllowed || GOODS_BACK.has(seen.move)) return preview;
  const limit = limitOf(panel, role, back.currency);
  try {
    panel.get(RefundLimits).refuseAbove(limit, seen.effects, seen.orderId);
    return preview;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const refusal = may(role, 'refund')
      ? `${problems[error.code].detail} Yours is ${formatMoney(limit ?? 0, back.currency)}.`
      : 'It gives money back, which your role may not: ask finance.';
    return { ...preview, isAllowed: false, refusal };
  }
}

/** Whoever takes goods in owes nobody a right to refund: the house has promised it when it approved the return. */
const GOODS_BACK: ReadonlySet<MoveName> = new Set(['receive_return', 'decide_return', 'request_return']);
