import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { startSipServer } from '../emulators/sip/sipServer';
import { describeWith } from './needs';
import { SIPP_NEEDED, placeCall, sippAvailable } from './sipp';

const uri = 'sip:+15550100100@c1.sip.vapi.ai';
const from = '127.0.113.1';

describeWith(sippAvailable(), SIPP_NEEDED, 'a real SIP peer', () => {
  async function callServer(answered: number, expected: number) {
    const decide = () => ({ status: answered, reason: 'As Told', why: 'test' });
    const server = await startSipServer({ decide });
    try {
      const to = { host: server.host, port: server.ports.udp };
      const result = await placeCall({ uri, from, to, expect: expected });
      // A peer that is slow makes it repeat itself, and gets the answers repeated.
      const statuses = result.statuses.filter((status, index, all) => status !== all[index - 1]);
      return { ...result, statuses, peer: server.attempts[0]?.peer };
    } finally {
      await server.close();
    }
  }

  it('hears what is answered, and comes from the address that it was given', async () => {
    expect(await callServer(200, 200)).toMatchObject({
      ...{ exitCode: 0, statuses: [100, 180, 200] },
      peer: { address: from, transport: 'udp' },
    });
    expect(await callServer(401, 401)).toMatchObject({ exitCode: 0, statuses: [401] });
  });

  it.each([
    [401, 200],
    [200, 401],
    [404, 401],
  ])('fails where %i is answered and %i was expected', async (answered, expected) => {
    const { exitCode, log } = await callServer(answered, expected);
    expect(exitCode).toBe(1);
    expect(log).toContain(`SIP/2.0 ${answered === 200 ? 100 : answered} `);
  });

  it('repeats itself to a server that is slow, which takes the call once', async () => {
    const decide = () => {
      // Repetitions come meanwhile: after 0.5 s, 1.5 s and 3.5 s.
      const end = performance.now() + 5_000;
      while (performance.now() < end);
      return { status: 200, reason: 'OK', why: 'test' };
    };
    const server = await startSipServer({ decide });
    try {
      const to = { host: server.host, port: server.ports.udp };
      const { exitCode, log } = await placeCall({ uri, from, to, expect: 200, timeoutSeconds: 30 });
      expect(exitCode).toBe(0);
      expect(log.match(/^INVITE /gm)?.length).toBeGreaterThanOrEqual(2);
      expect(server.attempts).toMatchObject([{ status: 200, acknowledged: true, ended: true }]);
    } finally {
      await server.close();
    }
  });

  it('fails where nobody answers', async () => {
    const silent = createSocket('udp4').bind(0, '127.0.0.1');
    await once(silent, 'listening');
    try {
      const to = { host: '127.0.0.1', port: silent.address().port };
      const { exitCode, statuses } = await placeCall({ uri, from, to, expect: 200, timeoutSeconds: 1 });
      expect(exitCode).not.toBe(0);
      expect(statuses).toEqual([]);
    } finally {
      silent.close();
    }
  });
});
