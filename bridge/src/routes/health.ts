import type { FastifyInstance } from 'fastify';

export interface Readiness {
  ready: boolean;
  /** At the limit: further callers hear that all lines are busy. */
  full: boolean;
  sessions: number;
  tickets: number;
  carrierSockets: number;
  vapiSockets: number;
}

/** `/healthz`: the process lives. `/readyz`: calls may be sent here; 503 while it leaves. */
export function healthRoutes(app: FastifyInstance, readiness: () => Readiness): void {
  app.get('/healthz', () => ({ status: 'ok' }));
  app.get('/readyz', (_request, reply) => {
    const state = readiness();
    return reply.code(state.ready ? 200 : 503).send(state);
  });
}
