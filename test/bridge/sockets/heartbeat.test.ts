import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { WebSocket, WebSocketServer } from 'ws';
import { startHeartbeat } from '../../../bridge/src/sockets/heartbeat';
import { until } from '../support/until';
import { VirtualClock } from '../support/virtualClock';

describe('startHeartbeat', () => {
  let server: WebSocketServer;
  let socket: WebSocket;
  let clock: VirtualClock;
  let pings: number;
  let pongs: number;
  let closeCode: number | undefined;

  const connect = async (autoPong: boolean): Promise<void> => {
    server = new WebSocketServer({ host: '127.0.0.1', port: 0, autoPong });
    await once(server, 'listening');
    server.on('connection', (peer) => peer.on('ping', () => (pings += 1)));
    socket = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
    socket.on('pong', () => (pongs += 1));
    socket.on('close', (code) => (closeCode = code));
    await once(socket, 'open');
    startHeartbeat(socket, clock);
  };
  beforeEach(() => {
    clock = new VirtualClock();
    pings = 0;
    pongs = 0;
    closeCode = undefined;
  });
  afterEach(async () => {
    socket.terminate();
    await until(() => closeCode !== undefined, 'the socket is closed');
    for (const peer of server.clients) peer.terminate();
    await new Promise((resolve) => server.close(resolve));
  });

  it('pings every 5 s, and leaves a peer alone that answers', async () => {
    await connect(true);
    for (let round = 1; round <= 6; round += 1) {
      clock.advance(5000);
      await until(() => pongs === round, 'the pong comes');
    }
    expect(pings).toBe(6);
    expect(socket.readyState).toBe(WebSocket.OPEN);
  });

  it('cuts a peer that does not answer for 10 s', async () => {
    await connect(false);
    clock.advance(5000);
    await until(() => pings === 1, 'the ping arrives');
    clock.advance(9999);
    expect(socket.readyState).toBe(WebSocket.OPEN);
    clock.advance(1);
    await until(() => closeCode !== undefined, 'the socket is cut');
    expect(closeCode).toBe(1006);
    expect(clock.pending).toBe(0);
  });

  it('ends with the socket', async () => {
    await connect(true);
    socket.close();
    await until(() => closeCode !== undefined, 'the socket closes');
    expect(clock.pending).toBe(0);
  });
});
