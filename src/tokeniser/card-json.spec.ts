import { readCardJson } from './card-json.js';

const NAMES = ['cardNumber', 'expiryDate', 'cvv', 'cardholderName'] as const;
const read = (json: string | Buffer) =>
  Object.fromEntries(
    [...readCardJson(Buffer.from(json), NAMES)].map(([name, value]) => [name, value.toString()]),
  );

describe('the JSON of a card', () => {
  it.each([
    '{"cardNumber":"4242424242424242","expiryDate":"12/34","cvv":"123"}',
    '{"cvv":"123"}',
    ' \t\r\n{ "cvv" : "123" , "expiryDate"\n:\t"12/34" } \r\n',
    '{"cvv":""}',
    '{"cardNumber":"\\u0034\\u00342","cvv":"\\u0031\\u0032\\u0033"}',
    '{"\\u0063vv":"123"}',
    '{"expiryDate":"12\\/34"}',
    '{"cardholderName":"\\"A\\\\B\\b\\f\\n\\r\\t"}',
    '{"cardholderName":"Zo\\u00EB, \\u20ac, \\ud83d\\ude00, \\uD834\\uDD1E"}',
    '{"cardholderName":"Zoë, €, 😀, \u007f"}',
    '{"cardholderName":"\\u0000"}',
  ])('%j is read as JSON.parse reads it', (json) => {
    expect(read(json)).toEqual(JSON.parse(json));
  });

  const whole = '{"cardNumber":"4242","cardholderName":"\\ud83d\\ude00"}';
  it.each(Array.from({ length: whole.length }, (_, end) => whole.slice(0, end)))('%j is cut off', (json) => {
    expect(() => read(json)).toThrow('card_data_unreadable');
  });

  it.each([
    ['a list', '["4242"]'],
    ['a text', '"4242"'],
    ['null', 'null'],
    ['nothing in it', '{}'],
    ['a number', '{"cvv":123}'],
    ['true', '{"cvv":true}'],
    ['null in it', '{"cvv":null}'],
    ['a list in it', '{"cvv":["1"]}'],
    ['an object in it', '{"cvv":{"a":"b"}}'],
    ['a name twice', '{"cvv":"123","cvv":"456"}'],
    ['a name twice, once escaped', '{"cvv":"123","\\u0063vv":"456"}'],
    ['a name that is not asked for', '{"cvv":"123","track2":"x"}'],
    ['__proto__', '{"__proto__":"x"}'],
    ['a name without quotes', '{cvv:"123"}'],
    ['single quotes', "{'cvv':'123'}"],
    ['no colon', '{"cvv" "123"}'],
    ['two colons', '{"cvv"::"123"}'],
    ['a comma at the end', '{"cvv":"123",}'],
    ['a comma at the start', '{,"cvv":"123"}'],
    ['no comma', '{"cvv":"123" "expiryDate":"12/34"}'],
    ['more behind it', '{"cvv":"123"}x'],
    ['a second object', '{"cvv":"123"}{}'],
    ['a comment', '{"cvv":"123"/**/}'],
    ['a line break in a text', '{"cvv":"1\n23"}'],
    ['a tab in a text', '{"cvv":"1\t23"}'],
    ['a NUL', '{"cvv":"1\u000023"}'],
    ['a byte order mark', '\ufeff{"cvv":"123"}'],
    ['a space that is none of JSON', '{\u00a0"cvv":"123"}'],
    ['an escape that there is not', '{"cvv":"\\x31"}'],
    ['a capital escape', '{"cvv":"\\U0031"}'],
    ['three hex digits', '{"cvv":"\\u003"}'],
    ['a hex digit that is none', '{"cvv":"\\u003g"}'],
    ['half a surrogate pair', '{"cvv":"\\ud83d"}'],
    ['the other half', '{"cvv":"\\ude00"}'],
    ['two first halves', '{"cvv":"\\ud83d\\ud83d"}'],
    ['a half and a letter', '{"cvv":"\\ud83dx"}'],
    ['a half and another escape', '{"cvv":"\\ud83d\\n"}'],
  ])('%s is refused', (_, json) => {
    expect(() => read(json)).toThrow('card_data_unreadable');
  });

  it('is refused where it is no UTF-8', () => {
    const invalid = Buffer.concat([Buffer.from('{"cvv":"'), Buffer.from([0xc3, 0x28]), Buffer.from('"}')]);
    expect(() => read(invalid)).toThrow('card_data_unreadable');
  });

  it('stands in the bytes that were given: overwriting those overwrites every value', () => {
    const bytes = Buffer.from('{"cardNumber":"\\u0034242","cvv":"123"}');
    const values = readCardJson(bytes, NAMES);
    expect(values.get('cardNumber')!.toString()).toBe('4242');
    bytes.fill(0);
    expect([...values.values()].map((value) => [...value])).toEqual([
      [0, 0, 0, 0],
      [0, 0, 0],
    ]);
  });
});
