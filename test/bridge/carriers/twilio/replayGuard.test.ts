import { ReplayGuard } from '../../../../bridge/src/carriers/twilio/replayGuard';

const DAY_MS = 24 * 60 * 60 * 1000;

describe('ReplayGuard', () => {
  it('lets a call pass once', () => {
    const guard = new ReplayGuard(() => 0);
    const passed = [guard.firstUse('CA1', 's1'), guard.firstUse('CA2', 's2'), guard.firstUse('CA1', 's1')];
    expect(passed).toEqual([true, true, false]);
    expect(guard.firstUse('CA1', 's3')).toBe(false);
  });

  it('does not let a signature pass for another call, which stays free for its own', () => {
    const guard = new ReplayGuard(() => 0);
    guard.firstUse('CA1', 's1');
    expect(guard.firstUse('CA2', 's1')).toBe(false);
    expect(guard.firstUse('CA2', 's2')).toBe(true);
  });

  it('remembers a call for a day', () => {
    let now = 0;
    const guard = new ReplayGuard(() => now);
    guard.firstUse('CA1', 's1');
    now = DAY_MS - 1;
    expect(guard.firstUse('CA1', 's1')).toBe(false);
    now = DAY_MS;
    expect(guard.firstUse('CA1', 's1')).toBe(true);
  });

  it('remembers 20 000 calls at most, the newest', () => {
    const guard = new ReplayGuard(() => 0);
    for (let call = 0; call <= 20_000; call += 1) guard.firstUse(`CA${call}`, `s${call}`);
    expect(guard.firstUse('CA1', 's1')).toBe(false);
    expect(guard.firstUse('CA20000', 's20000')).toBe(false);
    expect(guard.firstUse('CA0', 's0')).toBe(true);
  });
});
