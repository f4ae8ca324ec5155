import { FrameClock } from '../../bridge/src/relay/frameClock';
import { VirtualClock } from './support/virtualClock';

describe('Ticker, as the clock of frames', () => {
  /** Adds a listener that notes its slots and the times of its calls. */
  const listen = (frames: FrameClock, clock: VirtualClock) => {
    const slots: number[] = [];
    const times: number[] = [];
    const tick = (slot: number) => {
      slots.push(slot);
      times.push(clock.now());
    };
    return { slots, times, timer: frames.add({ tick }) };
  };

  it('calls each listener every 20 ms, a quarter of them every 5 ms, with one timer', () => {
    const clock = new VirtualClock(0);
    const frames = new FrameClock(clock);
    const listeners = Array.from({ length: 8 }, () => listen(frames, clock));
    expect(clock.pending).toBe(1);
    clock.advance(60);
    const expected = [5, 10, 15, 20].map((first) => [first, first + 20, first + 40]);
    expect(listeners.map(({ times }) => times)).toEqual([...expected, ...expected]);
    for (const { timer } of listeners) timer.cancel();
    expect(clock.pending).toBe(0);
  });

  it('fills the gaps that those who left have made', () => {
    const clock = new VirtualClock(0);
    const frames = new FrameClock(clock);
    const [, second] = Array.from({ length: 4 }, () => listen(frames, clock));
    clock.advance(3);
    second?.timer.cancel();
    second?.timer.cancel();
    const added = listen(frames, clock);
    clock.advance(20);
    expect(added.times).toEqual([10]);
  });

  it('does not drift in ten minutes of late ticks', () => {
    const clock = new VirtualClock(0, (order) => (order * 7.3) % 4.9);
    const frames = new FrameClock(clock);
    const { slots, times } = listen(frames, clock);
    clock.advance(600_000);
    expect(slots).toEqual(Array.from({ length: 30_000 }, (_, index) => 5 + index * 20));
    slots.forEach((slot, index) => expect((times[index] ?? 0) - slot).toBeLessThan(5));
  });

  it('calls everyone once after the process was blocked, and goes on with the grid', () => {
    let blocked = false;
    const clock = new VirtualClock(0, (order) => (!blocked && order === 10 ? ((blocked = true), 1003) : 0));
    const frames = new FrameClock(clock);
    const listeners = Array.from({ length: 4 }, () => listen(frames, clock));
    clock.advance(1100);
    expect(blocked).toBe(true);
    for (const { slots, times } of listeners) {
      const late = times.findIndex((time, index) => time - (slots[index] ?? 0) > 0);
      expect(times[late]).toBe(1058);
      expect(1058 - (slots[late] ?? 0)).toBeLessThan(20);
      const after = times.slice(late + 1);
      expect(after.length).toBeGreaterThanOrEqual(2);
      expect(after).toEqual(slots.slice(late + 1));
      expect(slots.every((slot) => slot % 5 === 0)).toBe(true);
    }
  });

  it('takes a timer that fires a little too soon for being in time', () => {
    const clock = new VirtualClock(0, () => -0.9);
    const frames = new FrameClock(clock);
    const { slots } = listen(frames, clock);
    clock.advance(100);
    expect(slots).toEqual([5, 25, 45, 65, 85]);
  });

  it('can be left from within, by oneself or for another, and begun again', () => {
    const clock = new VirtualClock(0);
    const frames = new FrameClock(clock);
    let calls = 0;
    const timer = frames.add({
      tick: () => {
        calls += 1;
        timer.cancel();
      },
    });
    clock.advance(100);
    expect([calls, clock.pending]).toEqual([1, 0]);
    const again = listen(frames, clock);
    clock.advance(20);
    expect(again.slots).toEqual([105]);
    again.timer.cancel();
    expect(clock.pending).toBe(0);
  });
});
