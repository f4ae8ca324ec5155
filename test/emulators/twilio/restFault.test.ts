import { account, DOMAIN, stop } from './trunking/testSupport';

afterEach(stop);

const TRUNK = { DomainName: DOMAIN };

describe('a fault', () => {
  it('refuses with what it is told, and nothing is done', async () => {
    const { trunking, emulator } = await account();
    emulator.restFaults.push({ status: 400, code: 20001, message: 'Not today' });
    expect(await trunking('POST', '/Trunks', TRUNK)).toMatchObject({
      ...{ status: 400, body: { code: 20001, message: 'Not today' } },
    });
    expect(emulator.trunking.trunks).toEqual([]);
    expect((await trunking('POST', '/Trunks', TRUNK)).status).toBe(201);
  });

  it('loses the answer to what was carried out', async () => {
    const { trunking, emulator } = await account();
    emulator.restFaults.push({ status: 500, carriedOut: true });
    expect((await trunking('POST', '/Trunks', TRUNK)).status).toBe(500);
    expect(emulator.trunking.trunks).toHaveLength(1);
  });

  it.each([
    [true, 1],
    [false, 0],
  ])('cuts the connection; carried out: %s', async (carriedOut, count) => {
    const { trunking, emulator } = await account();
    emulator.restFaults.push({ cut: true, carriedOut });
    await expect(trunking('POST', '/Trunks', TRUNK)).rejects.toThrow('fetch failed');
    expect(emulator.trunking.trunks).toHaveLength(count);
    expect(emulator.requests).toEqual([expect.objectContaining({ method: 'POST', status: 0 })]);
  });

  it('waits for its request and lets others pass', async () => {
    const { trunking, emulator } = await account();
    emulator.restFaults.push({ status: 503, method: 'GET', path: '/Trunks' });
    expect((await trunking('POST', '/Trunks', TRUNK)).status).toBe(201);
    expect((await trunking('GET', '/Trunks')).status).toBe(503);
    expect((await trunking('GET', '/Trunks')).status).toBe(200);
    expect(emulator.restFaults).toEqual([]);
  });
});
