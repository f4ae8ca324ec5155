import { timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Call } from './call';
import { numberRequest } from './numberResource';
import { failure, type Reply } from './restError';
import { accountResource, callResource } from './restResources';
import type { RestRequest, TwilioNumber } from './types';

export interface RestOptions {
  accountSid: string;
  authToken: string;
  /** SID → secret. */
  apiKeys: Record<string, string>;
  numbers: TwilioNumber[];
  calls: Call[];
  requests: RestRequest[];
  onCallUpdate(call: Call, text: string): void;
  /** The status that the next request fails with, if it is to fail. */
  takeFault(): number | undefined;
}

const MAX_BODY_BYTES = 1024 * 1024;
/** Longest `Twiml` parameter (Twilio docs, Update a Call). */
const MAX_TWIML = 4000;

/** Twilio's REST API as far as calls and numbers go. Source: Twilio docs, Call and IncomingPhoneNumber resources. */
export function createRestServer(options: RestOptions): Server {
  return createServer((request, response) => {
    void serve(options, request, response);
  });
}

async function serve(
  options: RestOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const method = request.method ?? 'GET';
  const path = request.url ?? '/';
  const form = Object.fromEntries(new URLSearchParams(await readBody(request)));
  const fault = options.takeFault();
  const reply =
    fault === undefined
      ? answer(options, method, new URL(path, 'http://rest'), form, request.headers.authorization)
      : failure(fault, 20500, 'The request failed on purpose');
  options.requests.push({ method, path, form, status: reply.status });
  response.writeHead(reply.status, {
    'Content-Type': 'application/json;charset=utf-8',
    ...(reply.status === 401 && { 'WWW-Authenticate': 'Basic realm="Twilio API"' }),
  });
  response.end(JSON.stringify(reply.body));
}

function answer(
  options: RestOptions,
  method: string,
  url: URL,
  form: Record<string, string>,
  authorization: string | undefined,
): Reply {
  const [, version, accounts, account, ...rest] = url.pathname.split('/').map(decodeURIComponent);
  const accountSid = rest.length === 0 ? account?.replace(/\.json$/, '') : account;
  const isOurs = accountSid === options.accountSid;
  if (!isAuthorized(authorization, options) || !isOurs) return failure(401, 20003, 'Authenticate');

  const notFound = failure(404, 20404, `The requested resource ${url.pathname} was not found`);
  if (version !== '2010-04-01' || accounts !== 'Accounts') return notFound;
  if (rest.length === 0) {
    return method === 'GET' ? { status: 200, body: accountResource(options.accountSid) } : notFound;
  }
  if (rest[0]?.startsWith('IncomingPhoneNumbers')) {
    return numberRequest(options, { method, url, form, path: rest.join('/') }) ?? notFound;
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
