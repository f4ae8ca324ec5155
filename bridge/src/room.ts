import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';
import type { Dispatcher } from 'undici';
import type { Clock } from './clock';
import type { Config } from './config';
import type { Logger } from './log';
import type { SessionObserver } from './relay/observer';
import type { Session } from './relay/session';
import type { SessionStore } from './relay/sessionStore';
import type { Access } from './routes/access';

/** A WebSocket path. */
export interface UpgradePath {
  /** Whether a path, without its query, is meant. */
  matches(path: string): boolean;
  /**
   * Takes over an upgrade request.
   * @throws BridgeError to refuse it; nothing was done then
   */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
}

/** A part of the bridge that stands beside the relay, such as recordings or events. */
export interface Room {
  /** Adds its routes before the server listens. */
  routes?(app: FastifyInstance): void;
  readonly upgrades?: readonly UpgradePath[];
  /** Records a session from now on to its end, if this is the room for that. */
  readonly record?: (session: Session) => void;
  /** Told of all sessions. */
  readonly observer?: SessionObserver;
  /** Whether its observer needs what is said in all calls: Vapi is asked for it then. */
  readonly wantsTranscripts?: boolean;
  /** The same for which tools are called. */
  readonly wantsToolCalls?: boolean;
  /** Begins its work; the server listens afterwards. @throws what keeps the bridge from starting */
  open?(): Promise<void>;
  /** All sessions have ended: finishes its work, bounded in time. */
  close?(): Promise<void>;
}

/** What each room is made with. */
export interface RoomContext {
  config: Config;
  sessions: SessionStore;
  /** Tells all observers of something that happened outside a session's relay, such as a recording that is ready. */
  announce: SessionObserver['event'];
  access: Access;
  clientAddress: (request: IncomingMessage) => string;
  dispatcher: Dispatcher;
  userAgent: string;
  /** For metrics of its own. */
  registry: Registry;
  clock: Clock;
  log: Logger;
}
