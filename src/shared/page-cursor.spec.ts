import { fromCursor, toCursor } from './page-cursor.js';

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

test('a cursor comes back as the key it was made of', () => {
  expect(fromCursor(toCursor(['Käse "extra"', 'prod_1']), 2)).toEqual(['Käse "extra"', 'prod_1']);
});

test.each([
  ['no base64url of JSON', 'nonsense!'],
  ['nothing', ''],
  ['an object', encode({ length: 2 })],
  ['a key of another list', encode(['one'])],
  ['parts that are no strings', encode(['one', 2])],
  ['a NUL, which Postgres cannot store', encode(['one', 'two\0'])],
  ['half a surrogate pair', encode(['one', '\ud800'])],
  ['a novel', encode(['one', 'x'.repeat(2_000)])],
])('a cursor that is %s is refused as the caller’s fault', (_, cursor) => {
  expect(() => fromCursor(cursor, 2)).toThrow(expect.objectContaining({ code: 'validation_failed' }));
});
