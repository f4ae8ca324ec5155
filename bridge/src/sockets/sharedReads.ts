import { Socket, type OnReadOpts, type SocketConstructorOpts } from 'node:net';

/**
 * Where plain sockets read to, all of them: each chunk is used up before the next is read. Without it Node allocates
 * 64 KiB for each read (net docs, `onread`).
 */
const readBuffer = Buffer.allocUnsafeSlow(64 * 1024);

/** A power of two. */
const VIEWS = 256;
/** Views of the read buffer that were needed before: frames begin at the same places, and are as long as each other. */
const views = new Array<Buffer | undefined>(VIEWS).fill(undefined);

/** Takes a chunk of the shared buffer, its own during the call, of which the first `length` bytes count. */
export type Receive = (chunk: Buffer, length: number) => boolean;

/** The option of a socket to read to the shared buffer. False pauses the socket. */
export function readingTo(receive: Receive): OnReadOpts {
  return { buffer: readBuffer, callback: (length, buffer) => receive(buffer as Buffer, length) };
}

/**
 * `chunk.subarray(start, end)`, but of the shared buffer without an allocation in nearly all cases: a view is as much
 * garbage as the frame it shows.
 */
export function viewOf(chunk: Buffer, start: number, end: number): Buffer {
  if (chunk !== readBuffer) return chunk.subarray(start, end);
  const slot = (start * 31 + end) & (VIEWS - 1);
  const known = views[slot];
  if (known && known.byteOffset === start && known.length === end - start) return known;
  const view = chunk.subarray(start, end);
  views[slot] = view;
  return view;
}

/** What of a TCP handle is needed; no part of Node's documented interface. */
interface Handle {
  useUserBuffer?: unknown;
}

/**
 * Moves a connection that a server has accepted to a socket that reads to the shared buffer, paused; Node has no
 * option for that. The old socket is destroyed, and with it what the server keeps for it.
 * @returns the socket, or `undefined` where this can't be done: TLS, bytes waiting to be read or written, a Node whose
 *   sockets are made otherwise. The old one is as it was then.
 */
export function moveToSharedReads(socket: Socket, receive: Receive): Socket | undefined {
  const owner = socket as Socket & { _handle?: Handle | null };
  const handle = owner._handle;
  if (handle?.constructor.name !== 'TCP' || typeof handle.useUserBuffer !== 'function') return undefined;
  if (socket.destroyed || socket.readableLength > 0 || socket.writableLength > 0) return undefined;
  const options = { handle, pauseOnCreate: true, onread: readingTo(receive) };
  const moved = new Socket(options as unknown as SocketConstructorOpts);
  // Nothing of the connection may end with the old socket.
  owner._handle = null;
  socket.destroy();
  return moved;
}
