import type { FastifyRequest } from 'fastify';

/** The session that a call out or a hand-over is for, which stands in the addresses that the carrier was given. */
export function sessionInQuery(request: FastifyRequest): string | undefined {
  const { session } = request.query as { session?: unknown };
  return typeof session === 'string' && /^[0-9a-f-]{36}$/.test(session) ? session : undefined;
}
