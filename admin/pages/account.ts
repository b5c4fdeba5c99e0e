import { Router, type Request, type Response } from 'express';
import { ChoosePassword, EndSessions, PASSWORD_MIN } from '../../src/staff/index.js';
import { html } from '../../src/shared/http/html.js';
import { clearCookies } from '../http/cookies.js';
import { csrfTokenOf } from '../http/csrf.js';
import { field, sessionOf } from '../http/request.js';
import { ROOT, type Panel } from '../panel.js';
import { csrfField, errorBox, page } from './page.js';
import { secondFactorPages } from './second-factor.js';

const WHY_NOT = {
  too_short: `A password has at least ${PASSWORD_MIN} characters.`,
  too_long: 'A password has at most 200 characters.',
  the_same: 'Choose another one than the present one.',
  wrong: 'The present password is another one.',
} as const;

/** What a person does with their own account: second factor, password, leaving. */
export function accountPages(panel: Panel): Router {
  const router = Router();
  router.use(secondFactorPages(panel));
  router.get('/password', (request, response) => passwordPage(panel, request, response, null));
  router.post('/password', async (request, response) => {
    const choice = await panel
      .get(ChoosePassword)
      .run(sessionOf(request), field(request, 'password'), field(request, 'present'));
    if (choice === 'done') return response.redirect(303, ROOT);
    passwordPage(panel, request, response.status(400), WHY_NOT[choice]);
  });
  router.get('/logout', (request, response) => leavePage(panel, request, response));
  router.post('/logout', async (request, response) => {
    await panel.get(EndSessions).run(sessionOf(request), field(request, 'which') === 'all' ? 'all' : 'this');
    clearCookies(panel, response);
    response.redirect(303, `${ROOT}/login`);
  });
  return router;
}

function passwordPage(panel: Panel, request: Request, response: Response, error: string | null): void {
  const session = sessionOf(request);
  const isFirst = session.stage === 'new_password';
  response.send(
    page(
      'Password',
      html`<h1>Choose a password</h1>
        <p>
          ${isFirst ? 'The one you came with was for once. ' : ''}At least ${PASSWORD_MIN} characters; your
          other sessions end.
        </p>
        ${errorBox(error)}
        <form method="post" action="${ROOT}/password">
          ${csrfField(csrfTokenOf(panel.config, session.id))}
          <input type="hidden" autocomplete="username" value="${session.email}" hidden />
          ${isFirst ? null : html`<label>Present password<input name="present" type="password" autocomplete="current-password" required /></label>`}
          <label
            >New password<input
              name="password"
              type="password"
              autocomplete="new-password"
              required
              minlength="${PASSWORD_MIN}"
              maxlength="200"
          /></label>
          <button>Save</button>
        </form>`,
    ),
  );
}

function leavePage(panel: Panel, request: Request, response: Response): void {
  const { id, email, role } = sessionOf(request);
  response.send(
    page(
      'Log out',
      html`<h1>Log out?</h1>
        <p>You are ${email} (${role}).</p>
        <form method="post" action="${ROOT}/logout">
          ${csrfField(csrfTokenOf(panel.config, id))}
          <button name="which" value="this">Log out</button>
          <button class="quiet" name="which" value="all">Sign out everywhere</button>
        </form>
        <div class="links">
          <a href="${ROOT}/password">Change the password</a> · <a href="${ROOT}">Back to the panel</a>
        </div>`,
    ),
  );
}
