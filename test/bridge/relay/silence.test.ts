import { SilenceFiller } from '../../../bridge/src/relay/silence';

/** On which of so many ticks silence is sent, when the caller is heard before those given. */
function sentOn(ticks: number, heardBefore: (tick: number) => boolean, bytes = 160): number[] {
  const filler = new SilenceFiller();
  const sent: number[] = [];
  for (let tick = 0; tick < ticks; tick += 1) {
    if (heardBefore(tick)) filler.heard(bytes);
    if (filler.due()) sent.push(tick);
  }
  return sent;
}

describe('SilenceFiller', () => {
  it('sends a frame on each tick from the opening on', () => {
    expect(sentOn(5, () => false)).toEqual([0, 1, 2, 3, 4]);
  });

  it('sends nothing while the caller is heard', () => {
    expect(sentOn(500, () => true)).toEqual([]);
  });

  it('tolerates two missing frames, and fills a longer gap until the caller is heard again', () => {
    const gap = (from: number, to: number) => (tick: number) => tick < from || tick >= to;
    expect(sentOn(50, gap(10, 12))).toEqual([]);
    expect(sentOn(50, gap(10, 16))).toEqual([12, 13, 14, 15]);
  });

  it.each([
    ['200 ms', 1600, 10],
    ['1 s', 8000, 50],
  ])('sends nothing between pieces of %s', (_name, bytes, everyTicks) => {
    expect(sentOn(500, (tick) => tick % everyTicks === 0, bytes)).toEqual([]);
  });

  it('counts on while nobody gets it', () => {
    const filler = new SilenceFiller();
    expect(filler.due()).toBe(true);
    filler.heard(160);
    expect([1, 2, 3, 4].map(() => filler.due())).toEqual([false, false, false, true]);
  });

  it('does not count early audio for later', () => {
    // Ten frames at once, after they had been missing: what is heard next is missing again from the third tick on.
    const filler = new SilenceFiller();
    for (let frame = 0; frame < 10; frame += 1) filler.heard(160);
    expect([1, 2, 3, 4, 5].map(() => filler.due())).toEqual([false, false, false, true, true]);
  });
});
