import { Speaker, type Speech } from './speaker';
import { MULAW, recording } from './testSupport';

/** What the speaker did, in order, with the time; a frame is `speech` or `silence`. */
let log: Array<{ ms: number; what: string }>;
let speaker: Speaker;
/** Added to the clock, as when the process could not run for a while. */
let lateMs: number;

beforeEach(() => {
  jest.useFakeTimers();
  const began = performance.now();
  const fakeNow = performance.now.bind(performance);
  jest.spyOn(performance, 'now').mockImplementation(() => fakeNow() + lateMs);
  lateMs = 0;
  log = [];
  const note = (what: string): void => void log.push({ ms: performance.now() - began, what });
  speaker = new Speaker(
    MULAW,
    (frame) => note(frame.every((byte) => byte === 0xff) ? 'silence' : 'speech'),
    () => {},
  );
  speaker.start();
  noted = note;
});

afterEach(() => {
  speaker.stop();
  jest.restoreAllMocks();
  jest.useRealTimers();
});

let noted: (what: string) => void;

function speech(ms: number, options: Partial<Speech> = {}, name = 'it'): Speech {
  return {
    audio: recording(ms),
    burst: false,
    interruptAfterMs: undefined,
    staleAfterInterruptMs: 0,
    started: () => noted(`${name} started`),
    interrupted: () => noted(`${name} interrupted`),
    sent: () => {},
    ended: (interrupted) => noted(`${name} ended${interrupted ? ' early' : ''}`),
    ...options,
  };
}

const what = (): string[] => log.map((entry) => entry.what);
const count = (wanted: string, from: number, to: number): number =>
  log.filter((entry) => entry.what === wanted && entry.ms >= from && entry.ms < to).length;
const timeOf = (wanted: string): number | undefined => log.find((entry) => entry.what === wanted)?.ms;

describe('Speaker', () => {
  it('sends a frame every 20 ms, silence where nobody speaks', () => {
    void speaker.speak(speech(60));
    jest.advanceTimersByTime(119);
    expect(log.filter(({ what: name }) => name === 'speech').map(({ ms }) => ms)).toEqual([0, 20, 40]);
    expect(log.filter(({ what: name }) => name === 'silence').map(({ ms }) => ms)).toEqual([60, 80, 100]);
  });

  it('sends a burst at once, and silence in real time while it would be playing', () => {
    void speaker.speak(speech(400, { burst: true }));
    jest.advanceTimersByTime(399);
    expect(count('speech', 0, 1)).toBe(20);
    // The frame that was due at 0 was speech; the other 19 are silence.
    expect(count('silence', 20, 400)).toBe(19);
    expect(timeOf('it ended')).toBeUndefined();
    jest.advanceTimersByTime(2);
    expect(timeOf('it ended')).toBe(400);
  });

  it('counts the interruption of a burst in playing time', () => {
    void speaker.speak(speech(400, { burst: true, interruptAfterMs: 100 }));
    jest.advanceTimersByTime(200);
    expect(timeOf('it interrupted')).toBe(100);
    expect(timeOf('it ended early')).toBe(100);
    expect(count('silence', 20, 200)).toBe(9);
  });

  it.each([false, true])(
    'says that it starts before the first frame, and that it ended (burst: %s)',
    (burst) => {
      void speaker.speak(speech(40, { burst }));
      void speaker.speak(speech(20, { burst }, 'next'));
      jest.advanceTimersByTime(150);
      const words = what().filter((name) => name !== 'silence');
      expect(words).toEqual([
        ...['it started', 'speech', 'speech', 'it ended'],
        ...['next started', 'speech', 'next ended'],
      ]);
    },
  );

  it('keeps that order when it was held up and has to catch up', () => {
    void speaker.speak(speech(40, { interruptAfterMs: 20, staleAfterInterruptMs: 20 }));
    void speaker.speak(speech(20, {}, 'next'));
    lateMs = 500;
    jest.advanceTimersByTime(1);
    expect(what().filter((name) => name !== 'silence')).toEqual([
      ...['it started', 'speech', 'it interrupted', 'speech', 'it ended early'],
      ...['next started', 'speech', 'next ended'],
    ]);
    // 500 ms late: 26 frames were due, and come at once.
    expect(count('speech', 500, 502) + count('silence', 500, 502)).toBe(26);
  });

  it('cuts what is being said and what waits when it is stopped', async () => {
    const said = Promise.all([speaker.speak(speech(400)), speaker.speak(speech(20, {}, 'next'))]);
    jest.advanceTimersByTime(50);
    speaker.stop();
    await said;
    expect(what().slice(-2)).toEqual(['it ended early', 'next ended early']);
    jest.advanceTimersByTime(100);
    expect(what().at(-1)).toBe('next ended early');
  });
});
