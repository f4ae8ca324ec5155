import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import type { EventEnvelope } from '../../../bridge/src/events/envelope';
import { Outbox } from '../../../bridge/src/events/outbox';
import { EventStream, readStreamQuery } from '../../../bridge/src/events/stream';
import { createLogger } from '../../../bridge/src/log';
import { until } from '../support/until';
import { VirtualClock } from '../support/virtualClock';
import { entry, identityOf, said, STARTED, temporaryFolder } from './samples';

describe('EventStream', () => {
  const folder = temporaryFolder();
  const sockets: WebSocket[] = [];
  let files = 0;
  let log: string;
  let clock: VirtualClock;
  let outbox: Outbox;
  let stream: EventStream;
  let server: Server;
  beforeEach(async () => {
    files += 1;
    log = '';
    clock = new VirtualClock();
    outbox = new Outbox(join(folder, `${files}.db`), false);
    outbox.open();
    stream = new EventStream(outbox, clock, createLogger('trace', { write: (line) => void (log += line) }));
    server = createServer();
    server.on('upgrade', (request, socket, head) => stream.upgrade(request, socket, head));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.terminate();
    await until(() => stream.size === 0, 'all have left');
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    outbox.close();
    expect(clock.pending).toBe(0);
  });

  const fill = (count: number, text = 'x'): void => {
    const one = identityOf();
    outbox.append(
      [entry(one, STARTED), ...Array.from({ length: count - 1 }, () => entry(one, said(text)))],
      1,
    );
  };
  const read = async (query = ''): Promise<{ socket: WebSocket; events: EventEnvelope[] }> => {
    const { port } = server.address() as AddressInfo;
    const socket = new WebSocket(`ws://127.0.0.1:${port}/v1/events${query}`);
    sockets.push(socket);
    const events: EventEnvelope[] = [];
    socket.on('message', (data) => events.push(JSON.parse((data as Buffer).toString()) as EventEnvelope));
    await new Promise((resolve) => socket.once('open', resolve));
    return { socket, events };
  };
  const all = '?since=00000000-0000-4000-8000-000000000000';

  it('sends much in order and without a gap, also what is added meanwhile', async () => {
    fill(3000);
    const { events } = await read(all);
    fill(500);
    stream.kick();
    await until(() => events.length === 3500, 'all is sent');
    expect(events.slice(0, 3000).map(({ sequence }) => sequence)).toEqual(
      Array.from({ length: 3000 }, (_, index) => index + 1),
    );
    expect(new Set(events.map(({ id }) => id)).size).toBe(3500);
  });

  it('is held up by a reader that takes nothing neither in memory nor for others, and cuts it off', async () => {
    const slow = await read(all);
    slow.socket.pause();
    const append = jest.spyOn(outbox, 'after');
    for (let round = 0; round < 60; round += 1) fill(100, 'y'.repeat(2000));
    stream.kick();
    const quick = await read(all);
    await until(() => quick.events.length === 6000, 'the other one has all', 20_000);
    // Reading for the slow one has stopped long before its end: 12 MB are not in its socket.
    expect(append.mock.calls.length).toBeLessThan(130);
    expect(stream.size).toBe(2);
    // The others answer the pings meanwhile.
    quick.socket.close();
    await until(() => stream.size === 1, 'the quick one has left');
    clock.advance(30_000);
    await until(() => stream.size === 0, 'the slow one is cut off');
  });

  it('cuts off readers for whom nothing can be read, and lives on', async () => {
    fill(250);
    const after = jest.spyOn(outbox, 'after').mockImplementation(() => {
      throw Object.assign(new Error('disk I/O error'), { code: 'ERR_SQLITE_ERROR' });
    });
    // In the upgrade itself, behind its answer.
    const first = await read(all);
    await until(() => first.socket.readyState === WebSocket.CLOSED, 'the first one is cut off');
    const readers = [await read(), await read()];
    fill(1);
    expect(() => stream.kick()).not.toThrow();
    await until(() => readers.every(({ socket }) => socket.readyState === WebSocket.CLOSED), 'all are');
    expect(log.match(/events cannot be read/g)).toHaveLength(1);
    after.mockRestore();
    const { events } = await read(all);
    await until(() => events.length === 251, 'the next one has all');
  });

  it('reads its query', () => {
    const id = '0F0C9F0E-0000-4000-8000-000000000000';
    expect(readStreamQuery(`/v1/events?since=${id}&x=1`)).toEqual({
      since: id.toLowerCase(),
      sessionId: undefined,
    });
    expect(readStreamQuery('/v1/events')).toEqual({ since: undefined, sessionId: undefined });
    expect(() => readStreamQuery('/v1/events?since=')).toThrow(
      expect.objectContaining({ code: 'QUERY_INVALID' }),
    );
  });
});
