import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { ApiError } from './apiError';
import { REFUSAL, isTurnedAway } from './cloudflare';
import type { Faults } from './faults';
import { type JsonObject, objectAt, stringsAt } from './json';
import { list } from './listing';
import type { Org } from './org';
import {
  asBody,
  checkAssistant,
  checkCallPatch,
  checkCredential,
  checkPhoneNumber,
  checkTool,
} from './rules';
import { withoutSecrets } from './store';
import type { RequestLog, Resource } from './types';

/** Vapi's texts. */
const MISSING_HEADER = 'Missing Authorization Header.';
const INVALID_KEY =
  'Invalid Key. Hot tip, you may be using the private key instead of the public key, or vice versa.';

const MAX_BODY_BYTES = 10 * 1024 * 1024;

interface Answer {
  status: number;
  body: unknown;
}

export interface ApiContext {
  org: Org;
  apiKey: string;
  publicKey: string | undefined;
  faults: Faults;
  requests: RequestLog[];
  signal: AbortSignal;
}

const CHECKS: Record<Resource, (body: JsonObject, operation: string) => void> = {
  assistant: checkAssistant,
  'phone-number': checkPhoneNumber,
  tool: checkTool,
  credential: checkCredential,
};

/** Answers one HTTP request: Cloudflare's check, faults, authentication, then the API. */
export async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  context: ApiContext,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://vapi.invalid');
  const method = request.method ?? 'GET';
  const log: RequestLog = {
    at: Date.now(),
    method,
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: request.headers,
    body: undefined,
    status: 0,
  };
  context.requests.push(log);
  let answer: Answer;
  try {
    const text = await readText(request);
    log.body = parse(text);
    if (isTurnedAway(request.headers, 'request')) {
      log.status = REFUSAL.status;
      log.error = REFUSAL.text;
      response.writeHead(REFUSAL.status, { 'content-type': 'text/plain' }).end(REFUSAL.text);
      return;
    }
    const fault = context.faults.take(method, url.pathname);
    if (fault?.delayMs) await sleep(fault.delayMs, undefined, { signal: context.signal });
    if (fault?.carriedOut) route(request, log, context);
    if (fault?.cut) {
      request.socket.destroy();
      return;
    }
    if (fault?.status !== undefined) {
      log.status = fault.status;
      const body = typeof fault.body === 'string' ? fault.body : JSON.stringify(fault.body ?? {});
      const headers = { 'content-type': 'application/json', ...fault.headers };
      response.writeHead(fault.status, headers).end(body);
      return;
    }
    if (text !== '' && log.body === undefined)
      throw new ApiError(400, `Unexpected token in JSON: ${text.slice(0, 100)}`);
    answer = route(request, log, context);
  } catch (error) {
    const refusal =
      error instanceof ApiError
        ? error
        : new ApiError(500, error instanceof Error ? error.message : String(error));
    log.error = refusal.message;
    answer = { status: refusal.status, body: refusal.body };
  }
  log.status = answer.status;
  response.writeHead(answer.status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(answer.body));
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw new ApiError(413, 'request entity too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function route(request: IncomingMessage, log: RequestLog, context: ApiContext): Answer {
  const [first = '', id, ...rest] = log.path.split('/').filter(Boolean);
  if (id === 'control' && rest.length === 0) return control(first, request, log, context);
  requireKey(request, context.apiKey);
  if (rest.length === 0) {
    if (first === 'call') return routeCall(log, id, context.org);
    if (first in CHECKS) return routeResource(log, first as Resource, id, context.org);
  }
  throw new ApiError(404, `Cannot ${log.method} ${log.path}`);
}

function requireKey(request: IncomingMessage, key: string | undefined): void {
  const header = request.headers.authorization;
  if (!header) throw new ApiError(401, MISSING_HEADER);
  const given = Buffer.from(header);
  const wanted = Buffer.from(`Bearer ${key ?? ''}`);
  if (key === undefined || given.length !== wanted.length || !timingSafeEqual(given, wanted))
    throw new ApiError(401, INVALID_KEY);
}

function routeResource(log: RequestLog, resource: Resource, id: string | undefined, org: Org): Answer {
  const collection = org.resources[resource];
  const show = (object: JsonObject) => (resource === 'credential' ? withoutSecrets(object) : object);
  const operation = `${log.method} /${resource}${id === undefined ? '' : '/{id}'}`;
  switch (log.method) {
    case 'POST':
      if (id !== undefined) break;
      CHECKS[resource](asBody(log.body), operation);
      return { status: 201, body: show(collection.add(asBody(log.body))) };
    case 'GET':
      if (id === undefined) return { status: 200, body: list(collection.all(), log.query).map(show) };
      return { status: 200, body: show(collection.get(id)) };
    case 'PATCH': {
      if (id === undefined) break;
      collection.get(id);
      const body = asBody(log.body);
      // Null unsets a field, whatever its type.
      const sent = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null));
      CHECKS[resource](sent, operation);
      return { status: 200, body: show(collection.patch(id, body)) };
    }
    case 'DELETE':
      if (id !== undefined) return { status: 200, body: show(collection.remove(id)) };
  }
  throw new ApiError(404, `Cannot ${log.method} ${log.path}`);
}

function routeCall(log: RequestLog, id: string | undefined, org: Org): Answer {
  if (id === undefined) {
    if (log.method === 'POST') return { status: 201, body: org.createCall(asBody(log.body)) };
    if (log.method === 'GET') {
      const calls = [...org.sessions.values()].map(({ call }) => ({ ...call.toApi(), id: call.id }));
      return { status: 200, body: list(calls, log.query, ['id', 'assistantId', 'phoneNumberId']) };
    }
  } else {
    const { call } = org.session(id);
    if (log.method === 'GET') return { status: 200, body: call.toApi() };
    if (log.method === 'PATCH') {
      const body = asBody(log.body);
      checkCallPatch(body);
      if (typeof body.name === 'string') call.name = body.name;
      call.updatedAt = new Date();
      return { status: 200, body: call.toApi() };
    }
    if (log.method === 'DELETE') {
      const others = stringsAt(objectAt({ body: log.body }, 'body'), 'ids') ?? [];
      for (const other of others) if (other !== id) org.deleteCall(other);
      return { status: 200, body: org.deleteCall(id) };
    }
  }
  throw new ApiError(404, `Cannot ${log.method} ${log.path}`);
}

/** The control URL. Its answers are not documented: 200 `{}`, 404 after the end and 400 are assumptions. */
function control(id: string, request: IncomingMessage, log: RequestLog, context: ApiContext): Answer {
  const session = context.org.session(id);
  const plan = objectAt(session.call.setup.assistant.body, 'monitorPlan');
  if (log.method !== 'POST' || session.over || plan?.controlEnabled === false)
    throw new ApiError(404, 'Not Found');
  if (plan?.controlAuthenticationEnabled === true) requireKey(request, context.publicKey);
  const problem = session.control(log.body);
  if (problem) throw new ApiError(400, problem);
  return { status: 200, body: {} };
}
