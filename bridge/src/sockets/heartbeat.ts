import { WebSocket } from 'ws';
import { every, type Clock } from '../clock';

const PERIOD_MS = 5000;
/** Pings in a row without a pong: the socket is cut 10 s after the first of them. */
const MAX_UNANSWERED = 2;

/**
 * Pings the other end every 5 s and cuts the socket (code 1006) when 10 s pass without a pong: a peer that is gone
 * without a word leaves a TCP connection that looks alive for many minutes. Pings are counted rather than time, so
 * that a pause of this process isn't taken for a silence of the peer. Ends by itself with the socket.
 */
export function startHeartbeat(socket: WebSocket, clock: Clock): void {
  let unanswered = 0;
  const timer = every(clock, PERIOD_MS, () => {
    if (unanswered >= MAX_UNANSWERED) {
      socket.terminate();
      return;
    }
    unanswered += 1;
    if (socket.readyState === WebSocket.OPEN) socket.ping();
  });
  socket.on('pong', () => (unanswered = 0));
  socket.once('close', () => timer.cancel());
}
