import { readConfig } from '../../config.js';
import { testEnvironment } from '../../../test/support/processes.js';
import { nextTryInSeconds } from './retry-schedule.js';

const { WEBHOOK_RETRY_SECONDS: pauses } = readConfig(
  testEnvironment({ databaseUrl: 'postgres://localhost/none' }),
);

test('follows the schedule of Standard Webhooks, ten tries in about three days', () => {
  const inTheMiddle = () => 0.5;
  const found = Array.from({ length: 10 }, (_, tried) => nextTryInSeconds(pauses, tried + 1, inTheMiddle));
  const hours = (count: number) => count * 3600;
  expect(found).toEqual([5, 300, 1800, ...[2, 5, 10, 14, 20, 24].map(hours), null]);
});

test('no pause is more than a tenth off', () => {
  expect(nextTryInSeconds(pauses, 2, () => 0)).toBe(270);
  expect(nextTryInSeconds(pauses, 2, () => 0.999999)).toBeCloseTo(330, 2);
});
