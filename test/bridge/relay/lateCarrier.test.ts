import { Downlink } from '../../../bridge/src/relay/downlink';
import { audioOf, isSilence } from '../support/audio';
import { callSettings } from '../support/callSettings';
import { RecordingMeter } from '../support/recordingMeter';
import { SlowLine, type Stall } from '../support/slowLine';
import { VirtualClock } from '../support/virtualClock';

const SILENCE = Buffer.alloc(160, 0xff);

interface Line {
  stallThere?: Stall;
  stallBack?: Stall;
  echoes?: boolean;
  interruptAt?: number;
}

/** An assistant that speaks for 3 s and is silent for 2, in real time, and a caller at the end of `line`. */
function call(line: Line, settings: Parameters<typeof callSettings>[0] = {}) {
  const clock = new VirtualClock(0);
  const downlink = new Downlink(clock, new RecordingMeter(), callSettings(settings));
  const carrier = new SlowLine(clock, downlink);
  Object.assign(carrier, line);
  downlink.attach(carrier);
  const saidAt: number[] = [];
  const run = (untilMs: number): void => {
    while (clock.now() < untilMs) {
      const now = clock.now();
      if (now === line.interruptAt) downlink.interrupt();
      const speaks = now % 5000 < 3000;
      if (speaks) saidAt.push(now);
      downlink.push(speaks ? audioOf(160, now) : SILENCE);
      clock.advance(20);
      downlink.frame(clock.now());
    }
  };
  /** When each frame of speech was said, and how much later it was heard. */
  const delays = (): { saidAt: number; delayMs: number }[] => {
    const heardAt = carrier.playedAt.filter((_, index) => !isSilence(carrier.audio[index] ?? SILENCE));
    return heardAt.map((at, index) => ({
      saidAt: saidAt[index] ?? NaN,
      delayMs: at - (saidAt[index] ?? NaN),
    }));
  };
  /** How often the caller heard nothing within an utterance. */
  const gaps = (fromMs: number): number =>
    carrier.playedAt.filter((at, index) => {
      const before = carrier.playedAt[index - 1];
      if (index === 0 || before === undefined || at < fromMs) return false;
      const speech = [index - 1, index].every((each) => !isSilence(carrier.audio[each] ?? SILENCE));
      return speech && at - before > 20;
    }).length;
  const marks = (): string[] => carrier.did.filter((what) => what.startsWith('mark'));
  return { clock, downlink, carrier, run, delays, gaps, marks, saidAt };
}

const delaysBetween = (all: { saidAt: number; delayMs: number }[], from: number, until: number) =>
  all.filter(({ saidAt }) => saidAt >= from && saidAt < until).map(({ delayMs }) => delayMs);

describe('a carrier whose connection has stalled', () => {
  const stall = { from: 11_000, until: 14_000 };

  it.each([
    ['paced', {}],
    ['passed through', { pacing: false }],
  ])('is in time again after some pauses, and not a word is lost (%s)', (_how, settings) => {
    const { run, delays, saidAt } = call({ stallThere: stall }, settings);
    run(60_000);
    const all = delays();
    expect(all).toHaveLength(saidAt.length);
    const before = Math.max(...delaysBetween(all, 0, 10_000));
    expect(Math.max(...delaysBetween(all, 15_000, 20_000))).toBeGreaterThan(before + 2000);
    expect(Math.max(...delaysBetween(all, 40_000, 60_000))).toBeLessThanOrEqual(before + 100);
  });

  it('stays late when it echoes no marks, and is asked once only', () => {
    const { run, delays, marks } = call({ stallThere: stall, echoes: false });
    run(60_000);
    expect(Math.max(...delaysBetween(delays(), 40_000, 60_000))).toBeGreaterThan(2000);
    expect(marks()).toHaveLength(1);
  });

  it('is in time at once after an interruption', () => {
    const { run, carrier, marks } = call({ stallThere: stall, interruptAt: 16_000 });
    run(30_000);
    const after = carrier.audio.length;
    const last = carrier.playedAt[after - 1] ?? NaN;
    expect(last - 30_000).toBeLessThan(250);
    // Asked on, every 4 s or so, and every name is used once.
    expect(new Set(marks()).size).toBe(marks().length);
    expect(marks().length).toBeGreaterThanOrEqual(5);
  });

  it('gives the last words the time that an overdue echo shows them to need', () => {
    const { clock, downlink, run } = call({ stallThere: { from: 11_000, until: 40_000 } });
    run(10_000);
    const usual = downlink.playOut().boundMs - downlink.playingMs(clock.now());
    expect(usual).toBe(2000);
    const stalled = call({ stallThere: { from: 11_000, until: 40_000 } });
    stalled.run(17_000);
    const { boundMs } = stalled.downlink.playOut();
    expect(boundMs - stalled.downlink.playingMs(stalled.clock.now())).toBeGreaterThan(5000);
    const longer = call({ stallThere: { from: 11_000, until: 90_000 } });
    longer.run(60_000);
    expect(longer.downlink.playOut().boundMs).toBeLessThan(13_000);
  });
});

describe('echoes that are held up on their way back', () => {
  // The mark is asked for at 8 s, when the assistant has just ceased to speak.
  it.each([600, 1000, 1800, 4500])('change nothing of what the caller hears, with a stall of %s ms', (ms) => {
    const stalled = call({ stallBack: { from: 8010, until: 8010 + ms } });
    stalled.run(60_000);
    const calm = call({});
    calm.run(60_000);
    expect(stalled.carrier.playedAt).toEqual(calm.carrier.playedAt);
    expect(stalled.gaps(0)).toBe(0);
  });
});
