import { createHash } from 'node:crypto';
import { ReplayGuard } from '../../../bridge/src/carriers/replayGuard';
import { usedBytes } from '../support/collectGarbage';

const DAY_MS = 24 * 60 * 60 * 1000;

describe('ReplayGuard', () => {
  it('tells the first webhook of a call from those after it', () => {
    const guard = new ReplayGuard(() => 0);
    const uses = [guard.use('CA1', 's1'), guard.use('CA2', 's2'), guard.use('CA1', 's1')];
    expect(uses).toEqual(['first', 'first', 'repeated']);
  });

  it('takes a call with a new signature for a repetition, too, and remembers that signature', () => {
    const guard = new ReplayGuard(() => 0);
    guard.use('CA1', 's1');
    expect(guard.use('CA1', 's2')).toBe('repeated');
    expect(guard.use('CA1', 's2')).toBe('repeated');
    expect(guard.use('CA2', 's2')).toBe('foreign');
  });

  it('lets a signature pass for no other call, answered or not, which stays free for its own', () => {
    const guard = new ReplayGuard(() => 0);
    guard.use('CA1', 's1');
    expect(guard.use('CA2', 's1')).toBe('foreign');
    expect(guard.use('CA2', 's2')).toBe('first');
    expect(guard.use('CA2', 's1')).toBe('foreign');
    expect(guard.use('CA2', 's2')).toBe('repeated');
  });

  it('remembers a call for a day', () => {
    let now = 0;
    const guard = new ReplayGuard(() => now);
    guard.use('CA1', 's1');
    now = DAY_MS - 1;
    expect(guard.use('CA1', 's1')).toBe('repeated');
    now = DAY_MS;
    expect(guard.use('CA1', 's1')).toBe('first');
  });

  it('remembers 20 000 calls at most, the newest', () => {
    const guard = new ReplayGuard(() => 0);
    for (let call = 0; call <= 20_000; call += 1) guard.use(`CA${call}`, `s${call}`);
    expect(guard.use('CA1', 's1')).toBe('repeated');
    expect(guard.use('CA20000', 's20000')).toBe('repeated');
    expect(guard.use('CA0', 's0')).toBe('first');
  });

  it('takes 3 MiB at most, however many calls come', async () => {
    const before = await usedBytes();
    const guard = new ReplayGuard(() => 0);
    const take = (call: number): string => {
      const digest = createHash('sha1').update(String(call)).digest();
      return guard.use(`CA${digest.toString('hex', 0, 16)}`, digest.toString('base64'));
    };
    for (let call = 0; call < 60_000; call += 1) take(call);
    expect((await usedBytes()) - before).toBeLessThan(3 * 1024 * 1024);
    expect([take(59_999), take(40_000), take(0)]).toEqual(['repeated', 'repeated', 'first']);
  });
});
