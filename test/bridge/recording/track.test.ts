import { Track } from '../../../bridge/src/recording/track';

const of = (text: string): Buffer => Buffer.from(text);
const taken = (track: Track, samples: number): string => {
  const text = track.peek(samples).toString('latin1').replaceAll('\xff', '.');
  track.forget(samples);
  return text;
};

describe('a track', () => {
  it('is silence where nothing was written', () => {
    const track = new Track(100);
    track.write(2, of('abc'));
    track.write(7, of('de'));
    expect(taken(track, 10)).toBe('..abc..de.');
    expect(taken(track, 3)).toBe('...');
    track.write(14, of('f'));
    expect(taken(track, 3)).toBe('.f.');
  });

  it('leaves out what was taken already, and what is too far ahead', () => {
    const track = new Track(10);
    taken(track, 4);
    track.write(2, of('abcd'));
    track.write(12, of('efgh'));
    expect(taken(track, 12)).toBe('cd......ef..');
  });

  it('forgets what was cleared', () => {
    const track = new Track(100);
    track.write(0, of('abcdef'));
    taken(track, 2);
    track.clearFrom(4);
    expect(track.end).toBe(4);
    track.write(5, of('x'));
    expect(taken(track, 6)).toBe('cd.x..');
  });

  it('moves what turns out to have been late', () => {
    const track = new Track(100);
    track.write(0, of('ab'));
    track.write(6, of('cdef'));
    track.moveBack(6, 3);
    expect(track.end).toBe(7);
    expect(taken(track, 10)).toBe('ab.cdef...');
  });

  it('never moves anything into what was taken', () => {
    const track = new Track(100);
    track.write(4, of('ab'));
    taken(track, 3);
    track.moveBack(4, 2);
    expect(taken(track, 4)).toBe('.ab.');
  });

  it('grows with what is written ahead', () => {
    const track = new Track(100_000);
    track.write(0, of('a'));
    track.write(50_000, of('b'));
    expect(taken(track, 50_002)).toBe(`a${'.'.repeat(49_999)}b.`);
  });
});
