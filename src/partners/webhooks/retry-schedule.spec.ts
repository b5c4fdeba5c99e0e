import { readConfig } from '../../config.js';
import { testEnvironment } from '../../../test/support/processes.js';
import { askedSeconds, nextTryInSeconds } from './retry-schedule.js';

const { WEBHOOK_RETRY_SECONDS: pauses } = readConfig(
  testEnvironment({ databaseUrl: 'postgres://localhost/none' }),
);

test('follows the schedule of Standard Webhooks, ten tries in about three days', () => {
  const inTheMiddle = () => 0.5;
  const found = Array.from({ length: 10 }, (_, tried) => nextTryInSeconds(pauses, tried + 1, 0, inTheMiddle));
  const hours = (count: number) => count * 3600;
  expect(found).toEqual([5, 300, 1800, ...[2, 5, 10, 14, 20, 24].map(hours), null]);
});

test('no pause is more than a tenth off', () => {
  expect(nextTryInSeconds(pauses, 2, 0, () => 0)).toBe(270);
  expect(nextTryInSeconds(pauses, 2, 0, () => 0.999999)).toBeCloseTo(330, 2);
});

test('a receiver that asks for more time gets it, up to an hour; one that asks for less does not', () => {
  const inTheMiddle = () => 0.5;
  expect(nextTryInSeconds(pauses, 1, 60, inTheMiddle)).toBe(60);
  expect(nextTryInSeconds(pauses, 1, 86_400, inTheMiddle)).toBe(3600);
  expect(nextTryInSeconds(pauses, 2, 60, inTheMiddle)).toBe(300);
  expect(nextTryInSeconds(pauses, 10, 60)).toBeNull();
});

test.each([
  ['120', 120],
  [' 7 ', 7],
  ['Sat, 28 Nov 2026 12:01:30 GMT', 90],
  ['Sat, 28 Nov 2026 11:00:00 GMT', 0],
  ['-5', 0],
  ['soon', 0],
  ['9'.repeat(400), 0],
  [undefined, 0],
])('Retry-After: %s asks for %d seconds', (header, seconds) => {
  expect(askedSeconds(header, Date.parse('2026-11-28T12:00:00Z'))).toBe(seconds);
});
