import { row, wrap } from './text-lines.js';

it('an amount stands at the right edge', () => {
  expect(row('Tax', '$10.40')).toBe(`Tax${' '.repeat(55)}$10.40`);
});

it('an amount that does not fit goes into the next line', () => {
  expect(row('x'.repeat(60), '$10.40')).toBe(`${'x'.repeat(60)}\n${' '.repeat(58)}$10.40`);
});

it('a text breaks at spaces only', () => {
  expect(wrap(`${'a'.repeat(40)} ${'b'.repeat(24)} c`)).toBe(`${'a'.repeat(40)}\n${'b'.repeat(24)} c`);
  expect(wrap('w'.repeat(90))).toBe('w'.repeat(90));
});
