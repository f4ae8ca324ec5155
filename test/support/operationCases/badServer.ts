import type { ServerResponse } from 'node:http';
import type { CredentialValues } from '../engineCredentials';
import { bodyOf, listen } from '../engineHttp';

/** A request as the stand-in got it; the body as text, because it may be a form. */
export interface Request {
  method: string;
  /** With its query. */
  path: string;
  headers: Record<string, string | string[] | undefined>;
  body: string;
  /** Told by whoever answered it. */
  wentWell?: boolean;
}

/** What the stand-in does with a request. */
export type Answer =
  { status?: number; body: string | Buffer; type?: string; headers?: Record<string, string> } | 'cut';

/** Vapi on a bad day, and another host that nothing should ever be sent to. */
export interface BadServer {
  /** Another host, as addresses tell hosts apart. */
  foreignUrl: string;
  requests: Request[];
  /** What the other host got. */
  foreignRequests: Request[];
  answer: (request: Request) => Answer;
  url: string;
  credentials: CredentialValues;
  close(): Promise<void>;
}

export const PRIVATE_KEY = 'private-key-that-nobody-may-see';

export const jsonAnswer = (value: unknown, status = 200): Answer => ({ status, body: JSON.stringify(value) });

export async function startBadServer(): Promise<BadServer> {
  const requests: Request[] = [];
  const foreignRequests: Request[] = [];
  const foreign = await listen((incoming, response) => {
    void bodyOf(incoming).then((body) => {
      const { method = '', url = '', headers } = incoming;
      foreignRequests.push({ method, path: url, headers, body });
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"id":"from-elsewhere"}');
    });
  });
  const own = await listen((incoming, response) => {
    void bodyOf(incoming).then((body) => {
      const { method = '', url = '', headers } = incoming;
      const request = { method, path: url, headers, body };
      requests.push(request);
      give(response, server.answer(request));
    });
  });
  const server: BadServer = {
    foreignUrl: foreign.url.replace('127.0.0.1', 'localhost'),
    requests,
    foreignRequests,
    answer: () => jsonAnswer({}),
    url: own.url,
    credentials: { vapiApi: { apiKey: PRIVATE_KEY, region: 'custom', baseUrl: own.url } },
    close: async () => {
      await own.close();
      await foreign.close();
    },
  };
  return server;
}

function give(response: ServerResponse, answer: Answer): void {
  if (answer === 'cut') {
    response.destroy();
    return;
  }
  const { status = 200, body, type = 'application/json', headers } = answer;
  response.writeHead(status, { 'content-type': type, ...headers });
  // Who has read enough hangs up.
  response.on('error', () => undefined).end(body);
}
