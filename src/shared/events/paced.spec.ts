import { setTimeout as sleep } from 'node:timers/promises';
import { paced } from './paced.js';

const PACE_MS = 40;

describe('what is asked for in quick succession', () => {
  let called: string[];
  let ask: (key: string) => void;
  beforeEach(() => {
    called = [];
    ask = paced(PACE_MS, (key) => called.push(key));
  });

  it('is called at once where it comes alone, and once', async () => {
    ask('mails');
    expect(called).toEqual(['mails']);
    await sleep(3 * PACE_MS);
    expect(called).toEqual(['mails']);
    ask('mails');
    expect(called).toEqual(['mails', 'mails']);
  });

  it('is called once more, for all that came meanwhile', async () => {
    for (let time = 0; time < 100; time++) ask('mails');
    expect(called).toHaveLength(1);
    await sleep(3 * PACE_MS);
    expect(called).toHaveLength(2);
  });

  it('is called no more often than its pace', async () => {
    const until = performance.now() + 6 * PACE_MS;
    while (performance.now() < until) {
      ask('mails');
      await sleep(2);
    }
    expect(called.length).toBeGreaterThan(1);
    expect(called.length).toBeLessThanOrEqual(7);
  });

  it('does not wait for another key', () => {
    ask('mails');
    ask('webhooks');
    expect(called).toEqual(['mails', 'webhooks']);
  });
});
