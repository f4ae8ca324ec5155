import { Playout } from '../../../bridge/src/relay/playout';
import { PlayoutCheck } from '../../../bridge/src/relay/playoutCheck';

/** A check whose first mark, of the first second, has taken 80 ms. */
function checked() {
  const playout = new Playout(160);
  const check = new PlayoutCheck(playout);
  check.due(0);
  playout.take(980);
  expect(check.due(1000)).toBe(true);
  check.echoed(check.ask(1000), 1080);
  return { playout, check };
}

describe('PlayoutCheck', () => {
  it('asks nothing before anything was given out, then after a second, then every 4 s', () => {
    const playout = new Playout(160);
    const check = new PlayoutCheck(playout);
    expect([check.due(0), check.due(2000)]).toEqual([false, false]);
    playout.take(2000);
    expect(check.due(2020)).toBe(true);
    check.echoed(check.ask(2020), 2100);
    expect([check.due(6000), check.due(6020)]).toEqual([false, true]);
  });

  it('asks one thing at a time, and again at once after an echo that is late', () => {
    const { check } = checked();
    const mark = check.ask(5000);
    expect([check.due(5020), check.due(9000)]).toEqual([false, false]);
    check.echoed('another', 7000);
    expect(check.due(7000)).toBe(false);
    check.echoed(mark, 8080);
    expect(check.due(8080)).toBe(true);
  });

  it('tells how long an echo is overdue, as long as it may still come', () => {
    const { check } = checked();
    check.ask(5000);
    expect([check.overdueMs(5080), check.overdueMs(7080), check.overdueMs(15_080)]).toEqual([
      0, 2000, 10_000,
    ]);
    expect([check.overdueMs(15_100), check.due(15_100)]).toEqual([0, true]);
  });

  it('counts what is known to be late only once', () => {
    const { playout, check } = checked();
    for (let now = 5000; now < 9000; now += 20) {
      playout.take(now);
      if (now === 5000) check.ask(now);
    }
    check.echoed('at-2', 8100);
    check.echoed(check.ask(9000), 12_080);
    expect(playout.playedAt(9000)).toBe(12_000);
    playout.take(9000);
    check.ask(9000);
    expect([check.overdueMs(12_100), check.overdueMs(13_100)]).toEqual([0, 1000]);
  });

  it('forgets what was asked when the carrier is cleared, and how long echoes take on another stream', () => {
    const { playout, check } = checked();
    const mark = check.ask(5000);
    check.cleared();
    check.echoed(mark, 8000);
    expect([playout.playedAt(8000), check.overdueMs(20_000), check.due(9000)]).toEqual([8000, 0, true]);
    check.reset();
    expect([check.due(9000), check.due(10_000)]).toEqual([false, true]);
    check.ask(10_000);
    expect(check.overdueMs(15_000)).toBe(0);
  });

  it('asks no more when an echo comes before its audio can have been played', () => {
    const { playout, check } = checked();
    for (let frame = 0; frame < 8; frame += 1) playout.take(5000);
    check.echoed(check.ask(5000), 5080);
    expect(check.due(100_000)).toBe(false);
    check.reset();
    check.due(100_000);
    expect(check.due(101_000)).toBe(true);
  });
});
