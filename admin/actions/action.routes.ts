import { randomUUID } from 'node:crypto';
import { type Request, type Response, Router } from 'express';
import { Once } from '../../src/shared/once.js';
import { DomainError, problems } from '../../src/shared/problem.js';
import { auditRefusal, answerRefusal, refuse } from '../http/refusals.js';
import { actorOf, sessionOf } from '../http/request.js';
import type { Panel } from '../panel.js';
import { ActionRefused, type PanelAction } from './action.js';
import { actionNamed } from './index.js';
import { mayDo } from './may-do.js';
import { readReason } from './reason.js';

/**
 * The one way to a change. Before it stand session, origin and the session's token; here permission, a reason, the state that was
 * seen, and the dialog's token, in this order; then one use case is called. What is refused is told and audited.
 */
export function actionRoutes(panel: Panel): Router {
  const router = Router();
  router.get('/:action/:recordId', permitted(panel, open));
  router.post('/:action/:recordId/preview', permitted(panel, look));
  router.post('/:action/:recordId', permitted(panel, carryOut));
  return router;
}

type Step = (panel: Panel, action: PanelAction, request: Request, response: Response) => Promise<unknown>;

function permitted(panel: Panel, step: Step) {
  return async (request: Request, response: Response): Promise<void> => {
    const action = actionNamed(param(request, 'action'));
    if (!action) return refuse(panel, request, response, 'no_such_action');
    const subject = action.subject(param(request, 'recordId'));
    if (!mayDo(sessionOf(request).role, action))
      return refuse(panel, request, response, 'not_permitted', { subject });
    try {
      await step(panel, action, request, response);
    } catch (error) {
      if (!(error instanceof DomainError || error instanceof ActionRefused)) throw error;
      await auditRefusal(panel, request, error.code, subject);
      if (error instanceof DomainError) answerProblem(response, error);
      else response.status(409).json({ code: error.code, text: error.text });
    }
  };
}

/** What the dialog shows when it opens: the fields, what will happen, and the token of this one wish. */
async function open(panel: Panel, action: PanelAction, request: Request, response: Response): Promise<void> {
  const wish = { ...wishOf(request), input: undefined };
  response.json({
    title: action.label,
    fields: await action.fields(wish, panel),
    preview: await action.preview(wish, panel),
    token: randomUUID(),
    asksReason: !action.isReasonItself,
  });
}

/** What will happen with what was typed so far. */
async function look(panel: Panel, action: PanelAction, request: Request, response: Response): Promise<void> {
  const input = action.input.safeParse(bodyOf(request)['input'] ?? {});
  if (!input.success)
    return answerRefusal(request, response, 'form_invalid', { errors: errorsOf(input.error) });
  response.json({ preview: await action.preview({ ...wishOf(request), input: input.data }, panel) });
}

async function carryOut(
  panel: Panel,
  action: PanelAction,
  request: Request,
  response: Response,
): Promise<void> {
  const body = bodyOf(request);
  const subject = action.subject(param(request, 'recordId'));
  const input = action.input.safeParse(body['input'] ?? {});
  const { reason, error } = action.isReasonItself ? { reason: '' } : readReason(body['reason']);
  const { token, version } = body;
  const errors = [...(input.success ? [] : errorsOf(input.error)), ...(error ? [error] : [])];
  if (!input.success || reason === undefined || typeof token !== 'string' || typeof version !== 'string')
    return refuse(panel, request, response, 'form_invalid', { subject, more: { errors } });
  const wish = { ...wishOf(request), input: input.data };
  const decision = { ...wish, reason, token, version };
  const preview = await action.preview(wish, panel);
  // What changed it may be this very wish, sent before.
  const isRepeat = () => panel.get(Once).knows({ ownerId: decision.actor.id, token, wish: null });
  if (preview.version !== version && !(await isRepeat()))
    return refuse(panel, request, response, 'state_has_changed', { subject, more: { preview } });
  if (!preview.isAllowed && !(await isRepeat()))
    return refuse(panel, request, response, 'not_allowed_now', {
      subject,
      more: { text: preview.refusal, preview },
    });
  response.json({ message: await action.run(decision, panel) });
}

const wishOf = (request: Request) => ({
  actor: actorOf(request),
  role: sessionOf(request).role,
  recordId: param(request, 'recordId'),
});

/** Express knows params of one value only, and its types do not. */
const param = (request: Request, name: string): string => String(request.params[name] ?? '');

const bodyOf = (request: Request): Record<string, unknown> =>
  typeof request.body === 'object' && request.body !== null ? (request.body as Record<string, unknown>) : {};

interface FieldError {
  readonly field: string;
  readonly message: string;
}

const errorsOf = ({
  issues,
}: {
  issues: readonly { path: readonly PropertyKey[]; message: string }[];
}): FieldError[] => issues.map(({ path, message }) => ({ field: path.join('.'), message }));

function answerProblem(response: Response, { code, facts }: DomainError): void {
  const { errors, reason } = facts as { errors?: readonly FieldError[]; reason?: string };
  const text = [problems[code].detail, reason].filter(Boolean).join(' ');
  response.status(problems[code].status).json({ code, text, errors });
}
