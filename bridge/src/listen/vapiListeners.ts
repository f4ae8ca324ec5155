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
import type { StreamFormat } from './format';
import { findListenUrl, type ListenAddressOptions } from './listenAddress';
import { StreamIntake } from './streamIntake';

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

/** Records live calls of Vapi's that don't go through this bridge, each until its listen stream ends. */
export class VapiListeners {
  readonly #sockets = new Set<MediaSocket>();
  readonly #results = new Set<Promise<void>>();
  #count = 0;
  #isClosed = false;

  constructor(private readonly options: VapiListenersOptions) {}

  /**
   * Begins to record a call.
   * @param known what of the stream's format is not to be found out
   * @throws BridgeError LISTEN_LIMIT, LISTEN_ADDRESS_REFUSED, VAPI_SOCKET_FAILED, VAPI_TIMEOUT, and those of
   *   `findListenUrl`
   */
  async start(target: ListenTarget, known: Partial<StreamFormat>): Promise<Recording> {
    if (this.#count >= MAX_LISTENERS || this.#isClosed) throw new BridgeError('LISTEN_LIMIT');
    this.#count += 1;
    try {
      const socket = await this.#connect(target);
      this.#sockets.add(socket);
      return this.#record(socket, 'callId' in target ? target.callId : null, known);
    } catch (error) {
      this.#count -= 1;
      throw error;
    }
  }

  /** Ends all of them. */
  close(): void {
    this.#isClosed = true;
    for (const socket of this.#sockets) socket.terminate();
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
    // Without the private key: the address is the secret, and where a call asks for more it is the public key.
    const headers = { 'user-agent': userAgent };
    const socket = await connectWebSocket(url, {
      headers,
      clock,
      maxPayload: MAX_PAYLOAD,
      timeoutMs: TIMEOUT_MS,
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
    const intake = new StreamIntake(
      {
        format: (format) => {
          running.useFormat(format);
          log.info({ recording: recording.id, ...format }, 'listen format');
        },
        audio: (audio) => {
          if (!running.append(audio)) socket.close();
        },
      },
      known,
    );
    // It can be deleted while it is being made.
    void running.over.then(() => socket.close());
    socket.listen({
      binary: (audio) => intake.push(audio, clock.now()),
      // Nobody documents what is said there; it may quote the conversation.
      text: () => undefined,
      drained: () => undefined,
      closed: (code) => {
        this.#sockets.delete(socket);
        this.#count -= 1;
        intake.end();
        const result = running.end().then((ended) => this.#announce(ended));
        this.#results.add(result);
        const forget = (): void => void this.#results.delete(result);
        result.then(forget, forget);
        log.info({ recording: recording.id, code }, 'listening ended');
      },
    });
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
