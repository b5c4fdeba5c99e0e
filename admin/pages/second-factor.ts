import { Router, type Request, type Response } from 'express';
import QRCode from 'qrcode';
import { html, Html } from '../../src/shared/http/html.js';
import { DomainError } from '../../src/shared/problem.js';
import { Enrolment, PassSecondFactor } from '../../src/staff/index.js';
import { setSessionCookie } from '../http/cookies.js';
import { csrfTokenOf } from '../http/csrf.js';
import { field, sessionOf } from '../http/request.js';
import { ROOT, type Panel } from '../panel.js';
import { shopName } from '../shop.js';
import { csrfField, errorBox, page } from './page.js';

const WRONG = 'This code is not good (any more). Wait for the next one and type that.';

/** The second factor: at the first log-in the app is enrolled, from then on it is asked for a code. */
export function secondFactorPages(panel: Panel): Router {
  const router = Router();
  router.get('/second-factor', (request, response) => ask(panel, request, response, null));
  router.post('/second-factor', async (request, response) => {
    const session = sessionOf(request);
    try {
      const token = await panel
        .get(PassSecondFactor)
        .run(session, field(request, 'code').replaceAll(/\s/g, ''));
      setSessionCookie(panel, response, token);
      response.redirect(303, ROOT);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      await ask(panel, request, response.status(401), WRONG);
    }
  });
  return router;
}

async function ask(panel: Panel, request: Request, response: Response, error: string | null): Promise<void> {
  const session = sessionOf(request);
  if (session.stage !== 'enrol' && session.stage !== 'second_factor') return response.redirect(ROOT);
  const enrolment = session.stage === 'enrol' ? await enrolmentOf(panel, request) : null;
  response.send(
    page(
      'Second factor',
      html`<h1>${enrolment ? 'Set up your second factor' : 'Second factor'}</h1>
        ${enrolment ?? html`<p>Type the code that your authenticator app shows for Settle.</p>`}
        ${errorBox(error)}
        <form method="post" action="${ROOT}/second-factor">
          ${csrfField(csrfTokenOf(panel.config, session.id))}
          <label
            >Code<input
              class="code"
              name="code"
              inputmode="numeric"
              autocomplete="one-time-code"
              pattern="[0-9 ]{6,7}"
              maxlength="7"
              required
              autofocus
          /></label>
          <button>Log in</button>
        </form>
        <div class="links"><a href="${ROOT}/logout">Cancel</a></div>`,
    ),
  );
}

/** Drawn here: the secret is told to nobody but the person in front of the screen. */
async function enrolmentOf(panel: Panel, request: Request): Promise<Html> {
  const { secret, uri } = await panel.get(Enrolment).open(sessionOf(request), shopName(panel.config));
  const image = await QRCode.toDataURL(uri, { margin: 1, width: 416, errorCorrectionLevel: 'M' });
  return html`<p>
      Scan this with an authenticator app, then type the code that it shows. It is shown until then, and never
      again.
    </p>
    <img class="qr" src="${image}" alt="QR code for your authenticator app" />
    <p class="secret">${secret.replaceAll(/(.{4})(?=.)/g, '$1 ')}</p>`;
}
