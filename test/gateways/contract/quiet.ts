import { eventually } from '../../support/eventually.js';
import type { Stage } from '../gateway-contract.js';
import { anAttempt } from '../provider.js';

const WORDS = ['debug', 'dir', 'error', 'info', 'log', 'trace', 'warn'] as const;

/**
 * What an SDK prints lands in our logs: names, addresses, tokens. An answer that comes after its call was given up must
 * not bring the process down either. Both hold for every test of the file.
 */
export function isQuiet(stage: Stage): void {
  const console = globalThis.console;
  const heard: unknown[] = [];
  const hear = (...words: unknown[]) => heard.push(words);

  beforeAll(() => {
    globalThis.console = { ...console, ...Object.fromEntries(WORDS.map((word) => [word, hear])) };
    process.on('unhandledRejection', hear);
  });

  afterAll(() => {
    globalThis.console = console;
    process.off('unhandledRejection', hear);
    expect(heard).toEqual([]);
  });

  it('leaves no timer behind', async () => {
    const timers = () => process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;
    const ask = () => stage().gateway.ask(anAttempt(stage().method));
    await ask();
    const before = timers();
    await ask();
    // Less than a call may last: its own timer would still be there.
    await eventually(() => timers() <= before, { withinMs: 1_000 });
    expect(timers()).toBeLessThanOrEqual(before);
  });
}
