import type { Admission } from './admission';
import type { Dialler } from './carriers/dialRequest';
import type { Clock } from './clock';
import type { Config } from './config';
import { BridgeError } from './errors';
import type { Logger } from './log';
import type { EndReason } from './relay/endings';
import { FrameClock } from './relay/frameClock';
import type { TransferOutcome } from './relay/handOver';
import type { Meter } from './relay/meter';
import type { SessionObserver } from './relay/observer';
import { Session } from './relay/session';
import type { SessionOptions } from './relay/sessionOptions';
import type { SessionStore } from './relay/sessionStore';
import { Tickets } from './relay/tickets';
import type { Assistant } from './vapi/messages';
import type { VapiTransport } from './vapi/transport';

/** A stream comes within a second or two, also when the carrier repeats its set-up. */
const TICKET_LIFETIME_MS = 60_000;
/** How long a telephone rings, in s, unless the request says otherwise. */
const RINGING_SECONDS = 60;

/** A call that a carrier has told us of, and proved to come from it. */
export interface IncomingCall {
  carrier: string;
  carrierCallId: string;
  callerNumber: string | undefined;
  calledNumber: string | undefined;
}

/** A call that somebody wants to be placed. Numbers are E.164. */
export interface OutboundCall {
  to: string;
  /** The number that the called party sees; BRIDGE_FROM_NUMBER when missing. */
  from?: string;
  /** By its name, such as `twilio`; when missing, the first that is configured for calls out. */
  carrier?: string;
  /** Who talks; the assistant of VAPI_ASSISTANT_ID when missing. */
  assistant?: Assistant;
  /** For the assistant's prompt; they win over the bridge's own `callerNumber`, `calledNumber`, `carrierCallId`. */
  variableValues?: Readonly<Record<string, unknown>>;
  /** Comes back in the session's events and view, and at Vapi. */
  metadata?: Readonly<Record<string, unknown>>;
  /** Whether the carrier is to find out if a machine has answered; told by the event `machine-detection`. */
  machineDetection?: boolean;
  /** How long it may ring; 60 s when missing. */
  timeoutSeconds?: number;
  /** Whether it will be recorded, what is said in it with it. */
  record?: boolean;
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
  /** The carriers, as far as they place calls. */
  diallers: readonly Dialler[];
  /** Told of what happens in each session. */
  observers: readonly SessionObserver[];
  clock: Clock;
  meter: Meter;
  log: Logger;
}

/** Takes calls in: decides, opens the assistant at once, and hands out the ticket that the media stream shows. */
export class CallIntake {
  readonly #tickets: Tickets<Session>;
  readonly #offers = new Map<Session, Offer>();
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
    const { config, admission, sessions, transport, clock, log } = this.options;
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
    const session = this.#createSession({ ...call, direction: 'inbound', metadata: {} });
    const ticket = this.#offer(session, clock.now() + TICKET_LIFETIME_MS);
    log.info({ session: session.id, carrier, carrierCallId, assistantId }, 'call taken');
    const request = { ...call, direction: 'inbound' as const, assistant: { assistantId } };
    void session.openAssistant(transport.forCall(request));
    return { kind: 'connect', ticket };
  }

  /**
   * Has a carrier place a call. Vapi's call is created when it is answered.
   * @returns the session, as soon as the carrier has taken the call
   * @throws BridgeError SESSIONS_FULL, BRIDGE_DRAINING, ASSISTANT_MISSING, CARRIER_UNKNOWN, CARRIER_DIAL_UNAVAILABLE,
   *   FROM_MISSING, SESSION_ENDED, or what the carrier says; no call is placed then
   */
  async dial(call: OutboundCall): Promise<Session> {
    const { config, transport, clock, log } = this.options;
    this.#requireRoom();
    const { assistantId: defaultId } = config.vapi;
    const assistant = call.assistant ?? (defaultId === undefined ? undefined : { assistantId: defaultId });
    if (!assistant) throw new BridgeError('ASSISTANT_MISSING');
    const { name: carrier, dial } = this.#dialler(call.carrier);
    const { to, from = config.fromNumber, variableValues = {}, metadata = {}, record = false } = call;
    const { machineDetection = false, timeoutSeconds = RINGING_SECONDS } = call;
    if (from === undefined) throw new BridgeError('FROM_MISSING');
    const common = {
      carrier,
      callerNumber: from,
      calledNumber: to,
      direction: 'outbound' as const,
      metadata,
    };
    const session = this.#createSession({ ...common, carrierCallId: undefined });
    // The answered leg's stream shows it, however long the telephone has rung.
    const ticket = this.#offer(session, clock.now() + timeoutSeconds * 1000 + TICKET_LIFETIME_MS);
    log.info({ session: session.id, carrier }, 'call out');
    const request = { to, from, ticket, sessionId: session.id, machineDetection, timeoutSeconds };
    await session.place(() => dial(request), {
      open: (attempt) => {
        const { carrierCallId = '' } = session;
        const conversation = { ...common, carrierCallId, assistant, variableValues, transcripts: record };
        return transport.forCall(conversation).open(attempt);
      },
    });
    return session;
  }

  /** The carrier has told that a call out was answered. `sessionId` is the one that its webhook names, if any. */
  answered(carrierCallId: string, sessionId?: string): void {
    const session = this.#find(carrierCallId, sessionId);
    // It may overtake the carrier's answer that names the call, and Vapi is to hear the name.
    session?.named(carrierCallId);
    session?.answered();
  }

  /** The carrier has told what has answered a call out: a person, a machine …, in its own words. */
  machineDetected(carrierCallId: string, result: string, sessionId?: string): void {
    this.#find(carrierCallId, sessionId)?.machineDetected(result);
  }

  /**
   * A carrier has told once more of a call that was taken, since the answer did not reach it. Nothing is opened, and
   * the session waits no longer for it.
   * @param sessionId the one that the webhook names, if any
   * @returns a ticket in place of the one before, which is void now; `undefined`: no session of this call waits
   */
  takeAgain(carrierCallId: string, sessionId?: string): string | undefined {
    const session = this.#find(carrierCallId, sessionId);
    const offer = session && this.#offers.get(session);
    if (!offer?.session.waiting) return undefined;
    this.#tickets.revoke(offer.ticket);
    return this.#offer(offer.session, offer.until);
  }

  /**
   * The carrier has told that no stream will come for this call: ends its session, if it still waits for one.
   * @param sessionId the one that the webhook names, if any
   */
  abandon(carrierCallId: string, reason: EndReason, sessionId?: string): void {
    const session = this.#find(carrierCallId, sessionId);
    // Of a call out this may be the first that is heard of it.
    if (sessionId !== undefined) session?.named(carrierCallId);
    session?.abandon(reason);
  }

  /** A carrier has named the call out of a session for the first time. */
  named(carrierCallId: string, sessionId: string): void {
    this.#find(carrierCallId, sessionId)?.named(carrierCallId);
  }

  /**
   * The carrier has told that somebody has answered whom the caller of this session is handed to. By the session's id,
   * since it is the call to somebody else that is told of.
   */
  transferAnswered(sessionId: string): void {
    this.options.sessions.get(sessionId)?.transferAnswered();
  }

  /** The carrier has told that the call of this session's caller to somebody else is over; nothing, if it never began. */
  transferEnded(sessionId: string): void {
    this.options.sessions.get(sessionId)?.transferEnded();
  }

  /**
   * The carrier has told what became of a hand-over, maybe once more.
   * @returns the ticket of the stream with which the caller comes back; `undefined`: they don't, or the session is gone
   */
  transferOver(carrierCallId: string, outcome: TransferOutcome): string | undefined {
    const session = this.#find(carrierCallId);
    if (!session?.transferOver(outcome)) return this.takeAgain(carrierCallId);
    return this.#offer(session, this.options.clock.now() + TICKET_LIFETIME_MS);
  }

  /** The session that a stream's ticket stands for; `undefined`: unknown, used, expired, or another call's. */
  claim(ticket: string, carrierCallId: string): Session | undefined {
    // Of a call out the stream may come before the carrier's answer that names the call.
    const session = this.#tickets.redeem(
      ticket,
      (claimed) => (claimed.carrierCallId ?? carrierCallId) === carrierCallId,
    );
    if (!session) return undefined;
    session.named(carrierCallId);
    this.#withdraw(session);
    return session;
  }

  #createSession(
    call: Pick<
      SessionOptions,
      'carrier' | 'carrierCallId' | 'callerNumber' | 'calledNumber' | 'direction' | 'metadata'
    >,
  ): Session {
    const { config, sessions, observers, clock, meter, log } = this.options;
    const { carrier, carrierCallId, callerNumber, calledNumber, direction, metadata } = call;
    const session = new Session({
      ...{ carrier, carrierCallId, callerNumber, calledNumber, direction, metadata },
      ...{ observers, settings: config.call, clock, frames: this.#frames, meter, log },
    });
    sessions.add(session);
    void session.ended.then(() => this.#withdraw(session));
    return session;
  }

  /** @throws BridgeError SESSIONS_FULL, BRIDGE_DRAINING */
  #requireRoom(): void {
    const { admission, sessions } = this.options;
    const admittance = admission.check(sessions.size);
    if (admittance === 'full') throw new BridgeError('SESSIONS_FULL', `${admission.maxSessions} sessions`);
    if (admittance === 'draining') throw new BridgeError('BRIDGE_DRAINING');
  }

  /** @throws BridgeError CARRIER_UNKNOWN, CARRIER_DIAL_UNAVAILABLE */
  #dialler(name: string | undefined): { name: string; dial: NonNullable<Dialler['dial']> } {
    const { diallers } = this.options;
    const dialler = diallers.find((each) => (name === undefined ? each.dial : each.name === name));
    if (!dialler && name !== undefined) throw new BridgeError('CARRIER_UNKNOWN', name.slice(0, 64));
    if (!dialler?.dial) throw new BridgeError('CARRIER_DIAL_UNAVAILABLE', name);
    return { name: dialler.name, dial: dialler.dial };
  }

  /** The session of a call; by its own id also before the carrier's answer has named the call. */
  #find(carrierCallId: string, sessionId?: string): Session | undefined {
    const { sessions } = this.options;
    if (sessionId === undefined) {
      return sessions.list().find((session) => session.carrierCallId === carrierCallId);
    }
    const session = sessions.get(sessionId);
    return (session?.carrierCallId ?? carrierCallId) === carrierCallId ? session : undefined;
  }

  #offer(session: Session, until: number): string {
    const lifetimeMs = until - this.options.clock.now();
    const ticket = this.#tickets.issue(session, () => session.end('stream-never-came'), lifetimeMs);
    this.#offers.set(session, { session, ticket, until });
    return ticket;
  }

  #withdraw(session: Session): void {
    const offer = this.#offers.get(session);
    if (!offer) return;
    this.#offers.delete(session);
    this.#tickets.revoke(offer.ticket);
  }
}
