import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { Clock } from '../../clock';
import { BridgeError } from '../../errors';
import type { Logger } from '../../log';
import type { CarrierPeer, PeerListener } from '../../relay/peer';
import { TICKET_PARAMETER } from './answer';
import type { TwilioCallControl } from './hangUp';
import { TwilioMediaPeer } from './mediaPeer';
import type { TwilioStart } from './protocol';
import { isSignedUpgrade } from './signature';

/** Sockets whose `start` has not come yet. Twilio's comes at once, so few are enough. */
const MAX_WAITING = 32;
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
  clock: Clock;
  log: Logger;
}

/** The WebSocket end of /twilio/media: who may open one, and which call it is. */
export class MediaSockets {
  readonly #server = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: MAX_PAYLOAD,
  });
  #waiting = 0;

  constructor(private readonly options: MediaSocketsOptions) {}

  /** Sockets that are open. */
  get size(): number {
    return this.#server.clients.size;
  }

  /**
   * Takes over an upgrade request.
   * @throws BridgeError TWILIO_NOT_CONFIGURED, TWILIO_SIGNATURE_INVALID, TWILIO_MEDIA_LIMIT; nothing was done then
   */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { publicUrl, authToken, clock, control, log } = this.options;
    if (authToken === undefined) throw new BridgeError('TWILIO_NOT_CONFIGURED');
    const signature = request.headers['x-twilio-signature'];
    if (!isSignedUpgrade(authToken, publicUrl, typeof signature === 'string' ? signature : undefined)) {
      throw new BridgeError('TWILIO_SIGNATURE_INVALID');
    }
    if (this.#waiting >= MAX_WAITING) throw new BridgeError('TWILIO_MEDIA_LIMIT', `${MAX_WAITING} sockets`);
    this.#server.handleUpgrade(request, socket, head, (webSocket) => {
      this.#waiting += 1;
      new TwilioMediaPeer(webSocket, {
        clock,
        control,
        onStart: (start, peer) => this.#onStart(start, peer),
        onSettled: (outcome) => {
          this.#waiting -= 1;
          if (outcome !== 'started') log.warn({ outcome }, 'media socket refused');
        },
      });
    });
  }

  /** Cuts what is still open. */
  terminate(): void {
    for (const socket of this.#server.clients) socket.terminate();
  }

  #onStart(start: TwilioStart, peer: CarrierPeer): PeerListener | undefined {
    const ticket = start.parameters.get(TICKET_PARAMETER);
    if (ticket === undefined) return undefined;
    return this.options.claim(ticket, start.callSid)?.attachCarrier(peer);
  }
}
