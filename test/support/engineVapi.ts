import type { IncomingHttpHeaders } from 'node:http';
import type { CredentialValues } from './engineCredentials';
import { bodyOf, listen, type TestServer } from './engineHttp';

/** A request as the stand-in got it. */
export interface ReceivedCall {
  method: string;
  path: string;
  /** The last value of each name. */
  query: Record<string, string>;
  /** Every value of each name. */
  queryAll: Record<string, string[]>;
  headers: IncomingHttpHeaders;
  body: unknown;
}

/** What the stand-in answers: objects as JSON, text as it is. */
export interface Reply {
  status?: number;
  body?: unknown;
  headers?: Record<string, string>;
}

/** The smallest stand-in for Vapi's REST API: it answers what the test says and remembers what it was asked. */
export interface VapiStandIn extends TestServer {
  requests: ReceivedCall[];
  /** Decides the answers from here on. */
  reply: (request: ReceivedCall, count: number) => Reply;
  /** A credential of region "custom" that points here. */
  credentials: CredentialValues;
}

export const STAND_IN_KEY = 'private-key-of-the-test';

export async function startVapiStandIn(): Promise<VapiStandIn> {
  const requests: ReceivedCall[] = [];
  const server = await listen((incoming, response) => {
    void bodyOf(incoming).then((text) => {
      const url = new URL(incoming.url ?? '/', 'http://stand-in.test');
      const request: ReceivedCall = {
        method: incoming.method ?? '',
        path: url.pathname,
        query: Object.fromEntries(url.searchParams),
        queryAll: Object.fromEntries(
          [...url.searchParams.keys()].map((name) => [name, url.searchParams.getAll(name)]),
        ),
        headers: incoming.headers,
        body: text === '' ? undefined : (JSON.parse(text) as unknown),
      };
      requests.push(request);
      const { status = 200, body = {}, headers = {} } = standIn.reply(request, requests.length);
      const isText = typeof body === 'string';
      response.writeHead(status, { 'content-type': isText ? 'text/html' : 'application/json', ...headers });
      response.end(isText ? body : JSON.stringify(body));
    });
  });
  const standIn: VapiStandIn = {
    ...server,
    requests,
    reply: () => ({}),
    credentials: { vapiApi: { apiKey: STAND_IN_KEY, region: 'custom', baseUrl: server.url } },
  };
  return standIn;
}
