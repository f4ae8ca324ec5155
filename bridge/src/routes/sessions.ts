import type { FastifyInstance } from 'fastify';
import { BridgeError } from '../errors';
import type { Session } from '../relay/session';
import type { SessionStore } from '../relay/sessionStore';
import type { Access } from './access';

export interface SessionRoutesOptions {
  sessions: SessionStore;
  access: Access;
}

/** The REST API of the sessions, below /v1, for those who hold the bearer key. */
export function sessionRoutes(app: FastifyInstance, options: SessionRoutesOptions): void {
  const { sessions, access } = options;
  const find = (id: string): Session => {
    const session = sessions.get(id);
    if (!session) throw new BridgeError('SESSION_UNKNOWN', id.slice(0, 64));
    return session;
  };

  void app.register(
    (api, _options, done) => {
      api.addHook('onRequest', access.requireKey);
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
