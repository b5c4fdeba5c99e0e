import { WebhookSecrets } from './webhook-secrets.js';

const secrets = new WebhookSecrets({ JWT_SECRET: 'a-secret-of-at-least-thirty-two-characters' });
const others = new WebhookSecrets({ JWT_SECRET: 'another-secret-of-thirty-two-characters!' });

test('is of the form that Standard Webhooks asks for, and another one each time', () => {
  const secret = secrets.make();
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  expect(secrets.make()).not.toBe(secret);
});

test('opens for its endpoint, and only there', () => {
  const secret = secrets.make();
  const sealed = secrets.seal(secret, 'endpoint-1');
  expect(secrets.open(sealed, 'endpoint-1')).toBe(secret);
  expect(() => secrets.open(sealed, 'endpoint-2')).toThrow(/authenticate/);
  expect(() => others.open(sealed, 'endpoint-1')).toThrow(/authenticate/);
  expect(() => secrets.open(`AAAA${sealed.slice(4)}`, 'endpoint-1')).toThrow(/authenticate/);
});

test('is nowhere in what is kept, and never sealed the same way twice', () => {
  const secret = secrets.make();
  const sealed = secrets.seal(secret, 'endpoint-1');
  expect(Buffer.from(sealed, 'base64').toString('latin1')).not.toContain(secret.slice(6, 20));
  expect(secrets.seal(secret, 'endpoint-1')).not.toBe(sealed);
});
