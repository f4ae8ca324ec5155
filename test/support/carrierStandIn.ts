import type { IncomingHttpHeaders } from 'node:http';
import { bodyOf, listen, type TestServer } from './engineHttp';

/** A request as the stand-in got it. */
export interface CarrierRequest {
  method: string;
  path: string;
  query: Record<string, string>;
  headers: IncomingHttpHeaders;
  /** JSON parsed, a form by field; undefined without a body. */
  body: unknown;
}

/** What comes back: an object as JSON, a text as it is. */
export interface CarrierReply {
  status?: number;
  body?: unknown;
  headers?: Record<string, string>;
  /** The connection breaks off: before anything was answered, or amid the body. */
  cut?: 'answer' | 'body';
  /** The body begins and never ends. */
  hang?: true;
}

/** The smallest stand-in for a carrier's REST API: it answers what the test says and remembers what it was asked. */
export interface CarrierStandIn extends TestServer {
  requests: CarrierRequest[];
  /** Decides the answers from here on; counts from 1. */
  reply: (request: CarrierRequest, count: number) => CarrierReply;
}

export async function startCarrierStandIn(): Promise<CarrierStandIn> {
  const requests: CarrierRequest[] = [];
  const server = await listen((incoming, response) => {
    void bodyOf(incoming).then((text) => {
      const url = new URL(incoming.url ?? '/', 'http://stand-in.test');
      const { method = '', headers } = incoming;
      const request: CarrierRequest = {
        ...{ method, headers, path: url.pathname, query: Object.fromEntries(url.searchParams) },
        body: readBody(text, headers['content-type'] ?? ''),
      };
      requests.push(request);
      const reply = standIn.reply(request, requests.length);
      if (reply.cut === 'answer') return void response.destroy();
      const { status = 200, body = {} } = reply;
      const sent = typeof body === 'string' ? body : JSON.stringify(body);
      const type = typeof body === 'string' ? 'text/html' : 'application/json';
      response.writeHead(status, { 'content-type': type, ...reply.headers });
      if (reply.cut === undefined && reply.hang === undefined) return void response.end(sent);
      response.write(sent.slice(0, -1));
      if (reply.cut === 'body') setTimeout(() => response.destroy(), 20);
    });
  });
  const standIn: CarrierStandIn = { ...server, requests, reply: () => ({}) };
  return standIn;
}

function readBody(text: string, type: string): unknown {
  if (text === '') return undefined;
  return type === 'application/json' ? JSON.parse(text) : Object.fromEntries(new URLSearchParams(text));
}
