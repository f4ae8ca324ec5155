import { Farewells } from '../../../bridge/src/carriers/farewells';
import { settle } from '../support/fakePeers';
import { VirtualClock } from '../support/virtualClock';

describe('Farewells', () => {
  it('keep a document until it was asked for', async () => {
    const clock = new VirtualClock();
    const farewells = new Farewells(clock, 'PLIVO_API_FAILED');
    const ids: string[] = [];
    const offered = farewells.offer('<Response/>', async (id) => void ids.push(id));
    await settle();
    expect(ids[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(farewells.fetch('other')).toBeUndefined();
    expect(farewells.size).toBe(1);
    expect(farewells.fetch(ids[0] ?? '')).toBe('<Response/>');
    await offered;
    expect(farewells.size).toBe(0);
    expect(farewells.fetch(ids[0] ?? '')).toBeUndefined();
    expect(clock.pending).toBe(0);
  });

  it('fail when it is not asked for in time', async () => {
    const clock = new VirtualClock();
    const farewells = new Farewells(clock, 'PLIVO_API_FAILED');
    const failed = expect(farewells.offer('', () => Promise.resolve())).rejects.toMatchObject({
      code: 'PLIVO_API_FAILED',
    });
    await settle();
    clock.advance(2500);
    await failed;
    expect(farewells.size).toBe(0);
    expect(clock.pending).toBe(0);
  });

  it('forget a document whose call could not be diverted', async () => {
    const farewells = new Farewells(new VirtualClock(), 'PLIVO_API_FAILED');
    const refused = new Error('no');
    await expect(farewells.offer('', () => Promise.reject(refused))).rejects.toBe(refused);
    expect(farewells.size).toBe(0);
  });
});
