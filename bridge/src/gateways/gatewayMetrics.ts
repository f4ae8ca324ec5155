import { Counter, type Registry } from 'prom-client';

const kinds = ['webhook', 'llm'] as const;
/** `answered`: as the workflow did; `fallback`: in its place, wholly or in part. */
const results = ['answered', 'fallback'] as const;

export class GatewayMetrics {
  readonly #requests: Counter;

  constructor(registry: Registry) {
    this.#requests = new Counter({
      name: 'bridge_gateway_requests_total',
      help: 'Requests of Vapi that were passed on to workflows, by gateway and result.',
      labelNames: ['gateway', 'result'],
      registers: [registry],
    });
    for (const gateway of kinds) for (const result of results) this.#requests.inc({ gateway, result }, 0);
  }

  count(gateway: (typeof kinds)[number], result: (typeof results)[number]): void {
    this.#requests.inc({ gateway, result });
  }
}
