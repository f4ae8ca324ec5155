import { PhoneLine } from './phoneLine';
import { CallEnded } from './types';

const SILENT = Buffer.alloc(160, 0xff);
const LOUD = Buffer.alloc(160, 0x10);

function newLine(): {
  line: PhoneLine;
  digits: string[];
  turns: string[];
  state: { streamOpen: boolean; hungUp: number };
  /** Passes frames of 20 ms, hearing what is given. */
  pass: (frame: Buffer, count: number) => Buffer[];
} {
  const digits: string[] = [];
  const turns: string[] = [];
  const state = { streamOpen: false, hungUp: 0 };
  const line = new PhoneLine({
    isStreamOpen: () => state.streamOpen,
    onDigit: (digit) => digits.push(digit),
    onHangUp: () => (state.hungUp += 1),
    onAssistantTurn: (speaking) => turns.push(`assistant ${speaking}`),
    onCallerTurn: (speaking) => turns.push(`caller ${speaking}`),
  });
  const pass = (frame: Buffer, count: number): Buffer[] =>
    Array.from({ length: count }, () => {
      const said = line.nextFrame();
      line.hear(frame);
      return said;
    });
  return { line, digits, turns, state, pass };
}

/** Whether a promise has settled by now, and how. */
async function fate(promise: Promise<void>): Promise<string> {
  const settled = promise.then(
    () => 'resolved',
    (error: Error) => `rejected: ${error.message}`,
  );
  return Promise.race([settled, new Promise<string>((resolve) => setImmediate(resolve, 'pending'))]);
}

describe('PhoneLine', () => {
  it('says nothing as 0xFF', () => {
    expect(newLine().pass(SILENT, 2)).toEqual([SILENT, SILENT]);
  });

  it('says speech frame by frame, pads the tail, and resolves with the last frame', async () => {
    const { line, pass, turns } = newLine();
    const speech = Buffer.from(Array.from({ length: 400 }, (_, index) => index % 100));
    const played = line.play(speech);
    const frames = pass(SILENT, 2);
    expect(await fate(played)).toBe('pending');
    frames.push(...pass(SILENT, 1));
    expect(await fate(played)).toBe('resolved');
    expect(Buffer.concat(frames)).toEqual(Buffer.concat([speech, Buffer.alloc(80, 0xff)]));
    pass(SILENT, 1);
    expect(turns).toEqual(['caller true', 'caller false']);
  });

  it('says one thing after the other', async () => {
    const { line, pass } = newLine();
    const [first, second] = [line.play(Buffer.alloc(160, 1)), line.play(Buffer.alloc(160, 2))];
    expect(pass(SILENT, 1)).toEqual([Buffer.alloc(160, 1)]);
    expect([await fate(first), await fate(second)]).toEqual(['resolved', 'pending']);
    expect(pass(SILENT, 1)).toEqual([Buffer.alloc(160, 2)]);
    expect(await fate(second)).toBe('resolved');
    expect(await fate(line.play(Buffer.alloc(0)))).toBe('resolved');
  });

  it('waits in line time', async () => {
    const { line, pass } = newLine();
    const waited = line.wait(60);
    pass(SILENT, 2);
    expect(await fate(waited)).toBe('pending');
    pass(SILENT, 1);
    expect(await fate(waited)).toBe('resolved');
  });

  it('waits for the stream', async () => {
    const { line, pass, state } = newLine();
    const open = line.untilStreamOpen({ timeoutMs: 1000 });
    pass(SILENT, 5);
    expect(await fate(open)).toBe('pending');
    state.streamOpen = true;
    pass(SILENT, 1);
    expect(await fate(open)).toBe('resolved');
    state.streamOpen = false;
    const never = line.untilStreamOpen({ timeoutMs: 40 });
    pass(SILENT, 2);
    expect(await fate(never)).toBe('rejected: The caller waited 40 ms for a media stream; none was open.');
  });

  it('knows when the assistant speaks and when their turn is over', async () => {
    const { line, pass, turns } = newLine();
    const speaks = line.untilAssistantSpeaks({ minSpokenMs: 100, timeoutMs: 5000 });
    const silent = line.untilAssistantSilent({ minSpokenMs: 200, silenceMs: 300, timeoutMs: 5000 });
    pass(LOUD, 4);
    expect(await fate(speaks)).toBe('pending');
    pass(LOUD, 1);
    expect(await fate(speaks)).toBe('resolved');
    pass(SILENT, 15);
    // Silent long enough, but not enough was said before.
    expect(await fate(silent)).toBe('pending');
    pass(LOUD, 5);
    pass(SILENT, 14);
    expect(await fate(silent)).toBe('pending');
    pass(SILENT, 1);
    expect(await fate(silent)).toBe('resolved');
    expect(line.heardMs).toBe(200);
    expect(turns).toEqual(['assistant true']);
  });

  it('counts from the end of the caller’s own speech, so an answer to something older is none', async () => {
    const { line, pass } = newLine();
    void line.play(Buffer.alloc(160 * 10, 5));
    pass(LOUD, 10);
    const silent = line.untilAssistantSilent({ minSpokenMs: 100, silenceMs: 100, timeoutMs: 400 });
    pass(SILENT, 20);
    expect(await fate(silent)).toBe(
      'rejected: The caller waited 400 ms for 100 ms of speech and then 100 ms of silence; ' +
        'heard 0 ms, and it has been silent for 400 ms.',
    );
    expect(line.heardMs).toBe(200);
  });

  it('hears an answer that is over before the caller listens', async () => {
    const { line, pass } = newLine();
    void line.play(Buffer.alloc(160, 5));
    pass(SILENT, 1);
    pass(LOUD, 10);
    pass(SILENT, 30);
    expect(await fate(line.untilAssistantSilent({ minSpokenMs: 200, silenceMs: 500, timeoutMs: 100 }))).toBe(
      'resolved',
    );
    // That turn is used up.
    const next = line.untilAssistantSpeaks({ minSpokenMs: 20, timeoutMs: 40 });
    pass(SILENT, 2);
    expect(await fate(next)).toBe('rejected: The caller waited 40 ms for 20 ms of speech and heard 0 ms.');
  });

  it('presses keys that a phone has', () => {
    const { line, digits } = newLine();
    for (const key of ['0', '9', '*', '#', 'D']) line.pressDigit(key);
    expect(digits).toEqual(['0', '9', '*', '#', 'D']);
    for (const key of ['', '10', 'E', 'a', ' ']) {
      expect(() => line.pressDigit(key)).toThrow(`"${key}" is no key of a phone`);
    }
  });

  it('hangs up', () => {
    const { line, state } = newLine();
    line.hangUp();
    expect(state.hungUp).toBe(1);
  });

  it('rejects everything that waits when the call ends, and whatever comes later', async () => {
    const { line } = newLine();
    const waiting = [line.play(LOUD), line.wait(10), line.untilStreamOpen()];
    line.end();
    waiting.push(line.play(LOUD), line.wait(0));
    const outcomes = await Promise.allSettled(waiting);
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(CallEnded) });
    }
    expect(line.nextFrame()).toEqual(SILENT);
  });
});
