import express, { Router, type Response } from 'express';
import { html } from '../../src/shared/http/html.js';
import { DomainError } from '../../src/shared/problem.js';
import { LogInStaff } from '../../src/staff/index.js';
import { setSessionCookie } from '../http/cookies.js';
import { field } from '../http/request.js';
import { ROOT, type Panel } from '../panel.js';
import { errorBox, page } from './page.js';

const WRONG =
  'E-mail and password do not match, or there were too many tries: then wait a quarter of an hour, or ask an administrator.';

/** The first factor; the only pages that a stranger is shown. */
export function logInPages(panel: Panel): Router {
  const router = Router();
  router.get('/login', (_request, response) => answer(response, 200, null));
  router.post('/login', express.urlencoded({ extended: false, limit: '4kb' }), async (request, response) => {
    try {
      const token = await panel
        .get(LogInStaff)
        .run({ email: field(request, 'email'), password: field(request, 'password') });
      // Worth nothing before the second factor, which sets the session's own.
      setSessionCookie(panel, response, token);
      response.redirect(303, `${ROOT}/second-factor`);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      answer(response, 401, WRONG);
    }
  });
  return router;
}

function answer(response: Response, status: number, error: string | null): void {
  response.status(status).send(
    page(
      'Log in',
      html`<h1>Admin panel</h1>
        <p>For the people who run the shop.</p>
        ${errorBox(error)}
        <form method="post" action="${ROOT}/login">
          <label
            >E-mail<input
              name="email"
              type="email"
              autocomplete="username"
              required
              autofocus
              maxlength="254"
          /></label>
          <label
            >Password<input
              name="password"
              type="password"
              autocomplete="current-password"
              required
              maxlength="200"
          /></label>
          <button>Continue</button>
        </form>`,
    ),
  );
}
