import { Counter, Gauge, Histogram, Registry, type Metric } from 'prom-client';
import { isErrorCode } from './errors';
import { endings, type EndReason, type Side } from './relay/endings';
import type { Direction, Meter } from './relay/meter';
import { RelayDelay } from './metrics/relayDelay';

/** The close codes of RFC 6455, 7.4 and its registry that occur here; a peer may send any other number. */
const CLOSE_CODES = new Set([1000, 1001, 1002, 1003, 1005, 1006, 1007, 1008, 1009, 1010, 1011, 1012, 1013]);
/** How long calls last: from a wrong number to an hour of talk. */
const CALL_SECONDS = [5, 15, 30, 60, 120, 300, 600, 1200, 1800, 3600];
/** How long a caller waits. Beyond 8 s the bridge gives up. */
const WAIT_SECONDS = [0.02, 0.05, 0.1, 0.2, 0.4, 0.8, 1.5, 3, 5, 8];

/** Where audio that goes this way goes to. */
const destination: Record<Direction, Side> = { to_assistant: 'assistant', to_caller: 'carrier' };

/**
 * What the bridge counts, for Prometheus. No label holds an id, a number or a word of a call: each has a fixed and
 * small set of values.
 */
export class BridgeMetrics implements Meter {
  readonly registry = new Registry();
  readonly #delay = new RelayDelay(
    'bridge_relay_delay_seconds',
    'Time that audio waited here: to_assistant for the socket, to_caller beyond its turn on the 20 ms clock',
  );
  readonly #active = new Gauge({
    ...this.#named('bridge_sessions_active', 'Calls, from their webhook until everything of them is closed'),
  });
  readonly #ended = new Counter({
    ...this.#named('bridge_sessions_total', 'Calls that have ended, by the reason of their end'),
    labelNames: ['result'],
  });
  readonly #seconds = new Histogram({
    ...this.#named('bridge_session_seconds', 'Time from the webhook of a call until all of it was closed'),
    buckets: CALL_SECONDS,
  });
  readonly #dropped = new Counter({
    ...this.#named(
      'bridge_frames_dropped_total',
      'Audio not passed on, in 20 ms frames, by where it should go',
    ),
    labelNames: ['side'],
  });
  readonly #connect = new Histogram({
    ...this.#named(
      'bridge_upstream_connect_seconds',
      'Time to create the call at Vapi and to open its socket',
    ),
    buckets: WAIT_SECONDS,
  });
  readonly #failures = new Counter({
    ...this.#named(
      'bridge_upstream_failures_total',
      'Attempts to reach Vapi that failed, by the code of the error',
    ),
    labelNames: ['code'],
  });
  readonly #firstAudio = new Histogram({
    ...this.#named(
      'bridge_first_audio_seconds',
      "Time from the start of the carrier's stream to the first audio",
    ),
    buckets: WAIT_SECONDS,
  });
  readonly #closed = new Counter({
    ...this.#named('bridge_close_total', 'Sockets closed, by side and WebSocket close code'),
    labelNames: ['side', 'code'],
  });
  readonly #interruptions = new Counter(
    this.#named('bridge_interruptions_total', 'Times that a caller has talked over the assistant'),
  );
  readonly #dtmf = new Counter(this.#named('bridge_dtmf_total', 'Keys that callers have pressed'));
  readonly #malformed = new Counter({
    ...this.#named(
      'bridge_malformed_total',
      'Messages that were dropped because they make no sense, by sender',
    ),
    labelNames: ['side'],
  });

  constructor() {
    // The registry wants a class of its own, but asks a metric for nothing more than what this one has.
    this.registry.registerMetric(this.#delay as unknown as Metric);
    // A series that begins at zero shows its first increment; one that begins at one doesn't.
    for (const result of Object.keys(endings)) this.#ended.inc({ result }, 0);
    for (const side of ['carrier', 'assistant']) {
      this.#dropped.inc({ side }, 0);
      this.#malformed.inc({ side }, 0);
    }
  }

  sessionStarted(): void {
    this.#active.inc();
  }

  sessionEnded(reason: EndReason, ms: number): void {
    this.#active.dec();
    this.#ended.inc({ result: reason });
    this.#seconds.observe(ms / 1000);
  }

  relayed(direction: Direction, ms: number): void {
    this.#delay.observe(direction, ms);
  }

  dropped(direction: Direction, frames: number): void {
    this.#dropped.inc({ side: destination[direction] }, frames);
  }

  interrupted(): void {
    this.#interruptions.inc();
  }

  dtmf(): void {
    this.#dtmf.inc();
  }

  malformed(side: Side): void {
    this.#malformed.inc({ side });
  }

  assistantConnected(ms: number): void {
    this.#connect.observe(ms / 1000);
  }

  assistantFailed(code: string): void {
    this.#failures.inc({ code: isErrorCode(code) ? code : 'other' });
  }

  firstAudio(ms: number): void {
    this.#firstAudio.observe(ms / 1000);
  }

  closed(side: Side, code: number): void {
    this.#closed.inc({ side, code: CLOSE_CODES.has(code) ? String(code) : 'other' });
  }

  #named(name: string, help: string): { name: string; help: string; registers: Registry[] } {
    return { name, help: `${help}.`, registers: [this.registry] };
  }
}
