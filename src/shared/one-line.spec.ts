import { oneLine } from './one-line.js';

describe('a value in a line of its own', () => {
  it.each([
    ['Kim\r\nBcc: eve@example.com', 'Kim Bcc: eve@example.com'],
    ['Kim\n\n<html>', 'Kim <html>'],
    ['Kim\0\u007F\u0085\u2028M', 'Kim M'],
    ['\u202Emik\u202C', 'mik'],
    ['  Kim   M  ', 'Kim M'],
    ['Kim \uD800', 'Kim \uFFFD'],
    ['Zoë 🎁', 'Zoë 🎁'],
  ])('%j is one line', (text, line) => {
    expect(oneLine(text)).toBe(line);
  });
});
