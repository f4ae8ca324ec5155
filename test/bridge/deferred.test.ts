import { deferred, within } from '../../bridge/src/deferred';
import { VirtualClock } from './support/virtualClock';

describe('within', () => {
  it('ends with the first event, and leaves no timer', async () => {
    const clock = new VirtualClock();
    const event = deferred();
    const waiting = within(clock, 1000, new Promise(() => undefined), event.promise);
    expect([clock.pending, event.settled]).toEqual([1, false]);
    event.resolve();
    await waiting;
    expect([clock.pending, event.settled]).toEqual([0, true]);
  });

  it('ends when the time is over', async () => {
    const clock = new VirtualClock();
    const waiting = within(clock, 1000, new Promise(() => undefined));
    clock.advance(1000);
    await waiting;
    expect(clock.pending).toBe(0);
  });

  it('fails with the first event that fails, and leaves no timer', async () => {
    const clock = new VirtualClock();
    await expect(within(clock, 1000, Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(clock.pending).toBe(0);
  });
});
