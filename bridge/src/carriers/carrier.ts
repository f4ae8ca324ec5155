import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { Dispatcher } from 'undici';
import type { Clock } from '../clock';
import type { Config } from '../config';
import type { CallIntake } from '../intake';
import type { Logger } from '../log';
import type { PlacedCall } from '../relay/peer';
import type { DialRequest } from './dialRequest';

export type { DialRequest };

/** What a carrier is to the rest of the bridge, which knows none by name. */
export interface Carrier {
  /** In lower case, such as `twilio`: in paths, logs and what the REST API shows. */
  readonly name: string;
  /** The path of its media WebSocket. */
  readonly mediaPath: string;
  /** Media sockets that are open. */
  readonly size: number;
  /** The headers that its webhooks are signed with, each by one at least: those with none are limited. In lower case. */
  readonly signatureHeaders: readonly string[];
  /** Why it takes no calls, such as a variable that is not set; undefined: it does. */
  readonly problem: string | undefined;
  /** Adds its webhooks, all below `/<name>`. They answer 503 when it isn't configured. */
  routes(app: FastifyInstance): void;
  /**
   * Takes over an upgrade request of its media path.
   * @throws BridgeError, and nothing was done then
   */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Cuts the sockets that are still open. */
  terminate(): void;
  /**
   * Places a call whose answered leg comes back over the media socket; `undefined` when it isn't configured for that.
   * @throws BridgeError when the carrier refuses or can't be reached
   */
  readonly dial: ((request: DialRequest) => Promise<PlacedCall>) | undefined;
}

/** What each carrier is made with. */
export interface CarrierContext {
  config: Config;
  intake: CallIntake;
  /** Who a request comes from, as the key of a limit. */
  clientAddress: (request: IncomingMessage) => string;
  dispatcher: Dispatcher;
  userAgent: string;
  clock: Clock;
  log: Logger;
}
