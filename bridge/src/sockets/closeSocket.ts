import { WebSocket } from 'ws';
import type { Clock } from '../clock';

/** The other end's answer to a close frame is waited for so long. */
const CLOSE_TIMEOUT_MS = 2000;
const closing = new WeakSet<WebSocket>();

/** Closes a socket, by force when the other end doesn't answer in 2 s. Doing it twice is the same as once. */
export function closeSocket(socket: WebSocket, clock: Clock, code = 1000): void {
  if (closing.has(socket) || socket.readyState === WebSocket.CLOSED) return;
  closing.add(socket);
  const timer = clock.after(CLOSE_TIMEOUT_MS, () => socket.terminate());
  socket.once('close', () => timer.cancel());
  socket.close(code);
}
