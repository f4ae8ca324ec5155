import type { FastifyInstance } from 'fastify';
import { openApiDocument } from '../rest/openapi';
import type { JsonSchema, Method } from '../rest/describe';
import type { UpgradePath } from '../room';

/** `/openapi.json`: what this bridge serves, as it is configured. */
export function openApiRoute(
  app: FastifyInstance,
  publicUrl: string,
  upgrades: readonly UpgradePath[],
): void {
  const hasRoute = (method: Method, path: string): boolean =>
    app.hasRoute({
      method: method.toUpperCase(),
      url: path.replace(/\{(\w+)\}/g, ':$1'),
    });
  const hasUpgrade = (path: string): boolean => {
    const example = path.replace(/\{\w+\}/g, '00000000-0000-4000-8000-000000000000');
    return upgrades.some((upgrade) => upgrade.matches(example));
  };
  let document: JsonSchema | undefined;
  app.get('/openapi.json', () => {
    // Not before: routes are still being added when this one is.
    document ??= openApiDocument(publicUrl, (method, path, operation) =>
      operation['x-websocket'] ? hasUpgrade(path) : hasRoute(method, path),
    );
    return document;
  });
}
