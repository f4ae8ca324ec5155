import { Arrivals } from '../../../bridge/src/recording/arrivals';

const MS = 8;
const FRAME = 160;

/** Places frames that come at the given times, in ms; returns where each lies at the end, in ms. */
function placed(arrivals: readonly number[], { settled = -Infinity, quiet = false } = {}): number[] {
  const timeline = new Arrivals();
  const starts: number[] = [];
  for (const arrival of arrivals) {
    const { at, moveBack, from } = timeline.place(arrival * MS, FRAME, settled * MS, () => quiet);
    for (let index = 0; index < starts.length; index += 1) {
      if (moveBack > 0 && starts[index]! >= from) starts[index]! -= moveBack;
    }
    starts.push(at);
  }
  return starts.map((start) => start / MS);
}

const steady = (count: number, from = 0): number[] => Array.from({ length: count }, (_, n) => from + 20 * n);

describe('audio that comes with jitter', () => {
  it('goes on without a tear', () => {
    const jitter = [0, 15, 3, 40, 55, 2, 30, 0];
    const arrivals = steady(8).map((time, index) => time + jitter[index]!);
    expect(placed(arrivals)).toEqual(steady(8));
  });

  it('begins anew after a pause', () => {
    expect(placed([0, 20, 40, 500, 520, 540])).toEqual([0, 20, 40, 500, 520, 540]);
  });

  it('takes back a pause that was only a delay, when the burst comes', () => {
    const burst = Array.from({ length: 13 }, () => 299);
    expect(placed([0, 20, ...burst, 300, 320])).toEqual(steady(17));
  });

  it('takes back what of a pause was delay also behind another delay', () => {
    // The first frame behind the pause is 25 ms late, the second is followed by a stall.
    const arrivals = [0, 20, 1025, ...Array.from({ length: 10 }, () => 1220), 1220, 1240, 1260];
    expect(placed(arrivals)).toEqual([0, 20, ...steady(14, 1000)]);
  });

  it('keeps what of the pause was none', () => {
    // The second half of it is delay.
    expect(placed([0, 20, 240, 240, 240, 240, 240, 240])).toEqual([0, 20, 140, 160, 180, 200, 220, 240]);
  });

  it('takes nothing back that was settled', () => {
    expect(placed([0, 20, 240, 240, 240, 240], { settled: 200 })).toEqual([0, 20, 200, 220, 240, 260]);
  });

  it('gives up what came too early for too long, rather than to lag behind for good', () => {
    const starts = placed([0, 0, 0, 0, 0, 0, 0, 0, 0, 20, 40, 60]);
    expect(starts.at(-1)! - 60).toBeLessThanOrEqual(60);
  });

  it('mends a slight error in a quiet moment', () => {
    // The first frame was 12 ms late.
    const arrivals = [12, ...steady(200, 20)];
    expect(placed(arrivals, { quiet: true, settled: 12 }).at(-1)).toBe(4000);
    expect(placed(arrivals, { settled: 12 }).at(-1)).toBe(4012);
  });

  it('mends a grave error anyway', () => {
    expect(placed([40, ...steady(200, 20)], { settled: 40 }).at(-1)).toBe(4000);
  });

  it('follows a clock that differs', () => {
    const count = 30_000;
    const fast = steady(count).map((time) => time * (1 - 200e-6));
    const slow = steady(count).map((time) => time * (1 + 200e-6));
    for (const arrivals of [fast, slow]) {
      const starts = placed(arrivals.map((time) => Math.round(time * MS) / MS));
      const errors = starts.map((start, index) => Math.abs(start - arrivals[index]!));
      expect(Math.max(...errors)).toBeLessThan(18);
    }
  });
});
