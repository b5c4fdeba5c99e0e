import { formBody, type FormField } from './form.js';
import { Shredder } from './shredder.js';

describe('a form', () => {
  const text = (...fields: FormField[]) => formBody(fields, new Shredder()).toString('latin1');

  it('has its fields in order, numbers and bytes alike', () => {
    expect(text(['type', 'card'], ['card[number]', Buffer.from('4242')], ['card[exp_month]', 7])).toBe(
      'type=card&card[number]=4242&card[exp_month]=7',
    );
  });

  it.each(['Ada Lovelace', 'Zoë €uro 😀', 'a&b=c+d%e', '"\'<>[]{}|\\^`~!$()*,/:;?@#', '\0\r\n', ''])(
    '%j comes out of a form as it went in',
    (value) => {
      const body = text(['name', Buffer.from(value)], ['after', 'x']);
      expect(body).toMatch(/^[\w\-.*&=%]+$/);
      expect([...new URLSearchParams(body)]).toEqual([
        ['name', value],
        ['after', 'x'],
      ]);
    },
  );

  it('is gone after the shredder has run', () => {
    const shredder = new Shredder();
    const body = formBody([['card[number]', Buffer.from('4242')]], shredder);
    shredder.shred();
    expect(body.every((byte) => byte === 0)).toBe(true);
  });
});
