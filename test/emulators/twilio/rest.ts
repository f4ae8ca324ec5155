import { timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Call } from './call';
import type { ContractProxy } from './contractProxy';
import { numberRequest } from './numberResource';
import { failure, type Reply } from './restError';
import type { RestFault } from './restFault';
import { accountResource, callResource } from './restResources';
import { trunkingRequest, type TrunkingState } from './trunking';
import type { RestRequest } from './types';

export interface RestOptions {
  accountSid: string;
  authToken: string;
  /** SID → secret. */
  apiKeys: Record<string, string>;
  trunking: TrunkingState;
  calls: Call[];
  requests: RestRequest[];
  onCallUpdate(call: Call, text: string): void;
  /** What becomes of a request instead of its answer, if it is to fail. */
  takeFault(method: string, path: string): RestFault | undefined;
  contract: ContractProxy | undefined;
  contractProblems: string[];
}

const MAX_BODY_BYTES = 1024 * 1024;
/** Longest `Twiml` parameter (Twilio docs, Update a Call). */
const MAX_TWIML = 4000;

/**
 * Twilio's REST API as far as calls, numbers and SIP trunks go. One server stands for both api.twilio.com and
 * trunking.twilio.com. Source: Twilio docs, Call and IncomingPhoneNumber resources, Elastic SIP Trunking API.
 */
export function createRestServer(options: RestOptions): Server {
  return createServer((request, response) => {
    serve(options, request, response).catch((error: unknown) => {
      response.writeHead(500, { 'Content-Type': 'text/plain' }).end(String(error));
    });
  });
}

async function serve(
  options: RestOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const method = request.method ?? 'GET';
  const path = request.url ?? '/';
  const body = await readBody(request);
  const form = Object.fromEntries(new URLSearchParams(body));
  const url = new URL(path, `http://${request.headers.host ?? 'rest'}`);
  const act = (): Reply => answer(options, method, url, form, request.headers.authorization);
  const fault = options.takeFault(method, url.pathname);
  const carriedOut = fault === undefined || fault.carriedOut === true;
  const done = carriedOut ? await judged(options, request, body, act) : undefined;
  const reply =
    fault?.status === undefined
      ? done
      : failure(fault.status, fault.code ?? 20500, fault.message ?? 'The request failed on purpose');
  options.requests.push({ method, path, form, status: fault?.cut === true ? 0 : (reply?.status ?? 0) });
  if (reply === undefined || fault?.cut === true) {
    request.socket.destroy();
    return;
  }
  response.writeHead(reply.status, {
    ...(reply.body === undefined ? {} : { 'Content-Type': 'application/json;charset=utf-8' }),
    ...(reply.status === 401 && { 'WWW-Authenticate': 'Basic realm="Twilio API"' }),
  });
  response.end(reply.body === undefined ? undefined : JSON.stringify(reply.body));
}

/** The answer, and what the contract says of it. */
async function judged(
  { contract, contractProblems }: RestOptions,
  { method = 'GET', url: path = '/', headers }: IncomingMessage,
  body: string,
  act: () => Reply,
): Promise<Reply> {
  if (contract === undefined) return act();
  const plain = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
  const { reply, problems } = await contract({ method, path, headers: plain, body }, act);
  contractProblems.push(...problems);
  return reply;
}

function answer(
  options: RestOptions,
  method: string,
  url: URL,
  form: Record<string, string>,
  authorization: string | undefined,
): Reply {
  const path = decodeURIComponent(url.pathname);
  const notFound = failure(404, 20404, `The requested resource ${url.pathname} was not found`);
  const { trunking } = options;
  if (path.startsWith('/v1/')) {
    if (!isAuthorized(authorization, options)) return failure(401, 20003, 'Authenticate');
    return trunkingRequest(trunking, { method, path, url, form }) ?? notFound;
  }
  const [, version, accounts, account, ...rest] = path.split('/');
  const accountSid = rest.length === 0 ? account?.replace(/\.json$/, '') : account;
  const isOurs = accountSid === options.accountSid;
  if (!isAuthorized(authorization, options) || !isOurs) return failure(401, 20003, 'Authenticate');

  if (version !== '2010-04-01' || accounts !== 'Accounts') return notFound;
  if (rest.length === 0) {
    return method === 'GET' ? { status: 200, body: accountResource(options.accountSid) } : notFound;
  }
  if (rest[0]?.startsWith('IncomingPhoneNumbers')) {
    return numberRequest(trunking, { method, url, form, path: rest.join('/') }) ?? notFound;
  }
  if (rest[0] === 'SIP' || rest[0] === 'AvailablePhoneNumbers') {
    return trunkingRequest(trunking, { method, path: `/${rest.join('/')}`, url, form }) ?? notFound;
  }
  const sid = rest.length === 2 && rest[0] === 'Calls' ? rest[1]?.replace(/\.json$/, '') : undefined;
  const call = options.calls.find((candidate) => candidate.sid === sid);
  if (!call) return notFound;
  if (method === 'GET') return { status: 200, body: callResource(options.accountSid, call) };
  if (method !== 'POST') return notFound;
  return updateCall(options, call, form, notFound);
}

/**
 * @param notFound the answer where a call that is over is to be ended; other TwiML for one is a 21220
 */
function updateCall(options: RestOptions, call: Call, form: Record<string, string>, notFound: Reply): Reply {
  const { Status: status, Twiml: twiml, Url: url, Method: method } = form;
  if ([status, twiml, url].filter((value) => value !== undefined).length !== 1) {
    return failure(400, 20001, 'Give exactly one of Status, Twiml and Url');
  }
  if (status !== undefined) {
    if (status !== 'completed' && status !== 'canceled') {
      return failure(400, 20001, `Status "${status}" is neither completed nor canceled`);
    }
    if (call.isOver) return notFound;
    options.onCallUpdate(call, `Status=${status}`);
    // `canceled` ends only calls that nobody has answered yet.
    if (status === 'completed' || call.status === 'ringing') call.end('rest');
  } else if (twiml !== undefined) {
    if (twiml.length > MAX_TWIML) {
      return failure(400, 20001, `Twiml has ${twiml.length} characters; ${MAX_TWIML} are allowed`);
    }
    if (call.isOver) return cannotRedirect();
    options.onCallUpdate(call, 'Twiml');
    call.replaceTwiml({ xml: twiml });
  } else if (url !== undefined) {
    if (!URL.canParse(url)) return failure(400, 21205, `Url "${url}" is not a valid URL`);
    if (call.isOver) return cannotRedirect();
    options.onCallUpdate(call, `Url=${url}`);
    call.replaceTwiml({ url, method: method?.toUpperCase() === 'GET' ? 'GET' : 'POST' });
  }
  return { status: 200, body: callResource(options.accountSid, call) };
}

function cannotRedirect(): Reply {
  return failure(400, 21220, 'Call is not in-progress. Cannot redirect.');
}

function isAuthorized(header: string | undefined, { accountSid, authToken, apiKeys }: RestOptions): boolean {
  const given = Buffer.from(header ?? '');
  return Object.entries({ ...apiKeys, [accountSid]: authToken }).some(([user, password]) => {
    const expected = Buffer.from(`Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`);
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size <= MAX_BODY_BYTES) parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
