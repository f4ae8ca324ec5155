import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { failure } from './errors';
import { answer } from './routes';
import type { Fault, JsonObject, TelnyxEmulator, TelnyxEmulatorOptions, TelnyxState } from './types';

export type * from './types';

/** Telnyx's IDs are long numbers, as texts. */
const FIRST_ID = 2_100_000_000_000_000_000n;

/** Starts a stand-in for Telnyx's API; see the README beside it. */
export async function startTelnyxEmulator(options: TelnyxEmulatorOptions): Promise<TelnyxEmulator> {
  let last = FIRST_ID;
  const base = (): JsonObject => ({ id: String(++last), created_at: new Date().toISOString() });
  const state: TelnyxState = {
    ...{ connections: [], fqdns: [], profiles: [], authentications: new Map() },
    numbers: (options.numbers ?? []).map(({ number, connectionId, connectionName, status }) => ({
      ...base(),
      ...{ phone_number: number, status: status ?? 'active', record_type: 'phone_number' },
      ...{ connection_id: connectionId ?? null, connection_name: connectionName ?? null },
      first_connection_id: connectionId ?? null,
    })),
  };
  const requests: TelnyxEmulator['requests'] = [];
  const faults: Fault[] = [];

  const takeFault = (method: string, path: string): Fault | undefined => {
    const index = faults.findIndex(
      (fault) => (fault.method ?? method) === method && (fault.path?.test(path) ?? true),
    );
    const fault = faults[index];
    if (fault === undefined) return undefined;
    if ((fault.skip ?? 0) > 0) {
      fault.skip = (fault.skip ?? 0) - 1;
      return undefined;
    }
    faults.splice(index, 1);
    return fault;
  };

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const method = request.method ?? 'GET';
    const url = new URL(request.url ?? '/', 'http://telnyx.test');
    const path = url.pathname.replace(/^\/v2/, '');
    const text = await read(request);
    if (request.headers.authorization !== `Bearer ${options.apiKey}`) {
      send(
        response,
        failure(401, '10009', 'Authentication failed', 'The required authentication headers were invalid.'),
      );
      return;
    }
    const fault = takeFault(method, path);
    const asked = { method, path, query: url.searchParams, body: parse(text) };
    const reply =
      fault === undefined || fault.carriedOut === true
        ? answer(state, asked, base, options.takenUserNames ?? [])
        : failure(500, '10007', 'Unexpected error', 'The request failed on purpose.');
    if (fault?.how === 'cut') {
      requests.push({ method, path, status: 0 });
      request.socket.destroy();
      return;
    }
    const status = fault?.how ?? reply.status;
    requests.push({ method, path, status });
    send(response, fault === undefined ? reply : failure(status, '10007', 'Unexpected error', 'On purpose.'));
  };
  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/v2`,
    ...{ state, requests },
    failNext: (fault) => void faults.push({ ...fault }),
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function send(response: ServerResponse, { status, body }: { status: number; body: unknown }): void {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(body));
}

async function read(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}

function parse(text: string): JsonObject {
  return text === '' ? {} : (JSON.parse(text) as JsonObject);
}
