import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type Socket, connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { makeCertificate } from '../../bridge/sockets/certificate';
import type { SipServer } from '../sip/sipServer';
import type { JsonObject } from '../vapi/json';
import { type VapiSbcOptions, startVapiSbc } from '.';

const credential = { id: 'c1', provider: 'byo-sip-trunk', gateways: [{ ip: '54.172.60.0', netmask: 30 }] };
const number = { id: 'n1', number: '+15550100100', credentialId: 'c1', assistantId: 'a1' };
let stored: Record<string, JsonObject[]>;
let source: string;
let sbc: SipServer | undefined;

beforeEach(() => {
  stored = { credential: [credential], 'phone-number': [number] };
  source = '54.172.60.1';
});
afterEach(async () => {
  await sbc?.close();
  sbc = undefined;
});

async function start(options: Partial<VapiSbcOptions> = {}): Promise<SipServer> {
  sbc = await startVapiSbc({
    vapi: { storedAll: (resource) => stored[resource] ?? [] },
    publicAddress: () => source,
    ...options,
  });
  return sbc;
}

function invite(sequence = 1, transport = 'UDP'): string {
  return [
    'INVITE sip:+15550100100@c1.sip.vapi.ai SIP/2.0',
    `Via: SIP/2.0/${transport} 127.0.0.1:5060;branch=z9hG4bK-${sequence}`,
    'From: <sip:+15550100200@127.0.0.1>;tag=caller',
    'To: <sip:+15550100100@c1.sip.vapi.ai>',
    `Call-ID: call-${sequence}`,
    'CSeq: 1 INVITE',
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n');
}

/** Sends datagrams one after the other, and waits for so many responses. */
async function overUdp(port: number, datagrams: string[], responses: number): Promise<string[]> {
  const socket = createSocket('udp4');
  const heard: string[] = [];
  try {
    const enough = new Promise<void>((resolve) => {
      socket.on('message', (bytes) => {
        heard.push(bytes.toString());
        if (heard.length >= responses) resolve();
      });
    });
    for (const text of datagrams) socket.send(Buffer.from(text, 'latin1'), port, '127.0.0.1');
    await enough;
    return heard.map((text) => text.split('\r\n')[0] ?? '');
  } finally {
    socket.close();
  }
}

async function overStream(socket: Socket, chunks: string[], last: RegExp): Promise<string[]> {
  let heard = '';
  socket.setEncoding('latin1').setNoDelay(true);
  for (const chunk of chunks) socket.write(chunk);
  for await (const text of socket) {
    heard += String(text);
    if (last.test(heard)) break;
  }
  return heard.match(/^SIP\/2\.0 .*$/gm)?.map((line) => line.trim()) ?? [];
}

const TAKEN = ['SIP/2.0 100 Trying', 'SIP/2.0 180 Ringing', 'SIP/2.0 200 OK'];

describe("Vapi's stand-in for SIP", () => {
  it('takes a call over UDP, after any garbage', async () => {
    const { ports } = await start();
    const noise = ['\r\n\r\n', '\u0000\u0001\u0002', 'GET / HTTP/1.1\r\n\r\n', 'x'.repeat(9000)];
    expect(await overUdp(ports.udp, [...noise, invite()], 3)).toEqual(TAKEN);
    expect(sbc?.ignored).toBe(noise.length);
    expect(sbc?.attempts).toMatchObject([
      { status: 200, peer: { address: '54.172.60.1', transport: 'udp' }, why: 'phone number n1' },
    ]);
  });

  it('decides by what is stored at the time of the call', async () => {
    const { ports } = await start();
    const statusOf = async (sequence: number, responses = 1) =>
      (await overUdp(ports.udp, [invite(sequence)], responses)).at(-1);
    source = '203.0.113.1';
    expect(await statusOf(1)).toBe('SIP/2.0 401 Unauthorized');
    stored.credential = [{ ...credential, gateways: [{ ip: '203.0.113.1' }] }];
    expect(await statusOf(2, 3)).toBe('SIP/2.0 200 OK');
    stored['phone-number'] = [];
    expect(await statusOf(3)).toBe('SIP/2.0 404 Not Found');
  });

  it('takes calls over TCP, in pieces and behind each other', async () => {
    const { ports } = await start();
    const socket = connect(ports.tcp, '127.0.0.1');
    const both = invite(1, 'TCP') + invite(2, 'TCP');
    const statuses = await overStream(
      socket,
      [both.slice(0, 100), both.slice(100)],
      /call-2[^]*200 OK[^]*call-2/,
    );
    expect(statuses).toEqual([...TAKEN, ...TAKEN]);
    expect(sbc?.attempts[0]?.peer.transport).toBe('tcp');
  });

  it('closes a stream that is no SIP', async () => {
    const { ports } = await start();
    const socket = connect(ports.tcp, '127.0.0.1');
    socket.write('x'.repeat(70_000));
    socket.resume();
    socket.on('error', () => undefined);
    await once(socket, 'close');
    expect(sbc?.attempts).toEqual([]);
  });

  it('takes calls over TLS where it has a certificate', async () => {
    expect((await start()).ports.tls).toBeUndefined();
    await sbc?.close();
    const tls = makeCertificate();
    const { ports } = await start({ tls });
    const socket = connectTls({
      port: ports.tls ?? 0,
      host: '127.0.0.1',
      ca: tls.cert,
      servername: 'localhost',
    });
    expect(await overStream(socket, [invite(1, 'TLS')], /200 OK/)).toEqual(TAKEN);
    expect(sbc?.attempts).toMatchObject([{ status: 200, peer: { transport: 'tls' } }]);
  });
});
