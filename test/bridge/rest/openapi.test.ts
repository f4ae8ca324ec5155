import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import type { FastifyInstance } from 'fastify';
import { allPaths } from '../../../bridge/src/rest/openapi';
import { API_KEY, Harness } from '../support/harness';

let mockApp: FastifyInstance | undefined;
jest.mock('../../../bridge/src/server', () => {
  const actual = jest.requireActual('../../../bridge/src/server');
  return { ...actual, createServer: (options: unknown) => (mockApp = actual.createServer(options)) };
});

interface Operation {
  operationId: string;
  parameters?: { name: string; in: string }[];
  responses: Record<string, unknown>;
  'x-websocket'?: true;
}
interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, object> };
}

/** All routes of a server as `GET /path/{name}`. */
function routesOf(app: FastifyInstance): string[] {
  const routes: string[] = [];
  const parents: string[] = [];
  for (const line of app.printRoutes({ commonPrefix: false }).split('\n')) {
    const match = /^(.*?)(\/\S*|[^\s│├└─]\S*)(?: \(([^)]+)\))?$/.exec(line);
    if (!match) continue;
    const [, indent = '', segment = '', methods = ''] = match;
    const depth = Math.floor(indent.length / 4);
    parents.length = depth - 1;
    const path = parents.join('') + segment;
    parents[depth - 1] = segment;
    for (const method of methods.split(', ')) {
      if (method === '' || method === 'HEAD') continue;
      routes.push(`${method} ${path.replace(/:(\w+)/g, '{$1}')}`);
    }
  }
  return routes;
}

/** Served, and documented elsewhere: webhooks of carriers, the console's files, second spellings. */
const isLeftOut = (route: string): boolean =>
  /^\w+ \/(?:twilio|signalwire|telnyx|vonage|plivo)\/|^GET \/console\/|^\w+ .+\/$/.test(route);

describe('the OpenAPI document', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bridge-openapi-'));
  let harness: Harness;
  let document: Document;
  beforeAll(async () => {
    harness = await new Harness().start({
      BRIDGE_DATA_DIR: folder,
      BRIDGE_EVENTS: 'all',
      BRIDGE_WEBHOOKS: 'desk=http://127.0.0.1:9/webhook/desk',
      BRIDGE_LLMS: 'desk=http://127.0.0.1:9/webhook/llm',
    });
    document = (await (await harness.request('/openapi.json')).json()) as Document;
  });
  afterAll(async () => {
    await harness.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const documented = (isSocket: boolean): string[] =>
    Object.entries(document.paths).flatMap(([path, item]) =>
      Object.entries(item)
        .filter(([, operation]) => (operation['x-websocket'] === true) === isSocket)
        .map(([method]) => `${method.toUpperCase()} ${path}`),
    );

  it('names all routes, and no others', () => {
    const routes = routesOf(mockApp as FastifyInstance).filter((route) => !isLeftOut(route));
    expect(routes).toContain('POST /v1/sessions/{id}/control');
    expect(documented(false).sort()).toEqual(routes.sort());
  });

  it('names the WebSockets', () => {
    expect(documented(true).sort()).toEqual(['GET /v1/events', 'GET /v1/sessions/{id}/listen']);
  });

  it('has everything that is described when everything is configured', () => {
    expect(Object.keys(document.paths).sort()).toEqual(Object.keys(allPaths).sort());
  });

  it('leaves out what is not configured', async () => {
    const bare = await new Harness().start({ BRIDGE_DATA_DIR: folder });
    try {
      const { paths } = (await (await bare.request('/openapi.json')).json()) as Document;
      expect(paths).toHaveProperty(['/v1/sessions']);
      for (const path of ['/v1/events', '/v1/events/dead', '/vapi/webhook/{name}']) {
        expect(paths).not.toHaveProperty([path]);
      }
    } finally {
      await bare.stop();
    }
  });

  it('has the form of OpenAPI 3.1', () => {
    expect(document).toMatchObject({
      openapi: expect.stringMatching(/^3\.1\./) as string,
      info: { title: 'vapi-bridge', version: expect.any(String) as string },
      security: [{ key: [] }],
    });
    const ids: string[] = [];
    for (const [path, item] of Object.entries(document.paths)) {
      for (const [method, operation] of Object.entries(item)) {
        ids.push(operation.operationId);
        expect(['get', 'post', 'delete']).toContain(method);
        expect(operation).toMatchObject({
          summary: expect.any(String) as string,
          tags: [expect.any(String)],
        });
        for (const response of Object.values(operation.responses)) {
          expect(Object.keys(response as object).some((key) => key === 'description' || key === '$ref')).toBe(
            true,
          );
        }
        const inPath = (operation.parameters ?? [])
          .filter((one) => one.in === 'path')
          .map(({ name }) => name);
        expect(inPath).toEqual([...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]));
      }
    }
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('refers to nothing that is missing', () => {
    const text = JSON.stringify(document);
    expect(text).not.toContain('$defs');
    const references = [...text.matchAll(/"\$ref":"#\/([^"]+)"/g)].map((match) => match[1] ?? '');
    expect(references.length).toBeGreaterThan(50);
    for (const reference of references) expect(document).toHaveProperty(reference.split('/'));
  });

  describe('has schemas', () => {
    /** Checks a value against a schema of the document. */
    const validator = (pointer: string) => {
      const ajv = new Ajv2020({ strict: false, allErrors: true });
      addFormats(ajv);
      ajv.addSchema(document, 'document');
      const validate = ajv.getSchema(`document#${pointer}`);
      if (!validate) throw new Error(`there is no schema at ${pointer}`);
      return (value: unknown) => {
        const isValid = validate(value);
        return isValid ? [] : validate.errors;
      };
    };
    const authorized = { headers: { authorization: `Bearer ${API_KEY}` } };

    it('that are true of what is answered', async () => {
      await harness.call();
      const list = await (await harness.request('/v1/sessions', authorized)).json();
      const path = '/paths/~1v1~1sessions/get/responses/200/content/application~1json/schema';
      expect(validator(path)(list)).toEqual([]);
      expect(validator(path)({ sessions: [{ id: 1 }], nextCursor: null })).not.toEqual([]);
      const refused = await (await harness.request('/v1/sessions')).json();
      expect(validator('/components/schemas/Error')(refused)).toEqual([]);
    });

    it('of commands that take and refuse what the bridge does', () => {
      const path =
        '/paths/~1v1~1sessions~1%7Bid%7D~1control/post/requestBody/content/application~1json/schema';
      const problems = validator(path);
      expect(problems({ type: 'say', content: 'Hi' })).toEqual([]);
      expect(problems({ type: 'transfer', destination: { type: 'number', number: '+14155550142' } })).toEqual(
        [],
      );
      expect(problems({ type: 'say', message: 'Hi' })).not.toEqual([]);
      expect(problems({ type: 'transfer', destination: { type: 'number', number: '12' } })).not.toEqual([]);
    });
  });
});
