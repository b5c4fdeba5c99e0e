import { messageIdOf, senderOf } from './mail-header.js';

describe('MAIL_FROM', () => {
  it.each([
    ['Settle <orders@settle.example>', 'Settle'],
    ['"Settle, Inc." <orders@settle.example>', 'Settle, Inc.'],
    ['orders@settle.example', ''],
    ['<orders@settle.example>', ''],
  ])('%s is read', (mailFrom, name) => {
    expect(senderOf(mailFrom)).toEqual({ name, address: 'orders@settle.example', domain: 'settle.example' });
  });

  it.each(['Settle', 'orders@', 'a b@c', 'Settle <orders@settle.example> x'])('%s is refused', (mailFrom) => {
    expect(() => senderOf(mailFrom)).toThrow('MAIL_FROM is set but not usable');
  });
});

it('a mail has the same Message-ID each time it is tried', () => {
  const sender = senderOf('Settle <orders@settle.example>');
  const mail = { eventId: '0193580e-0000-7000-8000-000000000001', template: 'order-confirmed' };
  expect(messageIdOf(mail, sender)).toBe(
    '<0193580e-0000-7000-8000-000000000001.order-confirmed@settle.example>',
  );
  expect(messageIdOf(mail, sender)).toBe(messageIdOf({ ...mail }, sender));
});
