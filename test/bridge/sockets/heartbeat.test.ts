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
    expect(pings).toEqual([2050, 5050, 8050]);
    expect(deaths).toEqual([]);
  });

  // The first tick comes after 50 ms, as the first of a second's twenty slots.
  it.each([1, 500, 999])('gives up a peer whose last byte came %i ms after a tick within 10 s', (offset) => {
    clock.advance(5050 + offset);
    heartbeat.alive();
    clock.advance(9000);
    expect(deaths).toEqual([]);
    clock.advance(1000);
    expect(deaths).toEqual([15_050]);
    expect(clock.pending).toBe(0);
  });

  it('takes any number of signs of life for one', () => {
    heartbeat.alive();
    heartbeat.alive();
    clock.advance(10_000);
    expect(deaths).toEqual([9050]);
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

describe('the heartbeats of many sockets', () => {
  it('share a timer, and ping one after the other', () => {
    const clock = new VirtualClock(0);
    const pings: number[] = [];
    const beats = Array.from({ length: 40 }, () => {
      const beat = new Heartbeat(
        clock,
        () => pings.push(clock.now()),
        () => undefined,
      );
      return beat;
    });
    expect(clock.pending).toBe(1);
    clock.advance(3000);
    const times = Array.from({ length: 20 }, (_, index) => 2050 + 50 * index);
    expect(pings).toEqual(times.flatMap((time) => [time, time]));
    for (const beat of beats) beat.stop();
    expect(clock.pending).toBe(0);
  });
});
