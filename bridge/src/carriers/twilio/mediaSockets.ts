import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Clock } from '../../clock';
import { BridgeError } from '../../errors';
import { RareWarnings, type Logger } from '../../log';
import type { CarrierPeer, PeerListener } from '../../relay/peer';
import { acceptWebSocket } from '../../sockets/accept';
import type { MediaSocket } from '../../sockets/mediaSocket';
import { TICKET_PARAMETER } from './answer';
import type { TwilioCallControl } from './hangUp';
import { TwilioMediaPeer } from './mediaPeer';
import type { TwilioStart } from './protocol';
import { isSignedUpgrade } from './signature';
import { WaitingSockets } from './waitingSockets';

/** Twilio's frames have some 400 bytes; nothing documented comes near this. */
const MAX_PAYLOAD = 64 * 1024;

/** What a stream's ticket stands for. */
export interface MediaClaim {
  attachCarrier(peer: CarrierPeer): PeerListener | undefined;
}

export interface MediaSocketsOptions {
  publicUrl: string;
  authToken: string | undefined;
  control: TwilioCallControl;
  /** Redeems a ticket for a call. */
  claim: (ticket: string, callSid: string) => MediaClaim | undefined;
  /** Who a request comes from, as the key of a limit. */
  clientAddress: (request: IncomingMessage) => string;
  clock: Clock;
  log: Logger;
}

/** The WebSocket end of /twilio/media: who may open one, and which call it is. */
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
   * @throws BridgeError TWILIO_NOT_CONFIGURED, TWILIO_SIGNATURE_INVALID, TWILIO_MEDIA_LIMIT, REQUEST_INVALID; nothing
   *   was done then
   */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { publicUrl, authToken, clock, control, clientAddress } = this.options;
    if (authToken === undefined) throw new BridgeError('TWILIO_NOT_CONFIGURED');
    const signature = request.headers['x-twilio-signature'];
    if (!isSignedUpgrade(authToken, publicUrl, typeof signature === 'string' ? signature : undefined)) {
      throw new BridgeError('TWILIO_SIGNATURE_INVALID');
    }
    const address = clientAddress(request);
    if (this.#waiting.isFull(address)) {
      throw new BridgeError('TWILIO_MEDIA_LIMIT', `${this.#waiting.size} sockets in all`);
    }
    const mediaSocket = acceptWebSocket(request, socket, head, { clock, maxPayload: MAX_PAYLOAD });
    this.#open.add(mediaSocket);
    this.#waiting.enter(address);
    new TwilioMediaPeer(mediaSocket, {
      clock,
      control,
      onStart: (start, peer) => this.#onStart(start, peer),
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

  #onStart(start: TwilioStart, peer: CarrierPeer): PeerListener | undefined {
    const ticket = start.parameters.get(TICKET_PARAMETER);
    if (ticket === undefined) return undefined;
    return this.options.claim(ticket, start.callSid)?.attachCarrier(peer);
  }
}
