import { ConfigError, readConfig } from './config.js';

const NEEDED = {
  DATABASE_URL: 'postgres://localhost/settle',
  JWT_SECRET: 'x'.repeat(32),
  CARD_TOKENISER_SOCKET: '/run/tokeniser.sock',
  STRIPE_SECRET_KEY: 'sk_test_1',
  STRIPE_WEBHOOK_SECRET: 'whsec_1',
  SMTP_URL: 'smtp://localhost',
  MAIL_FROM: 'Settle <orders@settle.example>',
};
const secretsFrom = (CARRIER_WEBHOOK_SECRETS: string) =>
  readConfig({ ...NEEDED, CARRIER_WEBHOOK_SECRETS }).CARRIER_WEBHOOK_SECRETS;
const secretOf = (bytes: number): string => `whsec_${Buffer.alloc(bytes, 7).toString('base64')}`;

describe('the secrets of carriers', () => {
  it('are read by carrier, several of one too, and none where none is set', () => {
    const [old, next] = [secretOf(24), secretOf(64)];
    expect(secretsFrom(`dhl=${old}, dhl=${next},Boten Fix=${secretOf(32)}`)).toEqual([
      { carrier: 'dhl', secret: old },
      { carrier: 'dhl', secret: next },
      { carrier: 'Boten Fix', secret: secretOf(32) },
    ]);
    expect(secretsFrom('')).toEqual([]);
  });

  it.each([
    'dhl',
    secretOf(32),
    `dhl=${secretOf(32).slice(6)}`,
    `dhl=${secretOf(16)}`,
    `dhl=${secretOf(32)}x`,
  ])('%s is none, and is not printed', (setting) => {
    expect(() => secretsFrom(setting)).toThrow(ConfigError);
    expect(() => secretsFrom(setting)).toThrow(/^CARRIER_WEBHOOK_SECRETS is set but not usable\./);
  });
});

describe('limits of refunds', () => {
  const limits = (FINANCE_REFUND_LIMIT: string) =>
    readConfig({ ...NEEDED, FINANCE_REFUND_LIMIT }).FINANCE_REFUND_LIMIT;

  it('are amounts by currency, and none where none is set', () => {
    expect(limits('USD:500 EUR:450.50, *:0')).toEqual({ USD: 500, EUR: 450.5, '*': 0 });
    expect(limits('')).toEqual({});
  });

  it.each(['USD', 'USD:', 'USD:-1', 'usd:5', 'USD:5 EUR', '*', 'USD:1e9'])('are not read from %j', (text) => {
    expect(() => limits(text)).toThrow(/^FINANCE_REFUND_LIMIT is set but not usable\./);
  });
});
