import type { JsonObject } from './json';
import type { RateLimit } from './rateLimiter';
import type { Resource } from './resources';
import type { KnowledgeBasePace } from './routes/knowledgeBases';
import type { ConversationScript } from './script';
import type { SeedOptions, SeededView } from './seeded';
import type { StorageView } from './storage';
import type { EmulatedCall, Fault, RequestLog, Server, ServerPost, TimelineEvent } from './types';

export type ScriptSource = ConversationScript | ((call: EmulatedCall) => ConversationScript);

/** What an assistant says in a chat, from all messages so far and the body of the request. */
export type ChatReply = (messages: JsonObject[], body: JsonObject) => string;

export interface VapiEmulatorOptions {
  /** The private key. */
  apiKey: string;
  /** The public key, for control URLs that want one. */
  publicKey?: string;
  /** Default 0: any free port. */
  port?: number;
  host?: '127.0.0.1';
  /** Base of the addresses in answers (control URL, socket URL). Default: the emulator's own. */
  publicUrl?: string;
  /** Public name to loopback origin, for every server.url it posts to. */
  hosts?: Record<string, string>;
  /** The organisation's server: used where tool, assistant and phone number name none. */
  orgServer?: Server;
  /** Default for calls whose assistant has no script of its own. */
  script?: ScriptSource;
  /** Time without caller audio after which a socket call is given up, in ms. Default 15000. */
  customerJoinTimeoutMs?: number;
  /** Time without caller audio in mid-call, in ms. Default 30000. */
  silenceTimeoutMs?: number;
  /** Concurrent calls; further ones are created but blocked. Default 10. */
  concurrencyLimit?: number;
  /** Between the end of a call and its report. Default 0. */
  reportDelayMs?: number;
  /** Unit of the HMAC timestamp, which Vapi doesn't document. Default seconds. */
  hmacTimestampUnit?: 's' | 'ms';
  /** Refuses REST requests above a rate with 429. Default: none are refused. */
  rateLimit?: RateLimit;
  /** Factor on the delays of `server.backoffPlan`, so that a test needn't wait for them. Default 1. */
  backoffScale?: number;
  /** Default: repeats what the user said last, as `You said: …`. */
  chatReply?: ChatReply;
  /** How slowly knowledge bases get ready. */
  knowledgeBase?: KnowledgeBasePace;
  /**
   * Refuses with 409 to delete an assistant, a tool or a SIP trunk credential that something uses. Default false: only
   * pinned versions keep it.
   */
  keepUsed?: boolean;
}

export interface VapiEmulator {
  readonly url: string;
  /** May be changed at any time. */
  hosts: Record<string, string>;
  readonly requests: readonly RequestLog[];
  readonly posts: readonly ServerPost[];
  readonly calls: readonly EmulatedCall[];
  /** Things a user of the emulator should know, such as a missing contract file. */
  readonly notices: readonly string[];
  call(id: string): EmulatedCall | undefined;
  setScript(assistantId: string, script: ScriptSource): void;
  /** Puts an object into the store as if it had been created; an id is made where none is given. */
  seed(resource: Resource, object: JsonObject): JsonObject & { id: string };
  /** What is stored, secrets included. */
  stored(resource: Resource, id: string): JsonObject | undefined;
  /** Everything of one kind that is stored, oldest first, secrets included. */
  storedAll(resource: Resource): JsonObject[];
  /**
   * Adds any number of objects to the lists of a kind. They take no memory, and are none of `storedAll`.
   *
   * @throws {Error} for a count or an option that is none
   */
  seedMany(resource: Resource, count: number, options?: SeedOptions): SeededView;
  /** Adds any number of calls that have ended to the lists, without anything having happened. As `seedMany`. */
  seedCalls(count: number, options?: SeedOptions): SeededView;
  /** The contacts of a campaign, to be changed by a test: nobody else does. */
  contacts(campaignId: string): JsonObject[];
  /** The bytes of a file that was uploaded. */
  upload(fileId: string): Buffer | undefined;
  /** The presigned storage, at another origin than the API. */
  readonly storage: StorageView;
  /** May be changed at any time; undefined lets everything through. */
  rateLimit: RateLimit | undefined;
  /**
   * Posts a server message that no call sends, e.g. one of another call, with proof of origin and retries like
   * any other.
   *
   * @param server its URL, or a server with more to it
   * @param message what goes under `message`
   * @returns the last attempt
   */
  postServerMessage(server: string | Server, message: JsonObject): Promise<ServerPost>;
  failNext(fault: Fault): void;
  /** Forgets all faults that still wait. */
  mend(): void;
  /**
   * A hold-up on a live call's socket: for `ms` nothing is sent, neither audio nor text, then everything that
   * was due comes at once and in order. The assistant speaks on meanwhile. A stall ends with its call.
   *
   * @throws {Error} for an unknown call, one without an open socket, and a length that is none
   */
  stall(callId: string, ms: number): void;
  on(event: 'timeline', listener: (event: TimelineEvent) => void): void;
  off(event: 'timeline', listener: (event: TimelineEvent) => void): void;
  /** Ends everything at once: live calls are dropped without a report. */
  close(): Promise<void>;
}
