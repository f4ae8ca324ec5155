import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { Agent } from 'undici';
import type { PeerEvent } from '../../../bridge/src/relay/peer';
import { VapiCallClient } from '../../../bridge/src/vapi/callClient';
import { VapiTransport } from '../../../bridge/src/vapi/transport';
import { audioOf } from '../support/audio';
import { createdCall, FakeVapi } from '../support/fakeVapi';
import { until } from '../support/until';
import { VirtualClock } from '../support/virtualClock';

const call = {
  assistantId: 'a-1',
  carrier: 'twilio',
  carrierCallId: 'CA1',
  callerNumber: undefined,
  calledNumber: undefined,
};

describe('VapiTransport', () => {
  let vapi: FakeVapi;
  let dispatcher: Agent;
  let clock: VirtualClock;
  beforeEach(async () => {
    vapi = new FakeVapi();
    dispatcher = new Agent();
    clock = new VirtualClock();
    await vapi.start();
  });
  afterEach(async () => {
    await dispatcher.destroy();
    await vapi.stop();
  });

  const sourceAt = (baseUrl: string) => {
    const common = { baseUrl, apiKey: 'k', userAgent: 'test/1', clock };
    const client = new VapiCallClient({ ...common, dispatcher });
    return new VapiTransport({ ...common, client, track: () => undefined }).forCall(call);
  };
  const attempt = (events: PeerEvent[] = []) => ({
    wanted: () => true,
    created: () => undefined,
    opened: () => (event: PeerEvent) => void events.push(event),
  });

  it('gives the creation of the call and the handshake 8 s together', async () => {
    // A stand-in of its own: it creates the call after 5 s, and never answers the upgrade.
    const upgrades: Duplex[] = [];
    let answer: (() => void) | undefined;
    const server: Server = createServer((request, response) => {
      request.resume();
      answer = () => {
        const { port } = server.address() as AddressInfo;
        response.writeHead(201, { 'content-type': 'application/json' });
        response.end(JSON.stringify(createdCall(1, `ws://127.0.0.1:${port}/vapi-call-1/transport`)));
      };
    });
    server.on('upgrade', (_request, socket) => upgrades.push(socket));
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    try {
      const opened = sourceAt(`http://127.0.0.1:${(server.address() as AddressInfo).port}`).open(attempt());
      const refused = expect(opened).rejects.toMatchObject({ code: 'VAPI_TIMEOUT' });
      await until(() => answer !== undefined, 'the request is under way');
      clock.advance(5000);
      answer?.();
      await until(() => upgrades.length === 1, 'the socket is asked for');
      expect(clock.nextIn()).toBe(3000);
      clock.advance(3000);
      await refused;
      expect(clock.pending).toBe(0);
    } finally {
      for (const socket of upgrades) socket.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });

  it('survives text that has grown beyond 1 MiB, and does not read it', async () => {
    const events: PeerEvent[] = [];
    await sourceAt(vapi.url).open(attempt(events));
    const message = { type: 'conversation-update', messages: ['x'.repeat(2 * 1024 * 1024)] };
    vapi.calls[0]?.say(message);
    const audio = audioOf(160, 1);
    vapi.calls[0]?.socket.send(audio);
    await until(() => events.length > 0, 'something is reported');
    expect(events).toEqual([{ kind: 'audio', audio }]);
  });

  it('reports a peer that has gone without a word as closed', async () => {
    const events: PeerEvent[] = [];
    await sourceAt(vapi.url).open(attempt(events));
    // It stops reading, as a machine that has lost its network: no pong comes, and no close either.
    const socket = vapi.calls[0]?.socket;
    socket?.pause();
    clock.advance(15_000);
    await until(() => events.length > 0, 'the end is reported');
    expect(events).toEqual([{ kind: 'closed', code: 1006 }]);
    expect(clock.pending).toBe(0);
    socket?.resume();
  });
});
