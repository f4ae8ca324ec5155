import { createLogger } from '../../../bridge/src/log';
import { Session } from '../../../bridge/src/relay/session';
import { audioOf, isSilence, pieces } from '../support/audio';
import { FakeAssistant, FakeCarrier } from '../support/fakePeers';
import { VirtualClock } from '../support/virtualClock';

const SILENCE = Buffer.alloc(160, 0xff);
const LEAD_MS = 160;

describe("a session's audio", () => {
  let clock: VirtualClock;
  let session: Session;
  let carrier: FakeCarrier;
  let assistant: FakeAssistant;

  beforeEach(async () => {
    clock = new VirtualClock();
    session = new Session({
      carrier: 'test',
      carrierCallId: 'CA1',
      fallbackMessage: 'sorry',
      pacingLeadMs: LEAD_MS,
      clock,
      log: createLogger('silent'),
    });
    carrier = new FakeCarrier();
    assistant = new FakeAssistant();
    await session.openAssistant({
      open: (attempt) => {
        assistant.listener = attempt.opened(assistant);
        return Promise.resolve();
      },
    });
  });
  afterEach(async () => {
    session.end('caller-hung-up');
    await session.done;
    expect(clock.pending).toBe(0);
  });

  const attach = (): void => {
    carrier.listener = session.attachCarrier(carrier);
  };
  const hear = (audio: Buffer): void => assistant.listener?.({ kind: 'audio', audio });
  const speak = (audio: Buffer): void => carrier.listener?.({ kind: 'audio', audio });
  /** The assistant's frames, one every 20 ms, as Vapi sends them. */
  const hearInRealTime = (frames: Buffer[]): void => {
    for (const frame of frames) {
      clock.advance(20);
      hear(frame);
    }
  };
  const silent = (ms: number) => Array.from({ length: ms / 20 }, () => SILENCE);
  const heard = () => Buffer.concat(carrier.audio.filter((frame) => !isSilence(frame)));
  /** How long it takes until the carrier is given this frame, while silence follows it in real time. */
  const delayOf = (marker: Buffer): number => {
    const from = clock.now();
    hear(marker);
    while (!carrier.audio.some((frame) => frame.equals(marker))) {
      if (clock.now() - from > 5000) throw new Error('the marker did not arrive within 5 s');
      clock.advance(20);
      hear(SILENCE);
    }
    return clock.now() - from;
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
    carrier.backlogBytes = 1024 * 1024;
    const speech = audioOf(160 * 20, 2);
    hearInRealTime([...pieces(speech, 160), ...silent(600)]);
    expect(heard()).toHaveLength(0);
    carrier.backlogBytes = 0;
    // Half a second of it may be a pause of the assistant; what goes on after that is idle.
    hearInRealTime(silent(1400));
    expect(heard().equals(speech)).toBe(true);
    expect(session.view().queuedMs).toBeLessThanOrEqual(80);
    expect(delayOf(audioOf(160, 3))).toBeLessThanOrEqual(LEAD_MS);
  });

  it('keeps what is said before the carrier comes, without the silence before it', () => {
    hearInRealTime(silent(500));
    const greeting = audioOf(160 * 40, 4);
    hear(greeting);
    hearInRealTime(silent(500));
    attach();
    clock.advance(1000);
    expect(Buffer.concat(carrier.audio).subarray(0, greeting.length).equals(greeting)).toBe(true);
    expect(heard().equals(greeting)).toBe(true);
  });

  it('never contains late frames of the utterance that was interrupted', () => {
    attach();
    const cut = audioOf(160 * 100, 5);
    hear(cut.subarray(0, 160 * 50));
    clock.advance(200);
    const before = heard().length;
    assistant.listener?.({ kind: 'interrupted' });
    hearInRealTime(pieces(cut.subarray(160 * 50, 160 * 65), 160));
    hearInRealTime(silent(100));
    expect(heard()).toHaveLength(before);
    expect(session.view().counters.staleBytesDropped).toBe(160 * 15);
    assistant.listener?.({ kind: 'speaking' });
    const next = audioOf(160 * 30, 6);
    hear(next);
    clock.advance(1000);
    expect(heard().subarray(before).equals(next)).toBe(true);
  });

  it('is whole again a second after an interruption, also when the next utterance is not announced', () => {
    attach();
    assistant.listener?.({ kind: 'interrupted' });
    hearInRealTime(silent(1000));
    const next = audioOf(160 * 30, 7);
    hear(next);
    clock.advance(1000);
    expect(heard().equals(next)).toBe(true);
  });

  it('reaches the assistant contiguous when frames are held back on the way', () => {
    attach();
    clock.advance(100);
    const said = audioOf(160 * 20, 8);
    const frames = pieces(said, 160);
    for (const frame of frames.slice(0, 10)) {
      speak(frame);
      clock.advance(20);
    }
    const before = assistant.audio.length;
    clock.advance(120);
    for (const frame of frames.slice(10)) speak(frame);
    expect(assistant.audio.slice(before - 10)).toEqual(frames);
  });

  it('is filled up with silence only while the caller is not heard for long', () => {
    attach();
    speak(audioOf(160, 9));
    clock.advance(499);
    expect(assistant.audio.filter(isSilence)).toHaveLength(0);
    clock.advance(101);
    const filled = assistant.audio.filter(isSilence).length;
    expect(filled).toBeGreaterThanOrEqual(4);
    speak(audioOf(160, 10));
    clock.advance(400);
    expect(assistant.audio.filter(isSilence)).toHaveLength(filled);
  });
});
