import { newRecording, type Recording } from '../../../bridge/src/recording/recording';
import { expired } from '../../../bridge/src/recording/retention';

const NOW = new Date('2026-03-31T00:00:00Z');

function recording(id: string, endedAt: string, bytes: number): Recording {
  const origin = { source: 'session', sessionId: null, carrier: null, carrierCallId: null } as const;
  const started = newRecording(
    { ...origin, id, assistantCallId: null },
    { sampleRate: 8000, channels: 2 },
    new Date('2026-01-01T00:00:00Z'),
  );
  return { ...started, bytes, endedAt, state: 'ready' };
}

const oldestFirst = [
  recording('old', '2026-03-01T00:00:00Z', 100),
  recording('middle', '2026-03-20T00:00:00Z', 100),
  recording('new', '2026-03-30T00:00:00Z', 100),
];
/** Another 100 bytes are those of one that is being made. */
const ids = (days: number, bytes: number): string[] =>
  expired(oldestFirst, 400, { days, bytes }, NOW).map(({ id }) => id);

describe('recordings that are to go', () => {
  it('are none without limits', () => expect(ids(0, 0)).toEqual([]));
  it('are those that are too old', () => {
    expect(ids(29, 0)).toEqual(['old']);
    expect(ids(5, 0)).toEqual(['old', 'middle']);
    expect(ids(1, 0)).toEqual(['old', 'middle']);
  });
  it('are the oldest until the rest is small enough', () => {
    expect(ids(0, 400)).toEqual([]);
    expect(ids(0, 399)).toEqual(['old']);
    expect(ids(0, 250)).toEqual(['old', 'middle']);
    expect(ids(0, 1)).toEqual(['old', 'middle', 'new']);
  });
  it('are looked for no further than at the first one that stays', () => {
    let looked = 0;
    const counted = function* () {
      for (const each of oldestFirst) {
        looked += 1;
        yield each;
      }
    };
    expect(expired(counted(), 400, { days: 40, bytes: 400 }, NOW)).toEqual([]);
    expect(looked).toBe(1);
  });
});
