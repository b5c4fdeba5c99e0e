import type { RequestHandler } from 'express';
import type { Panel } from '../panel.js';
import type { StaffRequest } from './request.js';

/**
 * Nothing comes from elsewhere, nothing goes elsewhere, nobody frames us. Styles are inline since AdminJS makes them in the
 * browser; scripts are our own files, and those of the page that carry its nonce.
 */
export function securityHeaders({ config }: Panel): RequestHandler {
  const isSecure = config.ADMIN_URL?.startsWith('https:') ?? false;
  return (request, response, next) => {
    const policy = [
      "default-src 'none'",
      `script-src 'self' 'nonce-${(request as StaffRequest).nonce}'`,
      "style-src 'self' 'unsafe-inline'",
      "img-src 'self' data:",
      "font-src 'self' data:",
      "connect-src 'self'",
      "form-action 'self'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ];
    response.set({
      'content-security-policy': policy.join('; '),
      'x-frame-options': 'DENY',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=()',
      'x-robots-tag': 'noindex',
      'cache-control': 'no-store',
      ...(isSecure && { 'strict-transport-security': 'max-age=31536000' }),
    });
    next();
  };
}
