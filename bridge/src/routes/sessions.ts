import type { FastifyInstance } from 'fastify';
import { carryOut } from '../control/carryOut';
import { command } from '../control/commands';
import { BridgeError } from '../errors';
import type { CallIntake } from '../intake';
import type { Session } from '../relay/session';
import type { SessionStore } from '../relay/sessionStore';
import type { SessionView } from '../relay/sessionView';
import { startSession, toOutboundCall } from '../rest/startSession';
import { sessionQuery, toCursor, toSessionQuery } from '../rest/sessionQuery';
import { parseBody, parseQuery } from '../rest/validate';
import type { Access } from './access';

export interface SessionRoutesOptions {
  sessions: SessionStore;
  intake: CallIntake;
  access: Access;
  /** Records a session to its end; undefined where nothing is recorded. */
  record: ((session: Session) => void) | undefined;
}

type ById = { Params: { id: string } };

/** The REST API of the sessions, below /v1, for those who hold the bearer key. */
export function sessionRoutes(app: FastifyInstance, options: SessionRoutesOptions): void {
  const { sessions, intake, access, record } = options;
  const find = (id: string): SessionView => {
    const view = sessions.get(id)?.view() ?? sessions.ended(id);
    if (!view) throw new BridgeError('SESSION_UNKNOWN', id.slice(0, 64));
    return view;
  };
  /** One that something can be done with. */
  const findLive = (id: string): Session => {
    const session = sessions.get(id);
    if (session && find(id).state !== 'ended') return session;
    throw new BridgeError('SESSION_ENDED', find(id).reason ?? undefined);
  };

  void app.register(
    (api, _options, done) => {
      api.addHook('onRequest', access.requireKey);
      api.get('/sessions', (request) => {
        const query = toSessionQuery(parseQuery(sessionQuery, request.query));
        const { sessions: page, next } = sessions.page(query);
        return { sessions: page, nextCursor: toCursor(next) };
      });
      api.post('/sessions', async (request, reply) => {
        const wanted = parseBody(startSession, request.body);
        const session = await intake.dial(toOutboundCall(wanted));
        if (wanted.record) record?.(session);
        return reply.code(201).header('location', `/v1/sessions/${session.id}`).send(session.view());
      });
      api.get<ById>('/sessions/:id', (request) => find(request.params.id));
      api.delete<ById>('/sessions/:id', (request, reply) => {
        const session = findLive(request.params.id);
        session.end('stopped-by-api');
        return reply.code(202).send(session.view());
      });
      api.post<ById>('/sessions/:id/control', async (request, reply) => {
        const session = findLive(request.params.id);
        await carryOut(session, parseBody(command, request.body));
        return reply.code(202).send(session.view());
      });
      done();
    },
    { prefix: '/v1' },
  );
}
