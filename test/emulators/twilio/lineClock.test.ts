import { LineClock, type TimeSource } from './lineClock';

/** Time that passes only when told to; timers fire late by as much as asked, what waits for nothing does not. */
class FakeTime implements TimeSource {
  private current = 1000;
  private timer: { due: number; callback: () => void } | undefined;

  constructor(private readonly lateness: number) {}

  get waiting(): boolean {
    return this.timer !== undefined;
  }

  now(): number {
    return this.current;
  }

  after(ms: number, callback: () => void): () => void {
    this.timer = { due: this.current + ms + (ms > 0 ? this.lateness : 0), callback };
    return () => (this.timer = undefined);
  }

  pass(ms: number): void {
    const end = this.current + ms;
    while (this.timer && this.timer.due <= end) {
      const { due, callback } = this.timer;
      this.timer = undefined;
      this.current = Math.max(this.current, due);
      callback();
    }
    this.current = end;
  }
}

describe('LineClock', () => {
  it.each([0, 1, 7, 19])('ticks every 20 ms without drift when timers are %d ms late', (lateness) => {
    const time = new FakeTime(lateness);
    let ticks = 0;
    const clock = new LineClock(() => (ticks += 1), time);
    clock.start();
    time.pass(60_000 + lateness);
    expect(ticks).toBe(3000);
    clock.stop();
  });

  it('makes up for a stall at once', () => {
    const time = new FakeTime(0);
    const at: number[] = [];
    const clock = new LineClock(() => at.push(time.now()), time);
    clock.start();
    time.pass(40);
    const late = new FakeTime(500);
    const stalled: number[] = [];
    const other = new LineClock(() => stalled.push(late.now()), late);
    other.start();
    late.pass(520);
    expect(at).toEqual([1020, 1040]);
    expect(stalled).toHaveLength(26);
    expect(new Set(stalled)).toEqual(new Set([1520]));
  });

  it('is silent after stop, even from within a tick', () => {
    const time = new FakeTime(100);
    let ticks = 0;
    const clock: LineClock = new LineClock(() => {
      ticks += 1;
      clock.stop();
    }, time);
    clock.start();
    time.pass(1000);
    expect(ticks).toBe(1);
    expect(time.waiting).toBe(false);
  });
});
