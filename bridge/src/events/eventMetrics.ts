import { Counter, Gauge, type Registry } from 'prom-client';

/**
 * What becomes of events: `delivered`; `failed`, an attempt that will be repeated; `dead`, given up after the last
 * one; `lost`, never stored because the disk took nothing.
 */
const results = ['delivered', 'failed', 'dead', 'lost'] as const;
export type EventResult = (typeof results)[number];

export class EventMetrics {
  readonly #events: Counter;

  /** @param waiting asked whenever the metrics are */
  constructor(registry: Registry, waiting: () => number) {
    this.#events = new Counter({
      name: 'bridge_events_total',
      help: 'Attempts to deliver an event, and events that were lost, by result.',
      labelNames: ['result'],
      registers: [registry],
    });
    for (const result of results) this.#events.inc({ result }, 0);
    new Gauge({
      name: 'bridge_events_waiting',
      help: 'Events that wait for their delivery.',
      registers: [registry],
      collect() {
        this.set(waiting());
      },
    });
  }

  count(result: EventResult, events = 1): void {
    this.#events.inc({ result }, events);
  }
}
