import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { parseBody } from '../rest/validate';
import type { Access } from '../routes/access';
import type { StreamFormat } from './format';
import type { ListenTarget, VapiListeners } from './vapiListeners';

export interface ListenRoutesOptions {
  listeners: VapiListeners;
  access: Access;
}

const body = z
  .strictObject({
    callId: z
      .string()
      .regex(/^[A-Za-z0-9-]{1,64}$/, 'must be the id of a call at Vapi')
      .optional(),
    listenUrl: z.string().max(2048).optional(),
    format: z.enum(['auto', 'pcm_s16le', 'mulaw']).default('auto'),
    sampleRate: z.number().int().min(8000).max(48_000).optional(),
    channels: z.union([z.literal(1), z.literal(2)]).optional(),
  })
  .refine(
    ({ callId, listenUrl }) => (callId === undefined) !== (listenUrl === undefined),
    'must name either callId or listenUrl',
  );

/** `POST /v1/listen`: records a live call of Vapi's. */
export function listenRoutes(app: FastifyInstance, { listeners, access }: ListenRoutesOptions): void {
  app.post('/v1/listen', { onRequest: access.requireKey }, async (request, reply) => {
    const { callId, listenUrl, format, sampleRate, channels } = parseBody(body, request.body);
    const target: ListenTarget = callId === undefined ? { listenUrl: listenUrl ?? '' } : { callId };
    const known: Partial<StreamFormat> = {
      ...(format !== 'auto' && { encoding: format }),
      ...(sampleRate !== undefined && { sampleRate }),
      ...(channels !== undefined && { channels }),
    };
    return reply.code(201).send(await listeners.start(target, known));
  });
}
