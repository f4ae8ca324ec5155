import { MULAW } from './testSupport';
import { decodeMulaw, durationMs, frameBytes, level, silence, standInSpeech } from './audio';
import { SpeechDetector } from './speechDetector';

const PCM = { format: 'pcm_s16le', sampleRate: 16_000 } as const;

describe('audio', () => {
  it('decodes mu-law by the values of G.711', () => {
    // Both zeros, the extremes, and the first step of each sign.
    expect([0xff, 0x7f, 0x80, 0x00, 0xfe, 0x7e].map(decodeMulaw)).toEqual([0, 0, 32124, -32124, 8, -8]);
  });

  it('knows sizes and times', () => {
    expect([frameBytes(MULAW), frameBytes(PCM)]).toEqual([160, 640]);
    expect([durationMs(MULAW, 8000), durationMs(PCM, 640)]).toEqual([1000, 20]);
    expect(silence(MULAW, 20)).toEqual(Buffer.alloc(160, 0xff));
    expect(silence(PCM)).toEqual(Buffer.alloc(640));
  });

  it.each([MULAW, PCM])('tells stand-in speech from silence in $format', (format) => {
    const words = standInSpeech(format, 'Hello');
    expect(durationMs(format, words.length)).toBe(300);
    expect(level(format, words)).toBeGreaterThan(1000);
    expect(level(format, silence(format))).toBe(0);
    expect(level(format, Buffer.alloc(0))).toBe(0);
  });
});

describe('the speech detector', () => {
  it.each([MULAW, PCM])(
    'counts speech and silence in audio time, in pieces of any size ($format)',
    (format) => {
      const changes: boolean[] = [];
      const ears = new SpeechDetector(format, (speaking) => changes.push(speaking));
      const audio = Buffer.concat([
        silence(format, 100),
        standInSpeech(format, 'Hello'),
        silence(format, 200),
        standInSpeech(format, 'you'),
        silence(format, 640),
      ]);
      for (let at = 0; at < audio.length; at += 77) ears.push(audio.subarray(at, at + 77));
      expect(ears.spokenMs).toBe(480);
      expect(ears.silentMs).toBe(640);
      // The pause of 200 ms is part of the sentence.
      expect(changes).toEqual([true, false]);
    },
  );

  it('does not take line noise for speech', () => {
    const ears = new SpeechDetector(MULAW);
    ears.push(Buffer.alloc(1600, 0xfa));
    expect(ears.spokenMs).toBe(0);
  });

  it('begins a turn with the speech that is under way, and forgets what was before', () => {
    const ears = new SpeechDetector(MULAW);
    ears.push(standInSpeech(MULAW, 'Hello'));
    ears.beginTurn();
    expect(ears.spokenMs).toBe(300);
    ears.push(silence(MULAW, 800));
    ears.beginTurn();
    expect(ears.spokenMs).toBe(0);
    ears.push(standInSpeech(MULAW, 'you'));
    ears.endTurn();
    expect(ears).toMatchObject({ spokenMs: 0, silentMs: 0, speaking: false });
  });
});
