import type { FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';
import { requireBearer, type BearerLimits } from './bearer';

export interface MetricsRouteOptions {
  registry: Registry;
  /** Who shows it may read the metrics. */
  token: string;
  limits: BearerLimits;
}

/** `/metrics`, in the text format of Prometheus. They tell how busy the place is, so they are not for everybody. */
export function metricsRoute(app: FastifyInstance, { registry, token, limits }: MetricsRouteOptions): void {
  const onRequest = requireBearer({
    key: token,
    missing: 'METRICS_TOKEN_MISSING',
    wrong: 'METRICS_TOKEN_WRONG',
    limits,
  });
  app.get('/metrics', { onRequest }, async (_request, reply) =>
    reply.type(registry.contentType).send(await registry.metrics()),
  );
}
