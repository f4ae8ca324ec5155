import type { Admission } from './admission';
import type { Clock } from './clock';
import type { Config } from './config';
import type { Logger } from './log';
import type { EndReason } from './relay/endings';
import { FrameClock } from './relay/frameClock';
import type { Meter } from './relay/meter';
import type { SessionObserver } from './relay/observer';
import { Session } from './relay/session';
import type { SessionStore } from './relay/sessionStore';
import { Tickets } from './relay/tickets';
import type { VapiTransport } from './vapi/transport';

/** A stream comes within a second or two, also when the carrier repeats its set-up. */
const TICKET_LIFETIME_MS = 60_000;

/** A call that a carrier has told us of, and proved to come from it. */
export interface IncomingCall {
  carrier: string;
  carrierCallId: string;
  callerNumber: string | undefined;
  calledNumber: string | undefined;
}

export type Reception =
  | { kind: 'connect'; ticket: string }
  /** No more calls are taken for now: at the limit, or about to stop. */
  | { kind: 'busy' }
  /** No assistant is named for this call. */
  | { kind: 'no-assistant' };

/** A session whose stream has not come yet. */
interface Offer {
  session: Session;
  ticket: string;
  /** When the session ends without a stream. */
  until: number;
}

export interface IntakeOptions {
  config: Config;
  admission: Admission;
  sessions: SessionStore;
  transport: VapiTransport;
  /** Told of what happens in each session. */
  observers: readonly SessionObserver[];
  clock: Clock;
  meter: Meter;
  log: Logger;
}

/** Takes calls in: decides, opens the assistant at once, and hands out the ticket that the media stream shows. */
export class CallIntake {
  readonly #tickets: Tickets<Session>;
  /** By the carrier's id of the call. */
  readonly #offers = new Map<string, Offer>();
  readonly #frames: FrameClock;

  constructor(private readonly options: IntakeOptions) {
    this.#frames = new FrameClock(options.clock);
    this.#tickets = new Tickets(options.clock, TICKET_LIFETIME_MS);
  }

  /** Tickets that nobody has shown yet. */
  get tickets(): number {
    return this.#tickets.size;
  }

  /**
   * Answers a call. The assistant is opened while the carrier sets up its stream, so the caller doesn't wait for the
   * two one after the other; this doesn't wait for it either.
   */
  take(call: IncomingCall): Reception {
    const { config, admission, sessions, transport, observers, clock, meter, log } = this.options;
    const { carrier, carrierCallId } = call;
    const admittance = admission.check(sessions.size);
    if (admittance !== 'admitted') {
      log.warn({ carrierCallId, admittance, sessions: sessions.size }, 'call not admitted');
      return { kind: 'busy' };
    }
    const assistantId = config.vapi.assistantId;
    if (assistantId === undefined) {
      log.warn({ carrierCallId }, 'call without assistant: set VAPI_ASSISTANT_ID');
      return { kind: 'no-assistant' };
    }
    const { call: settings } = config;
    const frames = this.#frames;
    const { callerNumber, calledNumber } = call;
    const session = new Session({
      ...{ carrier, carrierCallId, callerNumber, calledNumber, direction: 'inbound', metadata: {} },
      ...{ observers, settings, clock, frames, meter, log },
    });
    sessions.add(session);
    const ticket = this.#offer(session, clock.now() + TICKET_LIFETIME_MS);
    void session.ended.then(() => this.#withdraw(session));
    log.info({ session: session.id, carrier, carrierCallId, assistantId }, 'call taken');
    void session.openAssistant(transport.forCall({ ...call, assistantId }));
    return { kind: 'connect', ticket };
  }

  /**
   * A carrier has told once more of a call that was taken, since the answer did not reach it. Nothing is opened, and
   * the session waits no longer for it.
   * @returns a ticket in place of the one before, which is void now; `undefined`: no session of this call waits
   */
  takeAgain(carrierCallId: string): string | undefined {
    const offer = this.#offers.get(carrierCallId);
    if (!offer?.session.waiting) return undefined;
    this.#tickets.revoke(offer.ticket);
    return this.#offer(offer.session, offer.until);
  }

  /** The carrier has told that no stream will come for this call: ends its session, if it still waits for one. */
  abandon(carrierCallId: string, reason: EndReason): void {
    for (const session of this.options.sessions.list()) {
      if (session.waiting && session.carrierCallId === carrierCallId) session.end(reason);
    }
  }

  /** The session that a stream's ticket stands for; `undefined`: unknown, used, expired, or another call's. */
  claim(ticket: string, carrierCallId: string): Session | undefined {
    const session = this.#tickets.redeem(ticket, (claimed) => claimed.carrierCallId === carrierCallId);
    if (session) this.#withdraw(session);
    return session;
  }

  #offer(session: Session, until: number): string {
    const lifetimeMs = until - this.options.clock.now();
    const ticket = this.#tickets.issue(session, () => session.end('stream-never-came'), lifetimeMs);
    this.#offers.set(session.carrierCallId, { session, ticket, until });
    return ticket;
  }

  #withdraw(session: Session): void {
    const offer = this.#offers.get(session.carrierCallId);
    if (offer?.session !== session) return;
    this.#offers.delete(session.carrierCallId);
    this.#tickets.revoke(offer.ticket);
  }
}
