import { callGateway, DeadlinePassed, TimedOut } from './call-gateway.js';

const inMs = (ms: number) => new Date(Date.now() + ms);
const policy = { callMs: 200, isRetryable: (error: unknown) => error === 'passing' };

/** Answers with the next of these each time; an error is thrown. */
function gateway(...answers: (string | Error)[]) {
  const calls: number[] = [];
  const call = async (timeoutMs: number) => {
    calls.push(timeoutMs);
    const answer = answers.shift();
    if (answer === 'passing' || answer instanceof Error) throw answer;
    return answer;
  };
  return { calls, call };
}

describe('a call of a gateway', () => {
  it('is tried again while its fault is a passing one', async () => {
    const { call, calls } = gateway('passing', 'passing', 'paid');
    await expect(callGateway(policy, inMs(5_000), call)).resolves.toBe('paid');
    expect(calls).toHaveLength(3);
  });

  it('is tried three times at most', async () => {
    const { call, calls } = gateway('passing', 'passing', 'passing', 'paid');
    await expect(callGateway(policy, inMs(5_000), call)).rejects.toBe('passing');
    expect(calls).toHaveLength(3);
  });

  it('is not tried again after anything else', async () => {
    const { call, calls } = gateway(new Error('500'), 'paid');
    await expect(callGateway(policy, inMs(5_000), call)).rejects.toThrow('500');
    expect(calls).toHaveLength(1);
  });

  it('is not started without the time for an answer', async () => {
    const { call, calls } = gateway('paid');
    await expect(callGateway(policy, inMs(20), call)).rejects.toBeInstanceOf(DeadlinePassed);
    expect(calls).toEqual([]);
  });

  it('ends when its own time is over, and with the deadline', async () => {
    const silent = () => new Promise<never>(() => undefined);
    await expect(callGateway(policy, inMs(5_000), silent)).rejects.toBeInstanceOf(TimedOut);
    const startedAt = Date.now();
    await expect(callGateway({ ...policy, callMs: 60_000 }, inMs(100), silent)).rejects.toBeInstanceOf(
      TimedOut,
    );
    expect(Date.now() - startedAt).toBeLessThan(1_000);
  });
});
