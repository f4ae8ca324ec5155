import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { ApiError } from './apiError';
import { REFUSAL, isTurnedAway } from './cloudflare';
import type { Faults } from './faults';
import { requireKey } from './keys';
import type { RateLimiter } from './rateLimiter';
import { RequestBody } from './requestBody';
import { type Answer, type Route, findRoute } from './routing';
import type { RequestLog } from './types';

/** NestJS's body of a throttled request; Vapi documents none. */
const TOO_MANY = JSON.stringify({ message: 'Too Many Requests', statusCode: 429 });

export interface ApiContext {
  routes: Route[];
  apiKey: string;
  faults: Faults;
  limiter: RateLimiter;
  requests: RequestLog[];
  signal: AbortSignal;
}

/** Answers one HTTP request: Cloudflare's check, rate limit, faults, authentication, then the API. */
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
  const act = () => route(request, url, log, context);
  let answer: Answer;
  try {
    const body = await RequestBody.read(request);
    log.body = await body.parse();
    if (isTurnedAway(request.headers, 'request')) {
      log.status = REFUSAL.status;
      log.error = REFUSAL.text;
      response.writeHead(REFUSAL.status, { 'content-type': 'text/plain' }).end(REFUSAL.text);
      return;
    }
    const refusal = throttled(method, url.pathname, context);
    if (refusal) {
      log.status = 429;
      response.writeHead(429, { 'content-type': 'application/json', ...refusal }).end(TOO_MANY);
      return;
    }
    const fault = context.faults.take(method, url.pathname);
    if (fault?.delayMs) await sleep(fault.delayMs, undefined, { signal: context.signal });
    if (fault?.carriedOut) act();
    if (fault?.cut) {
      request.socket.destroy();
      return;
    }
    if (fault?.status !== undefined) {
      log.status = fault.status;
      const text = typeof fault.body === 'string' ? fault.body : JSON.stringify(fault.body ?? {});
      const headers = { 'content-type': 'application/json', ...fault.headers };
      response.writeHead(fault.status, headers).end(text);
      return;
    }
    if (body.problem !== undefined && log.body === undefined) throw new ApiError(400, body.problem);
    answer = act();
  } catch (error) {
    const refusal =
      error instanceof ApiError
        ? error
        : new ApiError(500, error instanceof Error ? error.message : String(error));
    log.error = refusal.message;
    answer = { status: refusal.status, body: refusal.body };
  }
  log.status = answer.status;
  write(response, answer);
}

/** A live call's control URL is another host at Vapi, outside of the API's limit. */
function throttled(
  method: string,
  path: string,
  { routes, limiter }: ApiContext,
): Record<string, string> | undefined {
  return findRoute(routes, method, path)?.route.open ? undefined : limiter.refuse();
}

function route(request: IncomingMessage, url: URL, log: RequestLog, context: ApiContext): Answer {
  const { method, path } = log;
  const found = findRoute(context.routes, method, path);
  if (!found?.route.open) requireKey(request.headers.authorization, context.apiKey);
  if (!found) throw new ApiError(404, `Cannot ${method} ${path}`);
  const { params } = found;
  return found.route.act({ method, path, params, query: url.searchParams, body: log.body, request });
}

function write(response: ServerResponse, answer: Answer): void {
  if ('chunks' in answer) {
    response.writeHead(answer.status, answer.headers);
    for (const chunk of answer.chunks) response.write(chunk);
    response.end();
    return;
  }
  response.writeHead(answer.status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(answer.body));
}
