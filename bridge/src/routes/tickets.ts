import type { FastifyInstance } from 'fastify';
import type { Access } from './access';

/** `POST /v1/tickets`: a ticket that opens one WebSocket as `?ticket=`, for those who hold the bearer key. */
export function ticketRoute(app: FastifyInstance, access: Access): void {
  app.post('/v1/tickets', { onRequest: access.requireKey }, (_request, reply) =>
    reply.code(201).header('cache-control', 'no-store').send(access.issueTicket()),
  );
}
