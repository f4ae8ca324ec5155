import { ApiError } from '../apiError';
import { ARTIFACTS, type ArtifactKind, artifactOf, hasArtifact } from '../artifacts';
import type { Org } from '../org';
import { type Route, param } from '../routing';
import type { StoredBytes } from '../storage';

const KINDS = Object.keys(ARTIFACTS) as ArtifactKind[];

/** `GET /call/{id}/mono-recording` and its like: 302 to a presigned URL at another origin. */
export function recordingRoutes(org: Org, sign: (key: string) => string): Route[] {
  return KINDS.map((kind) => ({
    method: 'GET',
    path: `/call/{id}/${kind}`,
    act: (exchange) => {
      const id = param(exchange);
      if (!org.seededCalls.find(id)) {
        const { call } = org.session(id);
        if (call.status !== 'ended' || !hasArtifact(kind, call.setup.assistant.body))
          throw new ApiError(404, 'Not Found');
      }
      return { status: 302, headers: { location: sign(`calls/${id}-${ARTIFACTS[kind]}`) }, chunks: [] };
    },
  }));
}

/** What the storage holds under a key that was signed here. */
export function readArtifact(org: Org, key: string): StoredBytes | undefined {
  const [, id = '', file] = /^calls\/([0-9a-f-]{36})-(.+)$/.exec(key) ?? [];
  const kind = KINDS.find((entry) => ARTIFACTS[entry] === file);
  if (!kind) return undefined;
  const call = org.sessions.get(id)?.call;
  return call || org.seededCalls.find(id) ? artifactOf(kind, call) : undefined;
}
