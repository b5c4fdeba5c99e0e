import { Html, html } from '../../src/shared/http/html.js';
import { ROOT } from '../panel.js';

const WIDE = new Html(' class="wide"');

/** A page of our own, without a script: log-in, second factor, account, refusals. */
export function page(title: string, content: Html, { isWide = false } = {}): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · Settle</title>
        <link rel="icon" type="image/svg+xml" href="${ROOT}/assets/icon.svg" />
        <link rel="stylesheet" href="${ROOT}/assets/pages.css" />
      </head>
      <body${isWide ? WIDE : null}>
        <main>
          <img class="logo" src="${ROOT}/assets/logo.svg" alt="Settle" />
          <div class="card">${content}</div>
        </main>
      </body>
    </html>`.text;
}

export const errorBox = (text: string | null): Html | null =>
  text === null ? null : html`<div class="error" role="alert">${text}</div>`;

/** What every form behind the session carries. */
export const csrfField = (token: string): Html => html`<input type="hidden" name="csrf" value="${token}" />`;
