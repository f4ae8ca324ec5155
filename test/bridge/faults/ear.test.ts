import { Ear } from './ear';
import { SILENCE, stampedFrame } from './stamps';

const SOUND = stampedFrame(1, 1);

describe('what a caller hears', () => {
  it('is not watched before it is asked for', () => {
    const ear = new Ear();
    ear.hear(SOUND, 0);
    expect(ear.longestSilence(5000)).toBe(0);
  });

  it('is silence between the end of one sound and the beginning of the next, silent frames included', () => {
    const ear = new Ear();
    ear.watch(1000);
    ear.hear(SOUND, 1300);
    ear.hear(SILENCE, 1320);
    ear.hear(SOUND, 1720);
    expect(ear.longestSilence(1740)).toBe(400);
  });

  it('is played one after the other, however early it comes', () => {
    const ear = new Ear();
    ear.watch(0);
    for (let frame = 0; frame < 50; frame += 1) ear.hear(SOUND, 0);
    expect(ear.longestSilence(1000)).toBe(0);
    expect(ear.longestSilence(1500)).toBe(500);
  });

  it('ends where the carrier drops it', () => {
    const ear = new Ear();
    ear.watch(0);
    for (let frame = 0; frame < 50; frame += 1) ear.hear(SOUND, 0);
    ear.cleared(100);
    expect(ear.longestSilence(1000)).toBe(900);
  });

  it('is over when the carrier has taken the call', () => {
    const ear = new Ear();
    ear.watch(0);
    ear.over(700);
    ear.over(900);
    expect(ear.longestSilence(5000)).toBe(700);
  });
});
