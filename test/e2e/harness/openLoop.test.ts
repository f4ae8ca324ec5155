import { openLoop, type Clock } from './openLoop';

/** Time moves only by sleeping. */
class StillClock implements Clock {
  private time = 1_000;
  now(): number {
    return this.time;
  }
  async sleep(ms: number): Promise<void> {
    this.time += ms;
  }
}

describe('openLoop', () => {
  it('sends on schedule without waiting for answers', async () => {
    const clock = new StillClock();
    const starts: number[] = [];
    const answers: Array<() => void> = [];
    const running = openLoop(
      4,
      50,
      (n) => {
        starts.push(clock.now());
        // The last request is the one that lets all others be answered.
        return new Promise<number>((resolve) => {
          answers.push(() => resolve(n));
          if (n === 3) answers.forEach((answer) => answer());
        });
      },
      clock,
    );
    expect((await running).map(({ outcome }) => outcome)).toEqual([0, 1, 2, 3]);
    expect(starts).toEqual([1_000, 1_020, 1_040, 1_060]);
  });

  it('counts the time from when a request was due, even if it was sent late', async () => {
    const clock = new StillClock();
    const sent = await openLoop(
      2,
      10,
      // The first one takes so long to send that the second is 400 ms late.
      (n) => (n === 0 ? (clock.sleep(500), Promise.resolve(n)) : Promise.resolve(n)),
      clock,
    );
    expect(sent.map(({ ms }) => ms)).toEqual([500, 400]);
  });
});
