import { Recorders } from '../../../bridge/src/recording/recorders';
import { decodeMuLaw } from '../../../bridge/src/relay/codec';
import { SessionBench } from '../support/sessionBench';
import { settle } from '../support/fakePeers';
import { promptDisk, readWav, StoreBench, temporaryFolder } from './support';

const MINUTES = 10;
const FRAME_MS = 20;
const STEP_MS = 5;
const BARGE_INS = 30;
/** A carrier's clock that runs slow against ours. */
const DRIFT = 50e-6;

/** Codes that are loud, so that nothing of them is taken for a quiet moment. */
const DIGITS = Array.from({ length: 100 }, (_, digit) => (digit < 50 ? digit : 0x80 + digit - 50));
const UNIT = 8;

/** A frame that says its number every millisecond: a mark, then three digits, each twice. */
function frameOf(number: number): Buffer {
  const digits = [Math.floor(number / 9801) % 99, Math.floor(number / 99) % 99, number % 99];
  const unit = [99, ...digits].flatMap((digit) => [DIGITS[digit]!, DIGITS[digit]!]);
  return Buffer.from(Array.from({ length: 160 }, (_, at) => unit[at % UNIT]!));
}

/** Where each frame is first heard on a track, in samples, and how many samples of it are. */
function findFrames(
  track: Int16Array,
  digitOf: ReadonlyMap<number, number>,
): Map<number, { at: number; units: number }> {
  const found = new Map<number, { at: number; units: number }>();
  for (let at = 0; at + UNIT <= track.length; at += 1) {
    if (digitOf.get(track[at]!) !== 99 || digitOf.get(track[at + 1]!) !== 99) continue;
    const digits = [2, 4, 6].map((offset) => digitOf.get(track[at + offset]!));
    if (digits.some((digit) => digit === undefined || digit === 99)) continue;
    const number = (digits[0]! * 99 + digits[1]!) * 99 + digits[2]!;
    const known = found.get(number);
    if (known) known.units += 1;
    else found.set(number, { at, units: 1 });
    at += UNIT - 1;
  }
  return found;
}

/** The same numbers each time. */
function randomness(): () => number {
  let state = 12_345;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) / 2 ** 24;
  };
}

/** What the caller's network does: when each frame was spoken, and when it came, in ms. */
function callerStream(random: () => number): { number: number; spoken: number; came: number }[] {
  const frames: { number: number; spoken: number; came: number }[] = [];
  let [spoken, latest, stallUntil] = [0, 0, 0];
  for (let number = 0; spoken < MINUTES * 60_000; number += 1) {
    // Pauses in which nothing is sent, and stalls after which everything comes at once.
    if (number % 1500 === 1499) spoken += 800 + 4000 * random();
    if (number % 1100 === 700) stallUntil = spoken + 200 + 1300 * random();
    const jitter = 25 * random() ** 2;
    latest = Math.max(latest, spoken + jitter, stallUntil);
    frames.push({ number, spoken, came: latest });
    spoken += FRAME_MS * (1 + DRIFT);
  }
  return frames;
}

/** A telephone: plays what it is given, one after the other, and drops what waits when it is told to. */
class Telephone {
  readonly heard: { number: number; from: number; to: number }[] = [];
  #playedAt = 0;

  play(number: number, now: number): void {
    const from = Math.max(now, this.#playedAt);
    this.#playedAt = from + FRAME_MS;
    this.heard.push({ number, from, to: this.#playedAt });
  }

  clear(now: number): void {
    for (const frame of this.heard.slice(-20)) frame.to = Math.min(frame.to, Math.max(frame.from, now));
    this.#playedAt = now;
  }
}

describe('a recording of ten minutes with pauses, stalls and 30 interruptions', () => {
  const folder = temporaryFolder();

  it('has both sides within 20 ms of where they were, and of the assistant only what was heard', async () => {
    const random = randomness();
    const bench = new SessionBench({ waitingTone: false, assistantSilentMs: 0 });
    const { clock, session, carrier } = bench;
    const disk = new StoreBench(folder, { files: promptDisk });
    const recorders = new Recorders({ store: disk.store, clock, announce: () => undefined });
    recorders.start(session);
    await bench.live();
    const start = clock.now();
    const telephone = new Telephone();
    const numbers = new Map<string, number>();
    carrier.sendAudio = (audio) => {
      const number = numbers.get(audio.toString('latin1'));
      if (number !== undefined) telephone.play(number, clock.now() - start);
    };
    carrier.clear = () => telephone.clear(clock.now() - start);

    const stream = callerStream(random);
    const period = (MINUTES * 60_000) / BARGE_INS;
    let [next, said, interruptions] = [0, 0, 0];
    for (let now = 0; now < MINUTES * 60_000 + 3000; now += STEP_MS) {
      for (; next < stream.length && stream[next]!.came <= now; next += 1)
        carrier.say(frameOf(stream[next]!.number));
      const phase = now % period;
      if (phase === 1000 && now < MINUTES * 60_000) {
        // An utterance of ten seconds, which comes at once.
        bench.assistant.report({ kind: 'speaking' });
        for (let frame = 0; frame < 500; frame += 1) {
          const audio = frameOf(said);
          numbers.set(audio.toString('latin1'), said);
          bench.assistant.say(audio);
          said += 1;
        }
      }
      if (phase === 4000 + STEP_MS * ((Math.floor(now / period) * 37) % 200)) {
        interruptions += 1;
        bench.assistant.report({ kind: 'interrupted' });
      }
      clock.advance(STEP_MS);
      if (now % 5000 === 0) await settle();
    }
    const recording = await recorders.stop(session.id);
    expect(disk.log).toBe('');
    expect(recording).toMatchObject({ error: null });
    expect(interruptions).toBe(BARGE_INS);

    const digitOf = new Map(DIGITS.map((code, digit) => [decodeMuLaw(code), digit]));
    const [left, right] = readWav(disk.store.pathOf(recording!)).tracks.map((track) =>
      findFrames(track, digitOf),
    );
    const first = stream[0]!;
    const origin = Math.min(first.came, telephone.heard[0]!.from);

    const errors = stream.map(({ number, spoken }) =>
      Math.abs((left!.get(number)?.at ?? NaN) / 8 - (spoken - origin)),
    );
    const lost = errors.filter((error) => Number.isNaN(error)).length;
    const complete = stream.filter(({ number }) => left!.get(number)?.units === FRAME_MS).length;
    expect(lost).toBe(0);
    // Where the clocks are brought together again, a few milliseconds of a frame go.
    expect(complete).toBeGreaterThan(stream.length * 0.995);
    expect(Math.max(...errors.slice(100))).toBeLessThan(20);

    const heard = telephone.heard.filter(({ from, to }) => to - from >= 1);
    const misplaced = heard.map(({ number, from }) =>
      Math.abs((right!.get(number)?.at ?? NaN) / 8 - (from - origin)),
    );
    expect(heard.length).toBeGreaterThan(BARGE_INS * 100);
    expect(Math.max(...misplaced)).toBeLessThan(20);
    const known = new Set(telephone.heard.map(({ number }) => number));
    expect([...right!.keys()].filter((number) => !known.has(number))).toEqual([]);
    const cut = telephone.heard.filter(({ from, to }) => to === from);
    expect(cut.length).toBeGreaterThan(BARGE_INS);
    expect(cut.filter(({ number }) => right!.has(number))).toEqual([]);
  });
});
