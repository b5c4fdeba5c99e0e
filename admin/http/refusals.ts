import type { Request, Response } from 'express';
import { type AuditEntry, Recorder } from '../../src/audit/index.js';
import { UnitOfWork } from '../../src/shared/database/unit-of-work.js';
import type { Panel } from '../panel.js';
import { page } from '../pages/page.js';
import { html } from '../../src/shared/http/html.js';
import { type StaffRequest, wantsPage } from './request.js';

/** Why the panel itself does not do what it is asked; the house's own refusals are problems. */
export const REFUSALS = {
  no_session: { status: 401, text: 'You are not logged in, or your session has ended.' },
  foreign_origin: { status: 403, text: 'This request does not come from a page of the panel.' },
  csrf_token_missing: {
    status: 403,
    text: 'This request does not come from a page of your session: reload it.',
  },
  not_permitted: { status: 403, text: 'Your role may not do this.' },
  multipart_refused: { status: 415, text: 'The panel takes no files.' },
  read_only: { status: 405, text: 'Nothing is changed here: every change is an action of its own.' },
  no_such_action: { status: 404, text: 'There is no such action.' },
  not_found: { status: 404, text: 'There is nothing at this address.' },
  form_invalid: { status: 400, text: 'Something in the form is missing or not usable.' },
  not_allowed_now: { status: 409, text: 'This cannot be done now.' },
  state_has_changed: {
    status: 409,
    text: 'It has changed since you looked: here is how it is now. Look again before you decide.',
  },
  internal_error: { status: 500, text: 'The fault is ours and has been logged.' },
} as const;

export type RefusalCode = keyof typeof REFUSALS;

/** Refused, with a row in the audit: somebody forged it, or a page is older than what it shows. */
export async function refuse(
  panel: Panel,
  request: Request,
  response: Response,
  code: RefusalCode,
  { subject, more }: { subject?: AuditEntry['subject']; more?: object } = {},
): Promise<void> {
  await auditRefusal(panel, request, code, subject);
  answerRefusal(request, response, code, more);
}

export async function auditRefusal(
  panel: Panel,
  request: Request,
  outcome: string,
  subject?: AuditEntry['subject'],
): Promise<void> {
  const { staff, requestId = 'none' } = request as StaffRequest;
  await panel.get(Recorder).refused(panel.get(UnitOfWork).db, {
    action: `panel ${request.method} ${request.baseUrl}${request.path}`.slice(0, 200),
    outcome,
    actor: { kind: 'admin', ...(staff && { id: staff.memberId }) },
    subject: subject ?? { kind: 'request', id: requestId },
  });
}

export function answerRefusal(request: Request, response: Response, code: RefusalCode, more?: object): void {
  const { status, text } = REFUSALS[code];
  const title = status === 404 ? 'Not found' : 'Refused';
  response.status(status);
  if (wantsPage(request))
    response.send(
      page(
        title,
        html`<h1>${title}</h1>
          <p>${text}</p>
          <p><a href="/admin">Back to the panel</a></p>`,
      ),
    );
  else response.json({ code, text, ...more });
}
