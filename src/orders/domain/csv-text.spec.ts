import { csvLine } from './csv-text.js';

describe('a line of a CSV', () => {
  it('separates by commas and ends as RFC 4180 says', () => {
    expect(csvLine(['ORD-1', 12.5, null, 'paid'])).toBe('ORD-1,12.5,,paid\r\n');
  });

  it('quotes what would break it', () => {
    expect(csvLine(['a,b', 'say "hi"', 'two\nlines', ' x'])).toBe('"a,b","say ""hi""","two\nlines"," x"\r\n');
  });

  it.each([
    '=1+1',
    '+49 30',
    '-2',
    '@SUM(A1)',
    '\tx',
    '\rx',
    '\nx',
    ' =1+1',
    '\u00a0@SUM(A1)',
    '＝1+1',
    '＋1',
  ])('makes no formula of %j', (text) => {
    expect(csvLine([text])).toMatch(/^"?'/);
  });

  it('leaves a number below zero what it is', () => {
    expect(csvLine([-2])).toBe('-2\r\n');
  });
});
