import type { Request, RequestHandler } from 'express';
import { type SessionStage, StaffSessionsRepository } from '../../src/staff/index.js';
import { ROOT, type Panel, type Viewer } from '../panel.js';
import { clearCookies, sessionCookie, setCsrfCookie } from './cookies.js';
import { csrfTokenOf } from './csrf.js';
import { answerRefusal } from './refusals.js';
import { changesNothing, type StaffRequest } from './request.js';

/** Where a session is sent that is not whole yet; leaving is open to all. */
const NEXT_STEP: Readonly<Record<Exclude<SessionStage, 'open'>, string>> = {
  enrol: `${ROOT}/second-factor`,
  second_factor: `${ROOT}/second-factor`,
  new_password: `${ROOT}/password`,
};
const LEAVE = `${ROOT}/logout`;

/** A request without a living session goes no further, whatever it asks for. */
export function requireSession(panel: Panel): RequestHandler {
  const sessions = panel.get(StaffSessionsRepository);
  return async (request: StaffRequest, response, next) => {
    const token = sessionCookie(request);
    const staff = token ? await sessions.use(token) : undefined;
    if (!staff) {
      if (token) clearCookies(panel, response);
      return isForPeople(request)
        ? response.redirect(`${ROOT}/login`)
        : answerRefusal(request, response, 'no_session');
    }
    request.staff = staff;
    if (staff.stage !== 'open') {
      const step = NEXT_STEP[staff.stage];
      if (request.path !== step && request.path !== LEAVE)
        return changesNothing(request)
          ? response.redirect(step)
          : answerRefusal(request, response, 'no_session');
      return next();
    }
    const { memberId, email, role } = staff;
    const viewer: Viewer = { memberId, email, role };
    request.session = { adminUser: { ...viewer, title: role } };
    setCsrfCookie(panel, response, csrfTokenOf(panel.config, staff.id));
    next();
  };
}

/** Asked by scripts of ours, which say it themselves. */
const OF_SCRIPTS = [`${ROOT}/do/`, `${ROOT}/view/order/`];

/** AdminJS's own client follows a redirect to the log-in page and says why. */
const isForPeople = (request: Request): boolean =>
  changesNothing(request) && !OF_SCRIPTS.some((below) => request.path.startsWith(below));
