import { html } from '../../shared/http/html.js';

/** An endpoint that was switched off, and where its API is. */
export interface DisabledEndpoint {
  readonly endpointId: string;
  readonly url: string;
  readonly reason: 'gone' | 'failing';
  readonly api: string;
}

const WHY = {
  gone: 'It answered 410 (Gone).',
  failing: 'Nothing but failures came from it for too long.',
} as const;

/** What its owner is told, plainly: a partner's engineers read it. */
export function endpointDisabledMail({ endpointId, url, reason, api }: DisabledEndpoint) {
  const lines = [
    `We have stopped sending webhooks to ${url} (${endpointId}).`,
    WHY[reason],
    'What was under way is kept. When it works again, switch it on:',
    `PATCH ${api}/webhook-endpoints/${endpointId} {"enabled": true}`,
    'What happened meanwhile is sent by POST …/redeliver with the range of time.',
  ];
  return {
    subject: 'Webhook endpoint switched off',
    text: `${lines.join('\n\n')}\n`,
    html: html`${lines.map((line) => html`<p>${line}</p>`)}`.text,
  };
}
