import { Router } from 'express';
import { ReadMail } from '../../src/notifications/back-office/index.js';
import { html } from '../../src/shared/http/html.js';
import { DomainError, problems } from '../../src/shared/problem.js';
import { may } from '../../src/staff/index.js';
import { refuse } from '../http/refusals.js';
import { actorOf, sessionOf } from '../http/request.js';
import { page } from '../pages/page.js';
import type { Panel } from '../panel.js';

/** A mail as its reader sees it, in a frame that runs nothing and leads nowhere; who looks at it is in the audit. */
export function mailView(panel: Panel): Router {
  const router = Router();
  router.get('/mails/:mailId', async (request, response) => {
    const subject = { kind: 'mail', id: request.params.mailId } as const;
    const { role } = sessionOf(request);
    if (!may(role, 'read_orders') || !may(role, 'reveal_personal_data'))
      return refuse(panel, request, response, 'not_permitted', { subject });
    try {
      const mail = await panel.get(ReadMail).run({ actor: actorOf(request), mailId: subject.id });
      response.send(
        page(
          'Mail',
          html`<h1>${mail.subject}</h1>
            <iframe class="mail" sandbox title="The mail" srcdoc="${mail.html}"></iframe>
            <details>
              <summary>Its text for readers without HTML</summary>
              <pre class="mail-text">${mail.text}</pre>
            </details>
            <p><a href="/admin/resources/mails/records/${subject.id}/show">Back to its row</a></p>`,
          { isWide: true },
        ),
      );
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const { status, error: what, detail } = problems[error.code];
      response.status(status).send(
        page(
          what,
          html`<h1>${what}</h1>
            <p>${detail}</p>
            <p><a href="/admin/resources/mails">Back to the mails</a></p>`,
        ),
      );
    }
  });
  return router;
}
