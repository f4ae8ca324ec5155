import { WebSocket } from 'ws';
import type { Clock } from '../clock';
import { BridgeError } from '../errors';
import type { AssistantAttempt, AssistantPeer, AssistantSource, PeerListener } from '../relay/peer';
import { closeSocket } from '../sockets/closeSocket';
import { startHeartbeat } from '../sockets/heartbeat';
import { isTrustedSocketUrl } from './address';
import type { VapiCallClient } from './callClient';
import { END_CALL_MESSAGE, parseVapiMessage, type CallRequest } from './messages';

/** A caller who has heard nothing for this long is told; it covers the creation of the call and its socket. */
const BUDGET_MS = 8000;
/** Text that isn't asked for may come all the same, and should not cost the call, however long it has grown. */
const MAX_PAYLOAD = 16 * 1024 * 1024;

export interface TransportOptions {
  client: VapiCallClient;
  baseUrl: string;
  apiKey: string;
  userAgent: string;
  clock: Clock;
  /** Each socket that is opened, so that its owner can count what is left open. */
  track: (socket: WebSocket) => void;
}

/** Vapi as the assistant of a session: creates the call and opens the socket that Vapi names for it. */
export class VapiTransport {
  constructor(private readonly options: TransportOptions) {}

  /** The source of the assistant for one call. */
  forCall(call: CallRequest): AssistantSource {
    return { open: (attempt) => this.#open(call, attempt) };
  }

  async #open(request: CallRequest, attempt: AssistantAttempt): Promise<void> {
    const { client, baseUrl, clock } = this.options;
    const deadline = clock.now() + BUDGET_MS;
    const call = await client.create(request, () => attempt.wanted(), deadline);
    if (!call) return;
    attempt.created(call.callId);
    if (!isTrustedSocketUrl(call.websocketCallUrl, baseUrl)) throw new BridgeError('VAPI_ADDRESS_REFUSED');
    // Also when the session has ended meanwhile: the call exists now, and is ended over its socket.
    await this.#connect(call.websocketCallUrl, attempt, deadline);
  }

  #connect(url: string, attempt: AssistantAttempt, deadline: number): Promise<void> {
    const { apiKey, userAgent, clock, track } = this.options;
    const socket = new WebSocket(url, {
      headers: { 'user-agent': userAgent, authorization: `Bearer ${apiKey}` },
      perMessageDeflate: false,
      maxPayload: MAX_PAYLOAD,
      followRedirects: false,
    });
    track(socket);
    let timedOut = false;
    const timer = clock.after(deadline - clock.now(), () => {
      timedOut = true;
      socket.terminate();
    });
    return new Promise((resolve, reject) => {
      socket.once('open', () => {
        timer.cancel();
        startHeartbeat(socket, clock);
        const peer = new VapiPeer(socket, clock);
        peer.listen(attempt.opened(peer));
        resolve();
      });
      // After the opening, `close` follows each error and ends the session.
      socket.on('error', (error) => {
        timer.cancel();
        const status = /^Unexpected server response: (\d{3})$/.exec(error.message)?.[1];
        const detail = status ? `status ${status}` : (error as NodeJS.ErrnoException).code;
        reject(
          new BridgeError(timedOut ? 'VAPI_TIMEOUT' : 'VAPI_SOCKET_FAILED', timedOut ? 'socket' : detail),
        );
      });
    });
  }
}

/** An open socket of Vapi's transport: binary frames are audio, text frames are messages. */
class VapiPeer implements AssistantPeer {
  constructor(
    private readonly socket: WebSocket,
    private readonly clock: Clock,
  ) {}

  get backlogBytes(): number {
    return this.socket.bufferedAmount;
  }

  listen(listener: PeerListener): void {
    this.socket.on('message', (data, isBinary) => {
      if (isBinary) {
        listener({ kind: 'audio', audio: data as Buffer });
        return;
      }
      const event = parseVapiMessage((data as Buffer).toString());
      if (event.kind === 'malformed') listener({ kind: 'malformed', problem: 'not-json' });
      else if (event.kind !== 'ignored') listener(event);
    });
    this.socket.on('close', (code) => listener({ kind: 'closed', code }));
  }

  sendAudio(audio: Buffer, written?: () => void): void {
    if (this.socket.readyState !== WebSocket.OPEN) {
      written?.();
      return;
    }
    this.socket.send(audio, { binary: true }, () => written?.());
  }

  end(): void {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(END_CALL_MESSAGE);
    this.close();
  }

  close(): void {
    closeSocket(this.socket, this.clock);
  }
}
