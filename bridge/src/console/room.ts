import { join } from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { BridgeError } from '../errors';
import type { Room } from '../room';
import { readAssets, type Asset } from './assets';

/** Copied beside the compiled code by the build. */
const FOLDER = join(__dirname, 'assets');

/**
 * Own files only, nothing inline, no frames, no forms: somebody's words, which the page shows, can't become code.
 * Recordings are played from memory (`blob:`), since a browser's player can't send the key.
 */
const headers = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    "img-src 'self' blob:",
    "media-src 'self' blob:",
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  // Asked for again each time, so that page and scripts are of one version; mostly answered with 304.
  'cache-control': 'no-cache',
};

/** The console: a page for whoever holds the key. The page itself tells nothing, so anybody may load it. */
export function createConsoleRoom(): Room {
  const assets = readAssets(FOLDER);
  const send = (name: string, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const asset: Asset | undefined = assets.get(name);
    if (!asset) throw new BridgeError('ROUTE_UNKNOWN', 'GET /console/…');
    void reply.headers(headers).header('etag', asset.etag);
    if (request.headers['if-none-match'] === asset.etag) return reply.code(304).send();
    return reply.type(asset.contentType).send(asset.content);
  };
  return {
    routes(app: FastifyInstance): void {
      app.get('/console', (request, reply) => send('index.html', request, reply));
      app.get('/console/', (_request, reply) => reply.redirect('../console', 308));
      app.get<{ Params: { file: string } }>('/console/:file', (request, reply) =>
        send(request.params.file, request, reply),
      );
    },
  };
}
