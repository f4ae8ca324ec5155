import { version } from '../version';
import { refusalTexts, schemas } from './components';
import { answer, ref, type JsonSchema, type Method, type Operation, type Paths } from './describe';
import { eventPaths } from './paths/events';
import { gatewayPaths } from './paths/gateways';
import { recordingPaths } from './paths/recordings';
import { servicePaths } from './paths/service';
import { sessionPaths } from './paths/sessions';

/** Everything that is documented, whatever is configured. */
export const allPaths: Paths = {
  ...sessionPaths,
  ...recordingPaths,
  ...eventPaths,
  ...gatewayPaths,
  ...servicePaths,
};

/**
 * The OpenAPI document of a bridge.
 * @param isServed whether an operation is there with this configuration; what isn't is left out
 */
export function openApiDocument(
  publicUrl: string,
  isServed: (method: Method, path: string, operation: Operation) => boolean,
): JsonSchema {
  const paths: Record<string, Record<string, Operation>> = {};
  for (const [path, item] of Object.entries(allPaths)) {
    const served = Object.entries(item).filter(([method, each]) => isServed(method as Method, path, each));
    if (served.length > 0) paths[path] = Object.fromEntries(served);
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'vapi-bridge',
      version,
      description:
        "Relays a carrier's media stream and Vapi's WebSocket. Webhooks of carriers are not listed.",
    },
    servers: [{ url: publicUrl }],
    security: [{ key: [] }],
    paths,
    components: {
      securitySchemes: { key: { type: 'http', scheme: 'bearer', description: 'BRIDGE_API_KEY' } },
      schemas,
      responses: Object.fromEntries(
        Object.entries(refusalTexts).map(([status, text]) => [
          `Refusal${status}`,
          answer(text, ref('Error')),
        ]),
      ),
    },
  };
}
