import { Downlink } from '../../../bridge/src/relay/downlink';
import { audioOf, isSilence } from '../support/audio';
import { callSettings } from '../support/callSettings';
import { RecordingMeter } from '../support/recordingMeter';
import { SlowLine, type Echoes, type Stall } from '../support/slowLine';
import { VirtualClock } from '../support/virtualClock';

const SILENCE = Buffer.alloc(160, 0xff);

interface Line {
  stallThere?: Stall;
  stallBack?: Stall;
  echoes?: Echoes;
  longerBackMs?: (mark: number) => number;
}

interface Course {
  interruptAt?: number;
  /** How long what the assistant sends is held up on its way, once in 5 s. */
  holdUpMs?: number;
  /** The assistant sends an utterance as fast as it can. */
  bursts?: boolean;
}

/** An assistant that speaks for 3 s and is silent for 2, in real time, and a caller at the end of `line`. */
function call(line: Line, settings: Parameters<typeof callSettings>[0] = {}, course: Course = {}) {
  const clock = new VirtualClock(0);
  const downlink = new Downlink(clock, new RecordingMeter(), callSettings(settings));
  const carrier = new SlowLine(clock, downlink);
  Object.assign(carrier, line);
  downlink.attach(carrier);
  const saidAt: number[] = [];
  const held: Buffer[] = [];
  const say = (frame: Buffer, now: number): void => {
    if (!isSilence(frame)) saidAt.push(now);
    held.push(frame);
    // In the middle of what is said.
    const phase = now % 5000;
    if (phase >= 1500 && phase < 1500 + (course.holdUpMs ?? 0)) return;
    for (const each of held.splice(0)) downlink.push(each);
  };
  const run = (untilMs: number): void => {
    while (clock.now() < untilMs) {
      const now = clock.now();
      const phase = now % 5000;
      if (now === course.interruptAt) downlink.interrupt();
      if (phase >= 3000) say(SILENCE, now);
      else if (course.bursts !== true) say(audioOf(160, now), now);
      else if (phase === 0) for (let frame = 0; frame < 150; frame += 1) say(audioOf(160, now + frame), now);
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
    const { run, delays, marks } = call({ stallThere: stall, echoes: 'never' });
    run(60_000);
    expect(Math.max(...delaysBetween(delays(), 40_000, 60_000))).toBeGreaterThan(2000);
    expect(marks()).toHaveLength(1);
  });

  it('is in time at once after an interruption', () => {
    const { run, carrier, marks } = call({ stallThere: stall }, {}, { interruptAt: 16_000 });
    run(30_000);
    const after = carrier.audio.length;
    const last = carrier.playedAt[after - 1] ?? NaN;
    expect(last - 30_000).toBeLessThan(250);
    // Asked on, every 4 s or so, and every name is used once.
    expect(new Set(marks()).size).toBe(marks().length);
    expect(marks().length).toBeGreaterThanOrEqual(5);
  });

  it('is in time again though it has stalled in the first seconds', () => {
    const { run, delays } = call({ stallThere: { from: 2000, until: 5000 } });
    run(60_000);
    expect(Math.max(...delaysBetween(delays(), 30_000, 60_000))).toBeLessThanOrEqual(140);
  });

  it('gives the last words the time that an overdue echo shows them to need', () => {
    const stalled = call({ stallThere: { from: 11_000, until: 40_000 } });
    stalled.run(17_000);
    const { boundMs } = stalled.downlink.playOut();
    // The mark that is out was asked for at 13 s.
    expect(boundMs).toBeGreaterThan(5500);
    expect(boundMs).toBeLessThan(6500);
  });

  it('is not waited for when an echo was lost', () => {
    const lost = call({ longerBackMs: (mark) => (mark === 5 ? Infinity : 0) });
    lost.run(60_000);
    expect(lost.downlink.playOut().boundMs).toBeLessThan(2250);
    expect(lost.marks().length).toBeGreaterThan(10);
  });
});

describe('a carrier that is not late is not taken for it', () => {
  const calm = (settings = {}, course: Course = {}) => {
    const one = call({ echoes: 'never' }, settings, course);
    one.run(300_000);
    return one.carrier.playedAt;
  };

  // The mark is asked for at 9 s, when the assistant has just ceased to speak.
  it.each([600, 900, 1800, 4500])('when an echo is held up on its way back for %s ms', (ms) => {
    const held = call({ stallBack: { from: 9010, until: 9010 + ms } });
    held.run(300_000);
    expect(held.carrier.playedAt).toEqual(calm());
  });

  it.each<[string, (mark: number) => number]>([
    ['by 110 ms', (mark) => (mark > 3 ? 110 : 0)],
    ['by 300 ms', (mark) => (mark > 3 ? 300 : 0)],
    ['now and then by 200 ms', (mark) => (mark * 67) % 201],
  ])('when echoes take longer, %s', (_how, longerBackMs) => {
    const course = { holdUpMs: 100 };
    const longer = call({ longerBackMs }, {}, course);
    longer.run(300_000);
    expect(longer.carrier.playedAt).toEqual(calm({}, course));
  });

  it('for long, when they take 3 s longer from now on', () => {
    const longer = call({ longerBackMs: (mark) => (mark > 3 ? 3000 : 0) });
    longer.run(40_000);
    const frames = longer.carrier.playedAt.length;
    longer.run(300_000);
    expect(longer.carrier.playedAt.length - frames).toBe(260_000 / 20);
  });

  it.each([
    ['paced', {}],
    ['with a long lead', { pacingLeadMs: 2000 }],
    ['passed through', { pacing: false }],
  ])('when it echoes at once (%s)', (_how, settings) => {
    const course = { bursts: true };
    const atOnce = call({ echoes: 'at once' }, settings, course);
    atOnce.run(300_000);
    expect(atOnce.carrier.playedAt).toEqual(calm(settings, course));
    const now = atOnce.clock.now() + 200;
    expect(atOnce.downlink.isPlaying(now)).toBe(false);
  });
});
