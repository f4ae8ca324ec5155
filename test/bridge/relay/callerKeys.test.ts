import { CallerKeys } from '../../../bridge/src/relay/callerKeys';
import { keyTone } from '../../../bridge/src/relay/tones';
import { audioOf, isSilence, pieces } from '../support/audio';
import { FakeAssistant } from '../support/fakePeers';

/** What the assistant gets while the caller is heard in pieces of so many bytes. */
const heard = (keys: CallerKeys, audio: Buffer, size: number) =>
  Buffer.concat(pieces(audio, size).map((piece) => keys.mix(piece)));

describe('CallerKeys', () => {
  it('passes the audio on as it is while no key is pressed', () => {
    const audio = audioOf(160, 1);
    expect(new CallerKeys('tone').mix(audio)).toBe(audio);
  });

  it('does nothing about a key unless asked to', () => {
    const assistant = new FakeAssistant();
    const keys = new CallerKeys('off');
    keys.pressed('5', assistant);
    const audio = audioOf(160, 2);
    expect([keys.mix(audio), assistant.did]).toEqual([audio, []]);
  });

  it('tells the assistant, and has it answer', () => {
    const assistant = new FakeAssistant();
    const keys = new CallerKeys('message');
    for (const digit of ['5', '#']) keys.pressed(digit, assistant);
    keys.pressed('7', undefined);
    expect(assistant.did).toEqual([
      'tell The caller pressed the key 5 on their telephone keypad. (respond)',
      'tell The caller pressed the key # on their telephone keypad. (respond)',
    ]);
    const audio = audioOf(160, 3);
    expect(keys.mix(audio)).toBe(audio);
  });

  it.each([160, 23, 8000])(
    'puts the tone in place of the audio, which comes in pieces of %s bytes',
    (size) => {
      const keys = new CallerKeys('tone');
      const audio = audioOf(8000, 4);
      keys.pressed('5', new FakeAssistant());
      const result = heard(keys, audio, size);
      const tone = keyTone('5') ?? Buffer.alloc(0);
      expect(result.subarray(0, 800).equals(tone)).toBe(true);
      expect(result.subarray(800).equals(audio.subarray(800))).toBe(true);
    },
  );

  it('keeps a pause between two keys', () => {
    const keys = new CallerKeys('tone');
    for (const digit of ['1', '2']) keys.pressed(digit, undefined);
    const result = heard(keys, audioOf(8000, 5), 160);
    expect(result.subarray(0, 800).equals(keyTone('1') ?? Buffer.alloc(0))).toBe(true);
    expect(isSilence(result.subarray(800, 800 + 480))).toBe(true);
    expect(result.subarray(1280, 2080).equals(keyTone('2') ?? Buffer.alloc(0))).toBe(true);
  });

  it('never holds more than three seconds, and ignores what is no key', () => {
    const keys = new CallerKeys('tone');
    for (let count = 0; count < 1000; count += 1) keys.pressed('9', undefined);
    keys.pressed('x', undefined);
    const audio = audioOf(80_000, 6);
    expect(heard(keys, audio, 160).subarray(24_000).equals(audio.subarray(24_000))).toBe(true);
  });
});
