import { audioOf, isSilence, pieces } from '../support/audio';
import { LEAD_MS } from '../support/callSettings';
import { keyTone } from '../../../bridge/src/relay/tones';
import { SessionBench } from '../support/sessionBench';

const SILENCE = Buffer.alloc(160, 0xff);

describe("a session's audio", () => {
  let bench: SessionBench;

  const begin = async (settings: ConstructorParameters<typeof SessionBench>[0] = {}): Promise<void> => {
    // The caller is not heard in these, and the assistant not always: that is not what they are about.
    bench = new SessionBench({ waitingTone: false, assistantSilentMs: 0, ...settings });
    await bench.session.openAssistant(bench.source);
  };
  beforeEach(() => begin());
  afterEach(async () => {
    bench.session.end('caller-hung-up');
    await bench.session.done;
    expect(bench.clock.pending).toBe(0);
  });

  const attach = (): void => bench.attach();
  const hear = (audio: Buffer): void => bench.assistant.say(audio);
  const speak = (audio: Buffer): void => bench.carrier.say(audio);
  const heard = () => bench.heard();
  /** The assistant's frames, one every 20 ms, as Vapi sends them. */
  const hearInRealTime = (frames: Buffer[]): void => {
    for (const frame of frames) {
      bench.clock.advance(20);
      hear(frame);
    }
  };
  const silent = (ms: number) => Array.from({ length: ms / 20 }, () => SILENCE);
  /** How long it takes until the carrier is given this frame, while silence follows it in real time. */
  const delayOf = (marker: Buffer): number => {
    const from = bench.clock.now();
    hear(marker);
    while (!bench.carrier.audio.some((frame) => frame.equals(marker))) {
      if (bench.clock.now() - from > 5000) throw new Error('the marker did not arrive within 5 s');
      bench.clock.advance(20);
      hear(SILENCE);
    }
    return bench.clock.now() - from;
  };

  it('is not delayed by the silence that came before the carrier', () => {
    hearInRealTime(silent(1500));
    attach();
    hearInRealTime(silent(200));
    expect(delayOf(audioOf(160, 1))).toBeLessThanOrEqual(LEAD_MS);
  });

  it('works off a stall with the silence that follows', () => {
    attach();
    hearInRealTime(silent(200));
    bench.carrier.backlogBytes = 1024 * 1024;
    const speech = audioOf(160 * 20, 2);
    hearInRealTime([...pieces(speech, 160), ...silent(600)]);
    expect(heard()).toHaveLength(0);
    bench.carrier.backlogBytes = 0;
    // Half a second of it may be a pause of the assistant; what goes on after that is idle.
    hearInRealTime(silent(1400));
    expect(heard().equals(speech)).toBe(true);
    expect(bench.session.view().queuedMs).toBeLessThanOrEqual(80);
    expect(delayOf(audioOf(160, 3))).toBeLessThanOrEqual(LEAD_MS);
  });

  it('keeps what is said before the carrier comes, without the silence before it', () => {
    hearInRealTime(silent(500));
    const greeting = audioOf(160 * 40, 4);
    hear(greeting);
    hearInRealTime(silent(500));
    attach();
    bench.clock.advance(1000);
    expect(Buffer.concat(bench.carrier.audio).subarray(0, greeting.length).equals(greeting)).toBe(true);
    expect(heard().equals(greeting)).toBe(true);
  });

  it('never contains late frames of the utterance that was interrupted', () => {
    attach();
    const cut = audioOf(160 * 100, 5);
    hear(cut.subarray(0, 160 * 50));
    bench.clock.advance(200);
    const before = heard().length;
    bench.assistant.report({ kind: 'interrupted' });
    hearInRealTime(pieces(cut.subarray(160 * 50, 160 * 65), 160));
    hearInRealTime(silent(100));
    expect(heard()).toHaveLength(before);
    expect(bench.session.view().counters.staleBytesDropped).toBe(160 * 15);
    bench.assistant.report({ kind: 'speaking' });
    const next = audioOf(160 * 30, 6);
    hear(next);
    bench.clock.advance(1000);
    expect(heard().subarray(before).equals(next)).toBe(true);
  });

  it('is whole again a second after an interruption, also when the next utterance is not announced', () => {
    attach();
    bench.assistant.report({ kind: 'interrupted' });
    hearInRealTime(silent(1000));
    const next = audioOf(160 * 30, 7);
    hear(next);
    bench.clock.advance(1000);
    expect(heard().equals(next)).toBe(true);
  });

  it('reaches the assistant contiguous when a frame or two are held back on the way', () => {
    attach();
    bench.clock.advance(100);
    const said = audioOf(160 * 20, 8);
    const frames = pieces(said, 160);
    for (const frame of frames.slice(0, 10)) {
      speak(frame);
      bench.clock.advance(20);
    }
    const before = bench.assistant.audio.length;
    bench.clock.advance(40);
    for (const frame of frames.slice(10)) speak(frame);
    expect(bench.assistant.audio.slice(before - 10)).toEqual(frames);
  });

  it('is filled up with silence only while more than two frames of the caller are missing', () => {
    attach();
    speak(audioOf(160, 9));
    bench.clock.advance(60);
    expect(bench.assistant.audio.filter(isSilence)).toHaveLength(0);
    bench.clock.advance(100);
    expect(bench.assistant.audio.filter(isSilence)).toHaveLength(5);
    speak(audioOf(160, 10));
    bench.clock.advance(60);
    expect(bench.assistant.audio.filter(isSilence)).toHaveLength(5);
  });

  it('is passed on whole when it is not paced, but dropped all the same when it is late', async () => {
    await begin({ pacing: false });
    attach();
    const cut = audioOf(160 * 500 + 50, 11);
    hear(cut.subarray(0, 160 * 400 + 50));
    expect(bench.carrier.audio).toHaveLength(400);
    bench.assistant.report({ kind: 'interrupted' });
    expect(bench.carrier.did.at(-1)).toBe('clear');
    hear(cut.subarray(160 * 400 + 50));
    bench.clock.advance(500);
    expect(bench.carrier.did.at(-1)).toBe('clear');
    bench.assistant.report({ kind: 'speaking' });
    const next = audioOf(160 * 3 + 1, 12);
    hear(next);
    bench.clock.advance(140);
    expect(bench.carrier.audio.slice(400)).toHaveLength(4);
    expect(Buffer.concat(bench.carrier.audio.slice(400)).subarray(0, next.length).equals(next)).toBe(true);
  });

  it('goes out on the 20 ms clock, and is counted with how late it was', () => {
    attach();
    hear(audioOf(160 * 108, 13));
    bench.clock.advance(2020);
    expect(bench.carrier.audio).toHaveLength(108);
    expect(bench.meter.late.to_caller).toEqual(Array.from({ length: 108 }, () => 0));
  });

  it("holds the tone of a key in place of the caller's audio", async () => {
    await begin({ dtmf: 'tone' });
    attach();
    bench.carrier.report({ kind: 'dtmf', digit: '#' });
    const said = audioOf(160 * 10, 14);
    for (const frame of pieces(said, 160)) speak(frame);
    const pause = Buffer.alloc(480, 0xff);
    const wanted = Buffer.concat([keyTone('#') ?? SILENCE, pause, said.subarray(1280)]);
    expect(Buffer.concat(bench.assistant.audio).equals(wanted)).toBe(true);
    expect(bench.assistant.audio.every((frame) => frame.length === 160)).toBe(true);
  });

  it('does not grow without limit, nor is anything lost below it, when it comes a hundred times too fast', () => {
    attach();
    const flood = audioOf(160 * 5000, 15);
    for (const piece of pieces(flood, 16_000)) {
      hear(piece);
      bench.clock.advance(20);
    }
    expect(bench.session.view()).toMatchObject({ state: 'live' });
    for (let second = 0; second < 100; second += 1) {
      speak(SILENCE);
      bench.clock.advance(1000);
    }
    expect(heard().equals(flood)).toBe(true);
  });
});
