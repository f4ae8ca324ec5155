import { once } from 'node:events';
import { connect, createServer, Socket, type AddressInfo, type Server } from 'node:net';
import { moveToSharedReads, readingTo, viewOf } from '../../../bridge/src/sockets/sharedReads';
import { until } from '../support/until';

describe('moveToSharedReads', () => {
  let server: Server;
  let accepted: Socket;
  let client: Socket;
  beforeEach(async () => {
    server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const [[socket]] = (await Promise.all([
      once(server, 'connection'),
      once((client = connect((server.address() as AddressInfo).port, '127.0.0.1')), 'connect'),
    ])) as [[Socket], unknown];
    accepted = socket;
  });
  afterEach(() => {
    accepted.destroy();
    client.destroy();
    server.close();
  });

  it('goes on with the connection, reads to the same memory each time, and frees the old socket', async () => {
    const chunks: Buffer[] = [];
    const texts: string[] = [];
    const moved = moveToSharedReads(accepted, (chunk, length) => {
      chunks.push(chunk);
      texts.push(chunk.toString('latin1', 0, length));
      return true;
    });
    if (!moved) throw new Error('this Node has no such sockets: the bridge works, but with more garbage');
    expect(accepted.destroyed).toBe(true);
    client.write('early');
    await new Promise((resolve) => setImmediate(resolve));
    expect(texts).toEqual([]);
    moved.resume();
    await until(() => texts.join('') === 'early', 'the first bytes come');
    client.write('late');
    await until(() => texts.join('') === 'earlylate', 'the next come');
    expect(new Set(chunks).size).toBe(1);
    client.setEncoding('latin1');
    moved.write('answer');
    expect(await once(client, 'data')).toEqual(['answer']);
    // The server doesn't count it any more.
    expect(await new Promise((resolve) => server.getConnections((_, count) => resolve(count)))).toBe(0);
    client.end();
    await once(moved, 'close');
  });

  it('leaves a socket alone that holds bytes already', async () => {
    client.write('waiting');
    accepted.once('readable', () => undefined);
    await until(() => accepted.readableLength > 0, 'the bytes wait');
    expect(moveToSharedReads(accepted, () => true)).toBeUndefined();
    expect(accepted.destroyed).toBe(false);
    expect((accepted.read() as Buffer).toString()).toBe('waiting');
  });

  it.each([
    ['without a handle', new Socket()],
    [
      'whose handle is no plain TCP handle',
      Object.assign(new Socket(), { _handle: { useUserBuffer: () => undefined } }),
    ],
    ['whose handle has no buffer to be set', Object.assign(new Socket(), { _handle: new (class TCP {})() })],
  ])('leaves a socket alone %s', (_, socket) => {
    expect(moveToSharedReads(socket, () => true)).toBeUndefined();
  });
});

describe('viewOf', () => {
  it('shows the bytes asked for, of the shared buffer as of any other', async () => {
    const server = createServer((socket) => socket.end('0123456789')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const seen: string[] = [];
    const repeated: boolean[] = [];
    const socket = connect({
      port: (server.address() as AddressInfo).port,
      host: '127.0.0.1',
      onread: readingTo((chunk, length) => {
        for (let start = 0; start < length; start += 1) {
          for (let end = start; end <= length; end += 1) {
            const view = viewOf(chunk, start, end);
            seen.push(`${start} ${end} ${view.toString()}`);
            repeated.push(viewOf(chunk, start, end) === view);
          }
        }
        return true;
      }),
    });
    await once(socket, 'close');
    server.close();
    expect(seen).toHaveLength(65);
    for (const line of seen) {
      const [start, end, text] = line.split(' ');
      expect(text).toBe('0123456789'.slice(Number(start), Number(end)));
    }
    expect(repeated).toEqual(repeated.map(() => true));
    const other = Buffer.from('other');
    expect(viewOf(other, 1, 3).toString()).toBe('th');
    expect(viewOf(other, 1, 3)).not.toBe(viewOf(other, 1, 3));
  });
});
