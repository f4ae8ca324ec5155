import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { BridgeError } from '../errors';
import type { Session } from '../relay/session';
import type { SessionStore } from '../relay/sessionStore';

/** The REST API of the sessions, below /v1, for those who hold the bearer key. */
export function sessionRoutes(app: FastifyInstance, sessions: SessionStore, apiKey: string): void {
  const find = (id: string): Session => {
    const session = sessions.get(id);
    if (!session) throw new BridgeError('SESSION_UNKNOWN', id.slice(0, 64));
    return session;
  };

  void app.register(
    (api, _options, done) => {
      api.addHook('onRequest', (request, _reply, next) =>
        next(keyProblem(request.headers.authorization, apiKey)),
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

/** What is wrong with the key of a request, if anything. */
function keyProblem(header: string | undefined, apiKey: string): BridgeError | undefined {
  const given = /^Bearer +(\S+)$/i.exec(header ?? '')?.[1];
  if (given === undefined) return new BridgeError('API_KEY_MISSING');
  // Digests are of equal length, so the comparison tells nothing about the length of the key either.
  return timingSafeEqual(digest(given), digest(apiKey)) ? undefined : new BridgeError('API_KEY_WRONG');
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
