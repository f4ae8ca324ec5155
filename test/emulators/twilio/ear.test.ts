import { loadSpeech, speechNames } from '../../support/wav';
import { Ear, isSound, mulawMagnitude } from './ear';

describe('mulawMagnitude', () => {
  // ITU-T G.711, table 2: decoder output values, on a scale of 16 bits.
  it.each([
    [0xff, 0],
    [0x7f, 0],
    [0xfe, 8],
    [0xf0, 120],
    [0xef, 132],
    [0x80, 32124],
    [0x00, 32124],
  ])('byte %d is %d', (byte, magnitude) => {
    expect(mulawMagnitude(byte)).toBe(magnitude);
  });
});

describe('isSound', () => {
  it('hears nothing in either mu-law zero or in idle noise', () => {
    expect(isSound(Buffer.alloc(160, 0xff))).toBe(false);
    expect(isSound(Buffer.alloc(160, 0x7f))).toBe(false);
    expect(isSound(Buffer.alloc(160, 0xfb))).toBe(false);
  });

  it.each(speechNames())('hears every frame of %s', (name) => {
    const speech = loadSpeech(name);
    for (let at = 0; at + 160 <= speech.length; at += 160) {
      expect(isSound(speech.subarray(at, at + 160))).toBe(true);
    }
  });
});

describe('Ear', () => {
  it('counts sound and silence, and a turn ends after 400 ms of silence', () => {
    const turns: boolean[] = [];
    const ear = new Ear((speaking) => turns.push(speaking));
    const hear = (byte: number, frames: number): void => {
      for (let frame = 0; frame < frames; frame += 1) ear.hear(Buffer.alloc(160, byte));
    };
    hear(0xff, 3);
    hear(0x10, 5);
    hear(0xff, 19);
    expect(turns).toEqual([true]);
    hear(0x10, 1);
    expect([ear.soundMs, ear.silenceMs]).toEqual([120, 0]);
    hear(0xff, 20);
    expect(turns).toEqual([true, false]);
    expect([ear.soundMs, ear.silenceMs]).toEqual([120, 400]);
  });
});
