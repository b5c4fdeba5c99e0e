import type { RequestHandler } from 'express';
import type { StaffRequest } from '../http/request.js';

const REMOTE_FONTS = /\s*<link rel="stylesheet" href="https:\/\/fonts\.[^"]*"[^>]*>/g;
const FAVICON_TYPE = 'type="image/x-icon" href="/admin/assets/icon.svg"';

/** AdminJS's page asks for a font of Google's, which is left out; its own scripts get the page's nonce. */
export const withoutTheOutside: RequestHandler = (request, response, next) => {
  const { nonce } = request as StaffRequest;
  const send = response.send.bind(response);
  response.send = (body: unknown) =>
    send(
      typeof body === 'string' && body.includes('<html')
        ? body
            .replaceAll(REMOTE_FONTS, '')
            .replaceAll('<script>', `<script nonce="${nonce}">`)
            .replaceAll(FAVICON_TYPE, 'type="image/svg+xml" href="/admin/assets/icon.svg"')
        : body,
    );
  next();
};
