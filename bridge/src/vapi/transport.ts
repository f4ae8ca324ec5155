import type { Clock } from '../clock';
import { BridgeError } from '../errors';
import type {
  AssistantAttempt,
  AssistantCommand,
  AssistantPeer,
  AssistantSource,
  PeerEvent,
  PeerListener,
} from '../relay/peer';
import { connectWebSocket } from '../sockets/connect';
import type { MediaSocket } from '../sockets/mediaSocket';
import { isTrustedSocketUrl } from './address';
import type { VapiCallClient } from './callClient';
import type { VapiControlClient } from './controlClient';
import {
  addMessage,
  createCallBody,
  END_CALL_MESSAGE,
  parseVapiMessage,
  SOCKET_COMMANDS,
  type CallRequest,
  type CreatedCall,
} from './messages';
import { resumptionNotice } from './resumption';

/** A caller who has heard nothing for this long is told; it covers the creation of the call and its socket. */
const BUDGET_MS = 8000;
/** Text that isn't asked for may come all the same, and should not cost the call, however long it has grown. */
const MAX_PAYLOAD = 16 * 1024 * 1024;

const DRAINED: PeerEvent = { kind: 'drained' };
const ALIVE: PeerEvent = { kind: 'alive' };

export interface TransportOptions {
  client: VapiCallClient;
  control: VapiControlClient;
  baseUrl: string;
  apiKey: string;
  userAgent: string;
  clock: Clock;
  /** Whether anybody wants to know the turns of all conversations, such as a second assistant. */
  transcripts: boolean;
  /** Whether anybody wants to know which tools are called. */
  toolCalls: boolean;
}

/** Vapi as the assistant of a session: creates the call and opens the socket that Vapi names for it. */
export class VapiTransport {
  #size = 0;

  constructor(private readonly options: TransportOptions) {}

  /** Sockets that are open, or being opened. */
  get size(): number {
    return this.#size;
  }

  /** The source of the assistant for one call. */
  forCall(call: CallRequest): AssistantSource {
    return { open: (attempt) => this.#open(call, attempt) };
  }

  async #open(request: CallRequest, attempt: AssistantAttempt): Promise<void> {
    const { client, baseUrl, clock, toolCalls } = this.options;
    const transcripts = this.options.transcripts || request.transcripts === true;
    const resumes = attempt.history.length > 0;
    const body = createCallBody(request, { transcripts, toolCalls, resumes });
    const deadline = clock.now() + BUDGET_MS;
    const call = await client.create(body, () => attempt.wanted(), deadline);
    if (!call) return;
    attempt.created(call.callId);
    if (!isTrustedSocketUrl(call.websocketCallUrl, baseUrl)) throw new BridgeError('VAPI_ADDRESS_REFUSED');
    // Also when the session has ended meanwhile: the call exists now, and is ended over its socket.
    const peer = await this.#connect(call, transcripts, deadline);
    // A guess, as nobody documents it: that Vapi takes this as the socket's first message, and that the assistant
    // then speaks although it waits for the caller. If it doesn't, it answers the caller's next words.
    if (resumes) peer.tell(resumptionNotice(attempt.history), true);
    peer.listen(attempt.opened(peer));
  }

  async #connect(
    { websocketCallUrl, controlUrl }: CreatedCall,
    transcripts: boolean,
    deadline: number,
  ): Promise<VapiPeer> {
    const { apiKey, userAgent, clock, control, toolCalls } = this.options;
    this.#size += 1;
    try {
      const socket = await connectWebSocket(websocketCallUrl, {
        headers: { 'user-agent': userAgent, authorization: `Bearer ${apiKey}` },
        clock,
        maxPayload: MAX_PAYLOAD,
        timeoutMs: deadline - clock.now(),
      });
      return new VapiPeer(socket, {
        ...{ transcripts, toolCalls },
        post: (command) => control.send(controlUrl, command),
        onClosed: () => (this.#size -= 1),
      });
    } catch (error) {
      this.#size -= 1;
      throw error;
    }
  }
}

interface VapiPeerOptions {
  transcripts: boolean;
  toolCalls: boolean;
  /** Sends a command to the call's control address. */
  post: (command: AssistantCommand) => Promise<void>;
  onClosed: () => void;
}

/** An open socket of Vapi's transport: binary frames are audio, text frames are messages. */
class VapiPeer implements AssistantPeer {
  constructor(
    private readonly socket: MediaSocket,
    private readonly options: VapiPeerOptions,
  ) {}

  get backlogBytes(): number {
    return this.socket.backlogBytes;
  }

  listen(listener: PeerListener): void {
    this.socket.listen({
      binary: (audio) => listener.audio(audio),
      text: (message) => this.#onText(message, listener),
      drained: () => listener.event(DRAINED),
      closed: (code) => {
        this.options.onClosed();
        listener.event({ kind: 'closed', code });
      },
    });
  }

  sendAudio(audio: Buffer): void {
    if (this.socket.isOpen) this.socket.sendBinary(audio);
  }

  tell(content: string, respond: boolean): void {
    if (this.socket.isOpen) this.socket.sendText(addMessage(content, respond));
  }

  async control(command: AssistantCommand): Promise<void> {
    if (!SOCKET_COMMANDS.has(command.type)) return this.options.post(command);
    if (!this.socket.isOpen) throw new BridgeError('ASSISTANT_NOT_CONNECTED');
    this.socket.sendText(JSON.stringify(command));
  }

  end(): void {
    if (this.socket.isOpen) this.socket.sendText(END_CALL_MESSAGE);
    this.close();
  }

  close(): void {
    this.socket.close();
  }

  #onText(message: Buffer, listener: PeerListener): void {
    const event = parseVapiMessage(message);
    switch (event.kind) {
      case 'ignored':
        break;
      case 'malformed':
        listener.event({ kind: 'malformed', problem: 'not-json' });
        break;
      case 'said':
        // Not asked for otherwise, but an assistant's own settings might have it sent.
        listener.event(this.options.transcripts ? event : ALIVE);
        break;
      case 'tool-calls':
        listener.event(this.options.toolCalls ? event : ALIVE);
        break;
      default:
        listener.event(event);
    }
  }
}
