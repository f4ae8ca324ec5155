import type { Admission } from './admission';
import type { Clock } from './clock';
import type { Config } from './config';
import type { Logger } from './log';
import type { EndReason } from './relay/endings';
import { FrameClock } from './relay/frameClock';
import type { Meter } from './relay/meter';
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

export interface IntakeOptions {
  config: Config;
  admission: Admission;
  sessions: SessionStore;
  transport: VapiTransport;
  clock: Clock;
  meter: Meter;
  log: Logger;
}

/** Takes calls in: decides, opens the assistant at once, and hands out the ticket that the media stream shows. */
export class CallIntake {
  readonly #tickets: Tickets<Session>;
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
    const { config, admission, sessions, transport, clock, meter, log } = this.options;
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
    const session = new Session({ carrier, carrierCallId, settings, clock, frames, meter, log });
    sessions.add(session);
    const ticket = this.#tickets.issue(session, () => session.end('stream-never-came'));
    void session.ended.then(() => this.#tickets.revoke(ticket));
    log.info({ session: session.id, carrier, carrierCallId, assistantId }, 'call taken');
    void session.openAssistant(transport.forCall({ ...call, assistantId }));
    return { kind: 'connect', ticket };
  }

  /** The carrier has told that no stream will come for this call: ends its session, if it still waits for one. */
  abandon(carrierCallId: string, reason: EndReason): void {
    for (const session of this.options.sessions.list()) {
      if (session.waiting && session.carrierCallId === carrierCallId) session.end(reason);
    }
  }

  /** The session that a stream's ticket stands for; `undefined`: unknown, used, expired, or another call's. */
  claim(ticket: string, carrierCallId: string): Session | undefined {
    return this.#tickets.redeem(ticket, (session) => session.carrierCallId === carrierCallId);
  }
}
