import type { Clock } from '../clock';
import type { Config } from '../config';
import { BridgeError } from '../errors';
import type { Logger } from '../log';
import type { Recording } from '../recording/recording';
import type { RecordingStore } from '../recording/recordingStore';
import type { SessionObserver } from '../relay/observer';
import { connectWebSocket } from '../sockets/connect';
import type { MediaSocket } from '../sockets/mediaSocket';
import { isTrustedSocketUrl } from '../vapi/address';
import { publicKeyHeader } from '../vapi/publicKey';
import type { StreamFormat } from './format';
import { findListenUrl, type ListenAddressOptions } from './listenAddress';
import { VapiListener } from './vapiListener';

/** Each is a stream to disk. */
const MAX_LISTENERS = 50;
const TIMEOUT_MS = 8000;
const MAX_PAYLOAD = 1024 * 1024;
/** What a recording is noted as having until the format is known. */
const UNKNOWN_FORMAT = { sampleRate: 16_000, channels: 2 };

export type ListenTarget = { callId: string } | { listenUrl: string };

export interface VapiListenersOptions extends Omit<ListenAddressOptions, 'vapi'> {
  config: Pick<Config, 'vapi'>;
  store: RecordingStore;
  announce: SessionObserver['event'];
  clock: Clock;
  log: Logger;
}

/** Records live calls of Vapi's that don't go through this bridge, each until its listen stream ends or it is stopped. */
export class VapiListeners {
  /** Whose socket is not closed. */
  readonly #open = new Set<VapiListener>();
  /** Those that record, by the id of the recording. */
  readonly #running = new Map<string, VapiListener>();
  readonly #results = new Set<Promise<void>>();
  #count = 0;
  #isClosed = false;

  constructor(private readonly options: VapiListenersOptions) {}

  /**
   * Begins to record a call.
   * @param known what of the stream's format is not to be found out
   * @throws BridgeError LISTEN_LIMIT, LISTEN_ADDRESS_REFUSED, LISTEN_REFUSED, VAPI_SOCKET_FAILED, VAPI_TIMEOUT, and those of
   *   `findListenUrl`
   */
  async start(target: ListenTarget, known: Partial<StreamFormat>): Promise<Recording> {
    if (this.#count >= MAX_LISTENERS || this.#isClosed) throw new BridgeError('LISTEN_LIMIT');
    this.#count += 1;
    try {
      const socket = await this.#connect(target);
      return this.#record(socket, 'callId' in target ? target.callId : null, known);
    } catch (error) {
      this.#count -= 1;
      throw error;
    }
  }

  /**
   * Ends a recording while its call goes on, and keeps it.
   * @returns what it has become; `undefined`: no call is being recorded under this id
   */
  stop(recordingId: string): Promise<Recording | undefined> {
    return this.#running.get(recordingId)?.stop() ?? Promise.resolve(undefined);
  }

  /** Ends all of them. */
  close(): void {
    this.#isClosed = true;
    for (const listener of this.#open) listener.terminate();
  }

  /** Resolves when those that have ended are on disk and were told of. */
  async settled(): Promise<void> {
    await Promise.all(this.#results);
  }

  async #connect(target: ListenTarget): Promise<MediaSocket> {
    const { config, userAgent, clock } = this.options;
    const { vapi } = config;
    if ('listenUrl' in target && !isTrustedSocketUrl(target.listenUrl, vapi.baseUrl)) {
      throw new BridgeError('LISTEN_ADDRESS_REFUSED');
    }
    const url =
      'listenUrl' in target
        ? target.listenUrl
        : await findListenUrl(target.callId, { ...this.options, vapi });
    const socket = await connectWebSocket(url, {
      headers: { 'user-agent': userAgent, ...publicKeyHeader(vapi.publicKey) },
      clock,
      maxPayload: MAX_PAYLOAD,
      timeoutMs: TIMEOUT_MS,
    }).catch((error: unknown) => {
      throw isRefusal(error) ? new BridgeError('LISTEN_REFUSED', error.detail) : error;
    });
    if (this.#isClosed) socket.terminate();
    return socket;
  }

  #record(socket: MediaSocket, callId: string | null, known: Partial<StreamFormat>): Recording {
    const { store, clock, log } = this.options;
    const origin = { sessionId: null, carrier: null, carrierCallId: null, assistantCallId: callId };
    const running = store.start({ source: 'listen', ...origin }, UNKNOWN_FORMAT);
    const { recording } = running;
    log.info({ recording: recording.id }, 'listening to a call');
    const listener = new VapiListener(socket, running, {
      ...{ known, clock, log },
      ended: (ending) => {
        this.#running.delete(recording.id);
        const result = ending.then((ended) => this.#announce(ended));
        this.#results.add(result);
        const forget = (): void => void this.#results.delete(result);
        result.then(forget, forget);
      },
      closed: () => {
        this.#open.delete(listener);
        this.#count -= 1;
      },
    });
    this.#open.add(listener);
    this.#running.set(recording.id, listener);
    listener.begin();
    return recording;
  }

  /** There is no session: the recording stands for it, as a session of its own. */
  #announce({ id, assistantCallId, seconds, bytes }: Recording): void {
    if (!this.options.store.get(id)) return;
    const identity = {
      sessionId: id,
      carrier: 'listen',
      carrierCallId: assistantCallId ?? id,
      assistantCallId,
    };
    this.options.announce(identity, { type: 'recording.ready', recordingId: id, seconds, bytes });
  }
}

/** Whether Vapi wants another proof of who listens than it was given. */
function isRefusal(error: unknown): error is BridgeError {
  return error instanceof BridgeError && /^status 40[13]$/.test(error.detail ?? '');
}
