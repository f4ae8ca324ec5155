import type { IncomingMessage } from 'node:http';
import type { JsonObject } from './json';

/** One request as a route sees it. */
export interface Exchange {
  method: string;
  path: string;
  /** The values of `{…}` in the route's path, in order. */
  params: string[];
  query: URLSearchParams;
  /** Parsed JSON, or the fields of a form; undefined where there is no body. */
  body: unknown;
  request: IncomingMessage;
}

export interface JsonAnswer {
  status: number;
  body: unknown;
}

/** An answer that is no JSON document: a redirect, or a stream of events. */
export interface RawAnswer {
  status: number;
  headers: Record<string, string>;
  /** Written one after the other. */
  chunks: Array<string | Buffer>;
}

export type Answer = JsonAnswer | RawAnswer;

export interface Route {
  /** `*` for any. */
  method: string;
  /** As the OpenAPI writes it, e.g. `/v2/campaign/{id}/contacts`. */
  path: string;
  /** Sees to its own authentication. */
  open?: true;
  act(exchange: Exchange): Answer;
}

export const ok = (body: unknown): JsonAnswer => ({ status: 200, body });
export const created = (body: JsonObject): JsonAnswer => ({ status: 201, body });

interface Found {
  route: Route;
  params: string[];
}

/** The route for a request; of two that fit, the one named first. */
export function findRoute(routes: Route[], method: string, path: string): Found | undefined {
  const segments = path.split('/').filter(Boolean);
  for (const route of routes) {
    if (route.method !== '*' && route.method !== method) continue;
    const params = match(route.path.split('/').filter(Boolean), segments);
    if (params) return { route, params };
  }
  return undefined;
}

function match(wanted: string[], segments: string[]): string[] | undefined {
  if (wanted.length !== segments.length) return undefined;
  const params: string[] = [];
  for (const [index, name] of wanted.entries()) {
    const segment = segments[index] ?? '';
    if (name.startsWith('{')) params.push(decodeURIComponent(segment));
    else if (name !== segment) return undefined;
  }
  return params;
}

/** The parameter at `index` of a route that has one there. */
export function param(exchange: Exchange, index = 0): string {
  return exchange.params[index] ?? '';
}
