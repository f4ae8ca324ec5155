import { CallerKeys } from '../../../bridge/src/relay/callerKeys';
import { keyTone } from '../../../bridge/src/relay/tones';
import { audioOf, isSilence, pieces } from '../support/audio';
import { FakeAssistant } from '../support/fakePeers';

/** What the assistant gets while the caller is heard in pieces of so many bytes. */
const heard = (keys: CallerKeys, audio: Buffer, size: number) =>
  Buffer.concat(pieces(audio, size).map((piece) => keys.mix(piece)));

const opened = (mode: 'message' | 'tone') => {
  const keys = new CallerKeys(mode);
  keys.open(new FakeAssistant());
  return keys;
};

describe('CallerKeys', () => {
  it('passes the audio on as it is while no key is pressed', () => {
    const audio = audioOf(160, 1);
    expect(new CallerKeys('tone').mix(audio)).toBe(audio);
  });

  it('does nothing about a key unless asked to', () => {
    const assistant = new FakeAssistant();
    const keys = new CallerKeys('off');
    keys.open(assistant);
    keys.pressed('5');
    const audio = audioOf(160, 2);
    expect([keys.mix(audio), assistant.did]).toEqual([audio, []]);
  });

  it('tells the assistant, and has it answer', () => {
    const assistant = new FakeAssistant();
    const keys = new CallerKeys('message');
    keys.open(assistant);
    for (const digit of ['5', '#']) keys.pressed(digit);
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
      const keys = opened('tone');
      const audio = audioOf(8000, 4);
      keys.pressed('5');
      const result = heard(keys, audio, size);
      const tone = keyTone('5') ?? Buffer.alloc(0);
      expect(result.subarray(0, 800).equals(tone)).toBe(true);
      expect(isSilence(result.subarray(800, 1280))).toBe(true);
      expect(result.subarray(1280).equals(audio.subarray(1280))).toBe(true);
    },
  );

  it('keeps a pause between two keys', () => {
    const keys = opened('tone');
    for (const digit of ['1', '2']) keys.pressed(digit);
    const result = heard(keys, audioOf(8000, 5), 160);
    expect(result.subarray(0, 800).equals(keyTone('1') ?? Buffer.alloc(0))).toBe(true);
    expect(isSilence(result.subarray(800, 800 + 480))).toBe(true);
    expect(result.subarray(1280, 2080).equals(keyTone('2') ?? Buffer.alloc(0))).toBe(true);
  });

  it('keeps it also where the second key comes when the first tone has just gone', () => {
    const keys = opened('tone');
    keys.pressed('1');
    const first = heard(keys, audioOf(800, 5), 160);
    keys.pressed('1');
    const result = Buffer.concat([first, heard(keys, audioOf(8000, 6), 160)]);
    expect(isSilence(result.subarray(800, 800 + 480))).toBe(true);
    expect(result.subarray(1280, 2080).equals(keyTone('1') ?? Buffer.alloc(0))).toBe(true);
  });

  it('never holds more tones than of 32 keys, and ignores what is no key', () => {
    const keys = opened('tone');
    keys.pressed('x');
    for (let count = 0; count < 1000; count += 1) keys.pressed('9');
    const audio = audioOf(80_000, 6);
    const result = heard(keys, audio, 160);
    expect(result.subarray(31 * 1280, 31 * 1280 + 800).equals(keyTone('9') ?? Buffer.alloc(0))).toBe(true);
    expect(isSilence(result.subarray(31 * 1280 + 800, 32 * 1280))).toBe(true);
    expect(result.subarray(32 * 1280).equals(audio.subarray(32 * 1280))).toBe(true);
  });

  it.each(['message', 'tone'] as const)('holds 32 keys until there is an assistant (%s)', (mode) => {
    const keys = new CallerKeys(mode);
    const pressed = '0123456789'.repeat(4);
    for (const digit of pressed) keys.pressed(digit);
    const audio = audioOf(80_000, 7);
    expect(heard(keys, audio, 160).equals(audio)).toBe(true);
    const assistant = new FakeAssistant();
    keys.open(assistant);
    const wanted = pressed.slice(0, 32);
    if (mode === 'message') {
      expect(assistant.did.map((what) => / key (.) /.exec(what)?.[1])).toEqual([...wanted]);
      return;
    }
    const result = heard(keys, audio, 160);
    [...wanted].forEach((digit, at) => {
      expect(result.subarray(at * 1280, at * 1280 + 800).equals(keyTone(digit) ?? Buffer.alloc(0))).toBe(
        true,
      );
    });
  });

  it('holds them also while one assistant is replaced by another', () => {
    const [first, second] = [new FakeAssistant(), new FakeAssistant()];
    const keys = new CallerKeys('message');
    keys.open(first);
    keys.detach();
    keys.pressed('4');
    keys.open(second);
    expect([first.did.length, second.did.length]).toEqual([0, 1]);
  });

  it('tells an assistant that does not read no more than it can hold, and goes on when it does', () => {
    const assistant = new FakeAssistant();
    const keys = new CallerKeys('message');
    keys.open(assistant);
    assistant.backlogBytes = 4096;
    for (let count = 0; count < 1000; count += 1) keys.pressed('3');
    keys.pump();
    expect(assistant.did).toEqual([]);
    assistant.backlogBytes = 0;
    keys.pump();
    expect(assistant.did).toHaveLength(32);
  });
});
