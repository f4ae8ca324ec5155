import type { Org } from '../org';
import type { Route } from '../routing';
import type { StoredBytes } from '../storage';
import { analyticsRoute } from './analytics';
import { callRoutes, controlRoute } from './calls';
import { campaignRoutes } from './campaigns';
import { chatRoutes } from './chats';
import { fileRoutes, readUpload } from './files';
import { knowledgeBaseRoutes } from './knowledgeBases';
import { plainRoutes } from './plain';
import { readArtifact, recordingRoutes } from './recordings';
import { sessionRoutes } from './sessions';
import { runRoute } from './structuredOutputRun';

/** Everything that the emulator answers; of two routes that fit, the first. */
export function allRoutes(
  org: Org,
  sign: (key: string) => string,
  requirePublicKey: (header: string | undefined) => void,
): Route[] {
  return [
    controlRoute(org, requirePublicKey),
    ...callRoutes(org),
    ...recordingRoutes(org, sign),
    ...plainRoutes(org),
    runRoute(org),
    ...fileRoutes(org, sign),
    ...campaignRoutes(org),
    ...chatRoutes(org),
    ...sessionRoutes(org),
    ...knowledgeBaseRoutes(org),
    analyticsRoute(org),
  ];
}

/** What lies in the storage under a key that one of the routes signed. */
export function readStored(org: Org, key: string): StoredBytes | undefined {
  return readArtifact(org, key) ?? readUpload(org, key);
}
