import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Clock, Timer } from '../clock';
import { BridgeError, describeError } from '../errors';
import { RareWarnings, type Logger } from '../log';
import { acceptWebSocket } from '../sockets/accept';
import type { MediaSocket } from '../sockets/mediaSocket';
import type { Outbox } from './outbox';

/** Dashboards and the like; each costs a look into the outbox for every write. */
const MAX_READERS = 50;
const PAGE = 100;
/** More than this is not written before what was written has left. */
const MAX_BACKLOG = 128 * 1024;
/** A reader that takes nothing for so long is dropped. */
const STUCK_MS = 30_000;
/** Readers have nothing to say. */
const MAX_PAYLOAD = 4096;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What the query of the address asks for. */
export interface StreamQuery {
  sessionId: string | undefined;
  since: string | undefined;
}

/** @throws BridgeError QUERY_INVALID */
export function readStreamQuery(url: string): StreamQuery {
  const query = new URLSearchParams(url.split('?').slice(1).join('?'));
  const id = (name: string): string | undefined => {
    const value = query.get(name) ?? undefined;
    if (value !== undefined && !UUID.test(value)) throw new BridgeError('QUERY_INVALID', name);
    return value?.toLowerCase();
  };
  return { sessionId: id('sessionId'), since: id('since') };
}

interface Reader {
  socket: MediaSocket;
  sessionId: string | undefined;
  /** All up to here was sent. */
  position: number;
  /** Runs while nothing leaves. */
  stuck: Timer | undefined;
}

/**
 * The events as they happen, over WebSockets: a text frame each. All readers read from the outbox, each at its own
 * pace, so that a slow one costs no memory.
 */
export class EventStream {
  readonly #readers = new Set<Reader>();
  readonly #warnings: RareWarnings;

  constructor(
    private readonly outbox: Outbox,
    private readonly clock: Clock,
    log: Logger,
  ) {
    this.#warnings = new RareWarnings(log, () => clock.now());
  }

  get size(): number {
    return this.#readers.size;
  }

  /**
   * Takes over an upgrade request that has proved itself. Without `since` a reader gets what comes from now on; with
   * it, first what is stored behind that event, or everything that is stored when that event is forgotten.
   * @throws BridgeError QUERY_INVALID, EVENTS_READERS_LIMIT, REQUEST_INVALID
   */
  upgrade(request: IncomingMessage, raw: Duplex, head: Buffer): void {
    const { sessionId, since } = readStreamQuery(request.url ?? '');
    if (this.#readers.size >= MAX_READERS) throw new BridgeError('EVENTS_READERS_LIMIT');
    const position = since === undefined ? this.outbox.end : (this.outbox.positionOf(since) ?? 0);
    const socket = acceptWebSocket(request, raw, head, { clock: this.clock, maxPayload: MAX_PAYLOAD });
    const reader: Reader = { socket, sessionId, position, stuck: undefined };
    this.#readers.add(reader);
    socket.listen({
      text: () => undefined,
      binary: () => undefined,
      drained: () => {
        this.#unstick(reader);
        this.#send(reader);
      },
      closed: () => {
        this.#unstick(reader);
        this.#readers.delete(reader);
      },
    });
    this.#send(reader);
  }

  /** Something was stored. */
  kick(): void {
    for (const reader of this.#readers) this.#send(reader);
  }

  close(): void {
    for (const { socket } of this.#readers) socket.close();
  }

  /**
   * Sends a page. Another one follows when this one has left. It never throws, as nobody would catch that: a reader for
   * whom nothing can be read is cut off, and finds its place again with `since`.
   */
  #send(reader: Reader): void {
    try {
      this.#sendPage(reader);
    } catch (error) {
      this.#warnings.warn({ error: describeError(error) }, 'events cannot be read: a reader is cut off');
      reader.socket.terminate();
    }
  }

  #sendPage(reader: Reader): void {
    const { socket, sessionId } = reader;
    // A reader that still has something before it is sent more when that has left.
    if (!socket.isOpen || reader.stuck) return;
    const end = this.outbox.end;
    if (reader.position >= end) return;
    const events = this.outbox.after(reader.position, PAGE, sessionId);
    for (const { position, body } of events) {
      socket.sendText(body);
      reader.position = position;
      if (socket.backlogBytes > MAX_BACKLOG) break;
    }
    if (events.length === 0) reader.position = end;
    if (socket.backlogBytes > 0) reader.stuck = this.clock.after(STUCK_MS, () => socket.terminate());
    // Not at once: a long replay must not hold up the audio.
    else if (events.length === PAGE) setImmediate(() => this.#send(reader));
  }

  #unstick(reader: Reader): void {
    reader.stuck?.cancel();
    reader.stuck = undefined;
  }
}
