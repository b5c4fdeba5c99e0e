import { sendFailureOf } from './send-failure.js';

const transportError = (facts: object) => Object.assign(new Error('<kim@example.com> says no'), facts);
const answer = (responseCode: number, command: string) =>
  transportError({
    code: 'EENVELOPE',
    command,
    responseCode,
    response: `${responseCode} 5.1.1 <kim@example.com>`,
  });

describe('a mail that did not leave', () => {
  it.each([
    ['an unknown recipient', answer(550, 'RCPT TO')],
    ['a refused message', answer(554, 'DATA')],
    ['an address that cannot be one', transportError({ code: 'EENVELOPE', command: 'API' })],
  ])('is given up for %s', (_, error) => {
    expect(sendFailureOf(error)?.permanent).toBe(true);
  });

  it.each([
    ['greylisting', answer(451, 'RCPT TO')],
    ['a full mailbox', answer(452, 'RCPT TO')],
    ['a refused sender', answer(550, 'MAIL FROM')],
    ['a wrong password', transportError({ code: 'EAUTH', command: 'AUTH PLAIN', responseCode: 535 })],
    ['authentication that is asked for late', answer(530, 'RCPT TO')],
    ['a server that is down', transportError({ code: 'ESOCKET', command: 'CONN' })],
    ['a silent server', transportError({ code: 'ETIMEDOUT', command: 'CONN' })],
    ['a time that is over', transportError({ code: 'EABORT' })],
  ])('is tried again after %s', (_, error) => {
    expect(sendFailureOf(error)?.permanent).toBe(false);
  });

  it('says why without naming anybody', () => {
    expect(sendFailureOf(answer(550, 'RCPT TO'))?.reason).toBe('EENVELOPE 550 5.1.1 RCPT TO');
  });

  it('is not the excuse for a bug', () => {
    expect(sendFailureOf(new TypeError('x is undefined'))).toBeUndefined();
    expect(sendFailureOf('thrown')).toBeUndefined();
  });
});
