import { open } from 'node:fs/promises';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { BridgeError } from '../errors';
import type { VapiListeners } from '../listen/vapiListeners';
import type { SessionStore } from '../relay/sessionStore';
import { pageSize } from '../rest/fields';
import { parseBody, parseQuery } from '../rest/validate';
import type { Access } from '../routes/access';
import { liveSession } from './liveSession';
import { parseRange } from './range';
import type { Recorders } from './recorders';
import type { Recording } from './recording';
import type { RecordingStore } from './recordingStore';

export interface RecordingRoutesOptions {
  store: RecordingStore;
  recorders: Recorders;
  listeners: Pick<VapiListeners, 'stop'>;
  sessions: SessionStore;
  access: Access;
}

type ById = { Params: { id: string } };

const action = z.strictObject({ action: z.enum(['start', 'stop']) });
const query = z.strictObject({
  sessionId: z.string().max(64).optional(),
  limit: pageSize,
  cursor: z.string().max(128).optional(),
});

/** The REST API of the recordings, below /v1, for those who hold the bearer key. */
export function recordingRoutes(app: FastifyInstance, options: RecordingRoutesOptions): void {
  const { store, recorders, listeners, sessions, access } = options;
  const find = (id: string): Recording => {
    // Ids are only looked up: none that comes from outside ever becomes part of a path.
    const recording = store.get(id);
    if (!recording) throw new BridgeError('RECORDING_UNKNOWN', id.slice(0, 64));
    return recording;
  };

  void app.register(
    (api, _options, done) => {
      api.addHook('onRequest', access.requireKey);
      api.post<ById>('/sessions/:id/recording', async (request) => {
        const session = liveSession(sessions, request.params.id);
        if (parseBody(action, request.body).action === 'start') return recorders.start(session).open();
        const recording = await recorders.stop(session.id);
        if (!recording) throw new BridgeError('RECORDING_NOT_RUNNING', session.id);
        return recording;
      });
      api.get('/recordings', (request) => {
        const { sessionId, limit, cursor } = parseQuery(query, request.query);
        return store.page({
          limit,
          ...(sessionId !== undefined && { sessionId }),
          ...(cursor !== undefined && { cursor }),
        });
      });
      api.get<ById>('/recordings/:id', async (request) => {
        const recording = find(request.params.id);
        return { ...recording, transcript: await store.transcriptOf(recording) };
      });
      api.get<ById>('/recordings/:id/audio', (request, reply) => {
        const recording = find(request.params.id);
        if (recording.state === 'recording') throw new BridgeError('RECORDING_RUNNING', recording.id);
        return sendAudio(reply, store.pathOf(recording), recording, request.headers);
      });
      api.post<ById>('/recordings/:id/stop', async (request) => {
        const { id, source, sessionId } = find(request.params.id);
        const recording =
          source === 'listen' ? await listeners.stop(id) : await recorders.stopRecording(id, sessionId ?? '');
        if (!recording) throw new BridgeError('RECORDING_NOT_RUNNING', id);
        return recording;
      });
      api.delete<ById>('/recordings/:id', async (request, reply) => {
        await store.delete(find(request.params.id).id);
        return reply.code(204).send();
      });
      done();
    },
    { prefix: '/v1' },
  );
}

async function sendAudio(
  reply: FastifyReply,
  path: string,
  { id, bytes }: Recording,
  headers: { range?: string | undefined; 'if-range'?: string | string[] | undefined },
): Promise<FastifyReply> {
  const tag = `"${id}"`;
  // A condition that isn't met asks for all of it (RFC 9110, 13.1.5).
  const condition = headers['if-range'];
  const range = condition === undefined || condition === tag ? parseRange(headers.range, bytes) : undefined;
  void reply.headers({
    'content-type': 'audio/wav',
    'accept-ranges': 'bytes',
    'cache-control': 'private, no-store',
    'content-disposition': `attachment; filename="${id}.wav"`,
    etag: tag,
  });
  if (range === 'unsatisfiable') {
    void reply.header('content-range', `bytes */${bytes}`).type('application/json; charset=utf-8');
    throw new BridgeError('RECORDING_RANGE_INVALID', `of ${bytes} bytes`);
  }
  const file = await open(path).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' ? new BridgeError('RECORDING_UNKNOWN', id) : error;
  });
  const { start, end } = range ?? { start: 0, end: bytes - 1 };
  if (range) void reply.code(206).header('content-range', `bytes ${start}-${end}/${bytes}`);
  void reply.header('content-length', end - start + 1);
  return reply.send(file.createReadStream({ start, end }));
}
