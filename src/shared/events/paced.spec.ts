import { jest } from '@jest/globals';
import { paced } from './paced.js';

describe('what is asked for in quick succession', () => {
  const called: string[] = [];
  let ask: (key: string) => void;
  beforeEach(() => {
    jest.useFakeTimers();
    called.length = 0;
    ask = paced(50, (key) => called.push(key));
  });
  afterEach(() => jest.useRealTimers());

  it('is called at once where it comes alone', () => {
    ask('mails');
    expect(called).toEqual(['mails']);
    jest.advanceTimersByTime(500);
    expect(called).toEqual(['mails']);
    ask('mails');
    expect(called).toEqual(['mails', 'mails']);
  });

  it('is called once more, for all that came meanwhile, and never more often', () => {
    for (let ms = 0; ms < 190; ms += 10) {
      ask('mails');
      jest.advanceTimersByTime(10);
    }
    expect(called).toHaveLength(4);
    jest.advanceTimersByTime(500);
    expect(called).toHaveLength(5);
  });

  it('does not wait for another key', () => {
    ask('mails');
    ask('webhooks');
    expect(called).toEqual(['mails', 'webhooks']);
  });
});
