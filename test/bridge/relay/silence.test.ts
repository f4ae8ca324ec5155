import { SilenceFiller } from '../../../bridge/src/relay/silence';

/** The times, on a 20 ms clock, at which silence is sent. */
function sentAt(
  filler: SilenceFiller,
  from: number,
  to: number,
  heardAt: (now: number) => boolean = () => false,
): number[] {
  const sent: number[] = [];
  for (let now = from; now < to; now += 20) {
    if (heardAt(now)) filler.heard(now);
    if (filler.due(now)) sent.push(now);
  }
  return sent;
}

describe('SilenceFiller', () => {
  it('sends a frame every 20 ms from the opening on', () => {
    expect(sentAt(new SilenceFiller(0), 0, 100)).toEqual([0, 20, 40, 60, 80]);
  });

  it('sends nothing while the caller is heard', () => {
    expect(sentAt(new SilenceFiller(0), 0, 10_000, () => true)).toEqual([]);
  });

  it('tolerates a gap of half a second, and fills a longer one until the caller is heard again', () => {
    const gap = (from: number, to: number) => (now: number) => now < from || now >= to;
    expect(sentAt(new SilenceFiller(0), 0, 1000, gap(100, 580))).toEqual([]);
    // The last frame before the gap came at 80.
    expect(sentAt(new SilenceFiller(0), 0, 1000, gap(100, 640))).toEqual([580, 600, 620]);
  });

  it('does not make up for a pause of the process', () => {
    const filler = new SilenceFiller(0);
    expect(sentAt(filler, 0, 40)).toEqual([0, 20]);
    expect([5000, 5001, 5002, 5020].map((now) => filler.due(now))).toEqual([true, false, false, true]);
  });
});
