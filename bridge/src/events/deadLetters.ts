import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { BridgeError } from '../errors';
import type { Access } from '../routes/access';
import type { EventEnvelope } from './envelope';
import type { Outbox } from './outbox';
import type { DeadLetter } from './storedEvents';

export interface DeadLetterRoutesOptions {
  outbox: Outbox;
  access: Access;
  /** Something waits again. */
  onResend: () => void;
  /** Milliseconds since 1970. */
  wallNow: () => number;
}

/** What the REST API shows of an event whose delivery was given up. */
export interface DeadLetterView {
  id: string;
  /** When it was stored, or sent again. ISO 8601, UTC. */
  storedAt: string;
  attempts: number;
  /** Why the last attempt failed, such as `status 404`. */
  reason: string | null;
  event: EventEnvelope;
}

const number = (from: number, to: number): z.ZodType<number, string> =>
  z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number)
    .refine((value) => value >= from && value <= to);

const listQuery = z.object({
  limit: number(1, 1000).default(100),
  cursor: number(0, Number.MAX_SAFE_INTEGER).default(0),
});

/** The routes for what could not be delivered, below /v1/events/dead, for those who hold the bearer key. */
export function deadLetterRoutes(app: FastifyInstance, options: DeadLetterRoutesOptions): void {
  const { outbox, access, onResend, wallNow } = options;
  void app.register(
    (api, _options, done) => {
      api.addHook('onRequest', access.requireKey);
      api.get('/', (request) => {
        const query = listQuery.safeParse(request.query);
        if (!query.success) {
          throw new BridgeError('QUERY_INVALID', query.error.issues.map(({ path }) => path).join(', '));
        }
        const { limit, cursor } = query.data;
        const letters = outbox.deadLetters(cursor, limit);
        const last = letters.length === limit ? letters.at(-1) : undefined;
        return { events: letters.map(view), nextCursor: last === undefined ? null : String(last.position) };
      });
      api.post<{ Params: { id: string } }>('/:id/resend', (request, reply) => {
        const { id } = request.params;
        if (!outbox.resend(id, wallNow())) throw unknown(id);
        onResend();
        return reply.code(202).send({ id, state: 'waiting' });
      });
      api.delete<{ Params: { id: string } }>('/:id', (request, reply) => {
        const { id } = request.params;
        if (!outbox.deleteDead(id)) throw unknown(id);
        return reply.code(204).send();
      });
      done();
    },
    { prefix: '/v1/events/dead' },
  );
}

function unknown(id: string): BridgeError {
  return new BridgeError('EVENT_UNKNOWN', id.slice(0, 64));
}

function view({ id, at, attempts, reason, body }: DeadLetter): DeadLetterView {
  const event = JSON.parse(body) as EventEnvelope;
  return { id, storedAt: new Date(at).toISOString(), attempts, reason, event };
}
