import { every, SystemClock } from '../../bridge/src/clock';
import { VirtualClock } from './support/virtualClock';

describe('every', () => {
  it('stays on the grid of its first call, however late the ticks are', () => {
    const clock = new VirtualClock(0, (order) => (order * 7) % 18);
    const ticks: number[] = [];
    const timer = every(clock, 20, () => ticks.push(clock.now()));
    clock.advance(60_000);
    timer.cancel();
    expect(ticks.length).toBeGreaterThanOrEqual(2999);
    ticks.forEach((at, index) => expect(Math.floor(at / 20)).toBe(index + 1));
  });

  it('skips what was missed while the process was blocked', () => {
    const clock = new VirtualClock(0, (order) => (order === 2 ? 1000 : 0));
    const ticks: number[] = [];
    const timer = every(clock, 20, () => ticks.push(clock.now()));
    clock.advance(1120);
    timer.cancel();
    expect(ticks).toEqual([20, 40, 1060, 1080, 1100, 1120]);
  });

  it('can be cancelled from within, and leaves nothing pending', () => {
    const clock = new VirtualClock();
    let ticks = 0;
    const timer = every(clock, 20, () => {
      ticks += 1;
      timer.cancel();
    });
    clock.advance(200);
    expect(ticks).toBe(1);
    expect(clock.pending).toBe(0);
  });
});

describe('SystemClock', () => {
  it('counts the timers that are pending', async () => {
    const clock = new SystemClock();
    const cancelled = clock.after(60_000, () => undefined);
    const fired = new Promise<void>((resolve) => clock.after(1, resolve));
    expect(clock.pending).toBe(2);
    await fired;
    expect(clock.pending).toBe(1);
    cancelled.cancel();
    cancelled.cancel();
    expect(clock.pending).toBe(0);
  });

  it('goes forward', () => {
    const clock = new SystemClock();
    const before = clock.now();
    expect(clock.now()).toBeGreaterThanOrEqual(before);
  });
});
