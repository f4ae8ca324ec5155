import { Heartbeat } from '../../../bridge/src/sockets/heartbeat';
import { VirtualClock } from '../support/virtualClock';

describe('Heartbeat', () => {
  let clock: VirtualClock;
  let pings: number[];
  let deaths: number[];
  let heartbeat: Heartbeat;
  beforeEach(() => {
    clock = new VirtualClock(0);
    pings = [];
    deaths = [];
    heartbeat = new Heartbeat(
      clock,
      () => pings.push(clock.now()),
      () => deaths.push(clock.now()),
    );
  });

  it('pings every 3 s', () => {
    for (let second = 0; second < 10; second += 1) {
      heartbeat.alive();
      clock.advance(1000);
    }
    expect(pings).toEqual([3000, 6000, 9000]);
    expect(deaths).toEqual([]);
  });

  it.each([1, 500, 999])('gives up a peer whose last byte came %i ms after a tick within 10 s', (offset) => {
    clock.advance(5000 + offset);
    heartbeat.alive();
    clock.advance(9000);
    expect(deaths).toEqual([]);
    clock.advance(1000);
    expect(deaths).toEqual([15_000]);
    expect(clock.pending).toBe(0);
  });

  it('takes any number of signs of life for one', () => {
    heartbeat.alive();
    heartbeat.alive();
    clock.advance(10_000);
    expect(deaths).toEqual([10_000]);
  });

  it('does not take a pause of the process for silence of the peer', () => {
    // One tick comes after a minute, and what has waited meanwhile is read after it.
    let first = true;
    const late = new VirtualClock(0, () => {
      const lateness = first ? 60_000 : 0;
      first = false;
      return lateness;
    });
    const paused = new Heartbeat(
      late,
      () => undefined,
      () => deaths.push(late.now()),
    );
    late.advance(61_500);
    paused.alive();
    late.advance(9000);
    expect(deaths).toEqual([]);
    paused.stop();
  });

  it('leaves no timer behind', () => {
    heartbeat.stop();
    expect(clock.pending).toBe(0);
  });
});
