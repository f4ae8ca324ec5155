import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Clock } from '../clock';
import { BridgeError, type ErrorCode } from '../errors';
import { RareWarnings, type Logger } from '../log';
import { acceptWebSocket } from '../sockets/accept';
import type { MediaSocket } from '../sockets/mediaSocket';
import { WaitingSockets } from './waitingSockets';

/** Frames of the carriers have some 400 bytes, with L16 some 1300; nothing documented comes near this. */
const MAX_PAYLOAD = 64 * 1024;

/** What a media socket tells of itself. */
export interface SocketLife {
  /** The socket waits for its start no more: it came, or the socket is closing. To be called exactly once. */
  onSettled: (outcome: SocketOutcome) => void;
  /** The socket is closed. To be called exactly once, last of all. */
  onClosed: () => void;
}

export type SocketOutcome = 'started' | 'refused' | 'silent' | 'closed';

export interface MediaSocketsOptions {
  /** Whether the carrier opens it. Throws a BridgeError to refuse it. */
  check: (request: IncomingMessage) => void;
  /** The code of the refusal when too many sockets wait for their start. */
  limitCode: ErrorCode;
  /** Makes the peer of a socket that is open. */
  createPeer: (socket: MediaSocket, life: SocketLife) => void;
  /** Who a request comes from, as the key of a limit. */
  clientAddress: (request: IncomingMessage) => string;
  clock: Clock;
  log: Logger;
}

/** The WebSocket end of a carrier's media path: who may open one, and how many. */
export class MediaSockets {
  readonly #open = new Set<MediaSocket>();
  readonly #waiting = new WaitingSockets();
  readonly #warnings: RareWarnings;

  constructor(private readonly options: MediaSocketsOptions) {
    const { clock, log } = options;
    this.#warnings = new RareWarnings(log, () => clock.now());
  }

  /** Sockets that are open. */
  get size(): number {
    return this.#open.size;
  }

  /**
   * Takes over an upgrade request.
   * @throws BridgeError what `check` throws, the code of the limit, REQUEST_INVALID; nothing was done then
   */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { check, limitCode, createPeer, clientAddress, clock } = this.options;
    check(request);
    const address = clientAddress(request);
    if (this.#waiting.isFull(address))
      throw new BridgeError(limitCode, `${this.#waiting.size} sockets in all`);
    const mediaSocket = acceptWebSocket(request, socket, head, { clock, maxPayload: MAX_PAYLOAD });
    this.#open.add(mediaSocket);
    this.#waiting.enter(address);
    createPeer(mediaSocket, {
      onSettled: (outcome) => {
        this.#waiting.leave(address);
        if (outcome !== 'started') this.#warnings.warn({ outcome }, 'media socket refused', outcome);
      },
      onClosed: () => this.#open.delete(mediaSocket),
    });
  }

  /** Cuts what is still open. */
  terminate(): void {
    for (const socket of this.#open) socket.terminate();
  }
}
