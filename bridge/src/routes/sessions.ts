import type { FastifyInstance } from 'fastify';
import { BridgeError } from '../errors';
import type { Session } from '../relay/session';
import type { SessionStore } from '../relay/sessionStore';
import { requireBearer, type BearerLimits } from './bearer';

export interface SessionRoutesOptions {
  sessions: SessionStore;
  apiKey: string;
  limits: BearerLimits;
}

/** The REST API of the sessions, below /v1, for those who hold the bearer key. */
export function sessionRoutes(app: FastifyInstance, options: SessionRoutesOptions): void {
  const { sessions, apiKey, limits } = options;
  const find = (id: string): Session => {
    const session = sessions.get(id);
    if (!session) throw new BridgeError('SESSION_UNKNOWN', id.slice(0, 64));
    return session;
  };

  void app.register(
    (api, _options, done) => {
      api.addHook(
        'onRequest',
        requireBearer({ key: apiKey, missing: 'API_KEY_MISSING', wrong: 'API_KEY_WRONG', limits }),
      );
      api.get('/sessions', () => ({ sessions: sessions.list().map((session) => session.view()) }));
      api.get<{ Params: { id: string } }>('/sessions/:id', (request) => find(request.params.id).view());
      api.delete<{ Params: { id: string } }>('/sessions/:id', (request, reply) => {
        const session = find(request.params.id);
        session.end('stopped-by-api');
        return reply.code(202).send(session.view());
      });
      done();
    },
    { prefix: '/v1' },
  );
}
