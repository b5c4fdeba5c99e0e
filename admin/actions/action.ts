import type { z } from 'zod';
import type { AuditEntry } from '../../src/audit/index.js';
import type { Actor } from '../../src/shared/actor.js';
import type { Permission, StaffRole } from '../../src/staff/index.js';
import type { Panel } from '../panel.js';

/** What somebody wants done, and to what. */
export interface Wish<Input> {
  readonly actor: Actor & { readonly id: string };
  readonly role: StaffRole;
  /** The row's id, as the list has it. */
  readonly recordId: string;
  readonly input: Input;
}

/** A wish that was looked at before: with its reason, the dialog's token, and what the preview said of the state. */
export interface Decision<Input> extends Wish<Input> {
  /** One line of 3 to 500 characters; empty where none is asked for. */
  readonly reason: string;
  /** Made when the dialog was opened: the same token is one wish, however often it is sent. */
  readonly token: string;
  readonly version: string;
}

/** What will happen, before it does. */
export interface Preview {
  /** Of the state that was looked at; whoever decides on an older one is refused. */
  readonly version: string;
  readonly isAllowed: boolean;
  /** It can be done, but what happens is said once something was typed. */
  readonly awaitsInput?: true;
  /** Where it is not: why, in a sentence. */
  readonly refusal?: string;
  /** Line by line: what, and what becomes of it. */
  readonly effects: readonly { readonly label: string; readonly value: string }[];
  readonly warnings: readonly string[];
  readonly undo: { readonly isPossible: boolean; readonly how: string };
}

/** A field of the dialog, beside the reason that every dialog has. */
export interface FormField {
  readonly name: string;
  readonly label: string;
  readonly type: 'text' | 'number' | 'textarea' | 'select';
  readonly isRequired: boolean;
  readonly hint?: string;
  readonly options?: readonly { readonly value: string; readonly label: string }[];
  readonly value?: string;
}

/**
 * A change that the panel offers: one file in `actions/` makes one of these, and `actions/index.ts` names it. Session, token of
 * the session, permission, reason, idempotency and the audit of refusals are the frame's (`action.routes.ts`).
 */
export interface PanelAction<Input = unknown> {
  /** In addresses and in the audit: `correct-stock`. */
  readonly name: string;
  /** On the button: `Correct stock`. */
  readonly label: string;
  readonly icon: string;
  /** The list on whose rows the button stands. */
  readonly resource: string;
  readonly permission: Permission;
  /** What is written is its own reason, and is not asked for one. */
  readonly isReasonItself?: true;
  readonly subject: (recordId: string) => AuditEntry['subject'];
  readonly input: z.ZodType<Input>;
  fields(wish: Pick<Wish<Input>, 'recordId' | 'actor'>, panel: Panel): Promise<readonly FormField[]>;
  /** With no input while nothing was typed yet. Changes nothing. Problems of the house are refusals. */
  preview(wish: Wish<Input | undefined>, panel: Panel): Promise<Preview>;
  /** Calls one use case; says in a sentence what was done. Problems of the house are refusals. */
  run(decision: Decision<Input>, panel: Panel): Promise<string>;
}

/** What an action refuses by itself, where the house has no problem of its own for it. */
export class ActionRefused extends Error {
  constructor(
    readonly code: string,
    readonly text: string,
  ) {
    super(code);
  }
}

/** Keeps the input's type between a schema and what is done with it. */
export const defineAction = <Input>(action: PanelAction<Input>): PanelAction => action;
