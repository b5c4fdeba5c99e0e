import { containing } from './containing.js';

test.each([
  ['mug', '%mug%'],
  ['  mug ', '%mug%'],
  ['', '%%'],
  ['100%', String.raw`%100\%%`],
  ['a_b', String.raw`%a\_b%`],
  [String.raw`a\b`, String.raw`%a\\b%`],
])('what is looked for is meant literally: %j', (text, pattern) => {
  expect(containing(text)).toBe(pattern);
});
