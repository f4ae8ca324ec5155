import { spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SignJWT } from 'jose';
import { isFinished } from './harness/executions';
import { startN8n, type N8n } from './harness/n8n';
import { packNodes } from './harness/pack';
import { poll } from './harness/poll';
import { runOrThrow } from './harness/run';
import { waitForLog } from './harness/waitForLog';
import { describeWith } from '../support/needs';
import { toolWorkflow } from './toolWorkflow';

// Vapi as an OAuth2 client of the trigger itself, and of a server with published keys, in a real n8n.

const CLIENT_ID = 'vapi';
const CLIENT_SECRET = 'e2e-client-secret-3f9a5c7d21e84b60';
const ISSUER = 'https://login.test/';
const AUDIENCE = 'https://n8n.test/';
const WRONG = 'e2e-client-secret-00000000000000000';

let n8n: N8n;
let login: LoginServer | undefined;

/** Makes the certificate of the login server. */
const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

interface LoginServer {
  jwksUrl: string;
  certificate: string;
  /** How often its keys were asked for. */
  asked(): number;
  token(subject?: string, issuer?: string): Promise<string>;
  close(): void;
}

/** A login server with https, as far as the trigger sees one: its keys, and tokens signed with them. */
async function startLogin(): Promise<LoginServer> {
  const folder = mkdtempSync(join(tmpdir(), 'login-'));
  const key = join(folder, 'key.pem');
  const certificate = join(folder, 'certificate.pem');
  await runOrThrow('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'],
    ...['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'],
    ...['-keyout', key, '-out', certificate],
  ]);
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'RS256', use: 'sig' };
  let asked = 0;
  const server: Server = createServer(
    { key: readFileSync(key), cert: readFileSync(certificate) },
    (request, response) => {
      asked += 1;
      response.writeHead(request.url === '/jwks' ? 200 : 404, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ keys: [jwk] }));
    },
  );
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    jwksUrl: `https://localhost:${(server.address() as AddressInfo).port}/jwks`,
    certificate,
    asked: () => asked,
    token: async (audience = AUDIENCE, issuer = ISSUER) =>
      await new SignJWT({})
        .setProtectedHeader({ alg: 'RS256', kid: 'one' })
        .setIssuer(issuer)
        .setAudience(audience)
        .setExpirationTime('5 minutes')
        .sign(privateKey),
    close() {
      server.close();
      server.closeAllConnections();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

beforeAll(async () => {
  if (hasOpenssl) login = await startLogin();
  const oauth2 = (id: string, data: Record<string, unknown>) => ({
    ...{ id, name: id, type: 'vapiWebhookApi' },
    data: { scheme: 'oauth2', ...data },
  });
  const workflow = (id: string, path: string, credential: string) =>
    toolWorkflow({ id, path, deadlineSeconds: 60, credential: { id: credential, name: credential } });
  // Without a path n8n takes the webhook id of the node, which toolWorkflow makes from the workflow's.
  const pathless = workflow('pathless', '', 'own');
  n8n = await startN8n({
    tarballs: [await packNodes()],
    webhookUrl: 'https://n8n.test/',
    env: login && { NODE_EXTRA_CA_CERTS: login.certificate },
    credentials: [
      oauth2('own', { verifyBy: 'ownEndpoint', clientId: CLIENT_ID, clientSecret: CLIENT_SECRET }),
      oauth2('keys', {
        ...{
          verifyBy: 'jwks',
          jwksUrl: login?.jwksUrl ?? 'https://login.test/jwks',
          issuer: ISSUER,
          audience: AUDIENCE,
          scope: '',
        },
      }),
    ],
    workflows: [
      workflow('own', 'own', 'own'),
      { ...pathless, name: 'Without a path' },
      workflow('slash', 'team/tools/', 'own'),
      workflow('keys', 'keys', 'keys'),
      {
        ...workflow('events', 'events', 'own'),
        nodes: [
          {
            ...{ id: 'trigger', name: 'Events', type: 'n8n-nodes-vapi.vapiTrigger', typeVersion: 1 },
            ...{ position: [0, 0], webhookId: 'events-webhook' },
            parameters: { authentication: 'vapiWebhookApi', path: 'events', events: ['*'] },
            credentials: { vapiWebhookApi: { id: 'own', name: 'own' } },
          },
        ],
        connections: {},
      },
    ],
  });
}, 600_000);

afterAll(async () => {
  await n8n?.stop();
  login?.close();
});

async function post(path: string, body: string | URLSearchParams, headers: Record<string, string> = {}) {
  const response = await fetch(n8n.url + path, { method: 'POST', headers, body });
  const text = await response.text();
  const { headers: got, status } = response;
  return { status, headers: got, json: JSON.parse(text) as Record<string, unknown> };
}

const form = (more: Record<string, string> = {}) =>
  new URLSearchParams({
    ...{ grant_type: 'client_credentials', client_id: CLIENT_ID, client_secret: CLIENT_SECRET },
    ...more,
  });

async function tokenAt(path: string): Promise<string> {
  const { status, json } = await post(`${path}/token`, form());
  expect([status, json]).toEqual([200, expect.objectContaining({ token_type: 'Bearer', expires_in: 3600 })]);
  return String(json.access_token);
}

async function callTool(path: string, token?: string) {
  const toolCallList = [{ id: 'c', type: 'function', function: { name: 'check', arguments: { say: 'hi' } } }];
  const { status, json } = await post(
    path,
    JSON.stringify({ message: { type: 'tool-calls', toolCallList } }),
    {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
  );
  return status === 200 ? json.results : status;
}

const answered = [{ toolCallId: 'c', name: 'check', result: 'check says hi' }];

/** How many production executions there are, once all are over. */
async function executionCount(workflowId: string): Promise<number> {
  return await poll(`the executions of ${workflowId} to be over`, { timeoutMs: 30_000 }, async () => {
    const all = (await n8n.rest.executions({ workflowId })).filter(({ mode }) => mode === 'webhook');
    return all.every(isFinished) ? all.length : undefined;
  });
}

describe("a token of the trigger's own endpoint", () => {
  it.each([
    ['with a path', '/webhook/own'],
    ['without a path', '/webhook/pathless-webhook'],
    ['with a slash at the end of the path', '/webhook/team/tools'],
  ])('opens the trigger %s', async (_, path) => {
    expect(await callTool(path, await tokenAt(path))).toEqual(answered);
  });

  it('opens the test URL of the editor, which goes on listening after the token request', async () => {
    expect((await n8n.rest.runManually('own', 'Tools')).waitingForWebhook).toBe(true);
    expect(await callTool('/webhook-test/own', await tokenAt('/webhook-test/own'))).toEqual(answered);
  });

  it('opens the Vapi Trigger', async () => {
    const message = { type: 'status-update', status: 'ringing' };
    const body = JSON.stringify({ message });
    const send = async (token: string) =>
      await fetch(`${n8n.url}/webhook/events`, {
        ...{ method: 'POST', body },
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      });
    expect((await send(await tokenAt('/webhook/events'))).status).toBe(200);
    expect((await send('x.y.z')).status).toBe(401);
  });

  it('is issued to a client in JSON and by HTTP Basic, too, and never cached', async () => {
    const basic = Buffer.from(`${CLIENT_ID}:${CLIENT_SECRET}`).toString('base64');
    const answers = [
      await post('/webhook/own/token', JSON.stringify(Object.fromEntries(form())), {
        'content-type': 'application/json',
      }),
      await post('/webhook/own/token', new URLSearchParams({ grant_type: 'client_credentials' }), {
        authorization: `Basic ${basic}`,
      }),
    ];
    for (const { status, headers } of answers) {
      expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
    }
  });

  it('is refused to a wrong client and for another grant', async () => {
    const wrong = await post('/webhook/own/token', form({ client_secret: WRONG }));
    expect([wrong.status, wrong.json.error]).toEqual([401, 'invalid_client']);
    const other = await post('/webhook/own/token', form({ grant_type: 'password' }));
    expect([other.status, other.json.error]).toEqual([400, 'unsupported_grant_type']);
    const elsewhere = await post('/webhook/keys/token', form());
    expect([elsewhere.status, elsewhere.json.error]).toEqual([404, 'invalid_request']);
    await waitForLog(n8n, 'Token request to "Tools" refused: The client ID or the client secret is wrong.');
    expect(n8n.log()).not.toMatch(new RegExp(`${CLIENT_SECRET}|${WRONG}`));
  });

  it('is needed: without it, with a changed one or the secret itself, nothing starts', async () => {
    const before = await executionCount('own');
    const token = await tokenAt('/webhook/own');
    expect(await callTool('/webhook/own')).toBe(401);
    expect(await callTool('/webhook/own', CLIENT_SECRET)).toBe(401);
    expect(await callTool('/webhook/own', `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`)).toBe(
      401,
    );
    expect(n8n.log()).not.toContain(token);
    expect(await executionCount('own')).toBe(before);
  });
});

describeWith(hasOpenssl, 'openssl is not installed', 'a token of a server with published keys', () => {
  it('opens the trigger, and the keys are read once', async () => {
    // Reading them has a time limit, and is tried again only after a while.
    const first = await poll('the keys to be read', { timeoutMs: 60_000 }, async () => {
      const answer = await callTool('/webhook/keys', await login?.token());
      return answer === 401 ? undefined : answer;
    });
    expect(first).toEqual(answered);
    const asked = login?.asked();
    expect(asked).toBeGreaterThan(0);
    expect(await callTool('/webhook/keys', await login?.token())).toEqual(answered);
    expect(login?.asked()).toBe(asked);
  });

  it('is refused if it is for somebody else', async () => {
    expect(await callTool('/webhook/keys', await login?.token('https://other.test/'))).toBe(401);
    expect(await callTool('/webhook/keys', await login?.token(AUDIENCE, 'https://evil.test/'))).toBe(401);
    await waitForLog(n8n, `refused: the token is not for the audience ${AUDIENCE}`);
  });
});
