import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { runWorkflow } from '../support/engine';
import { publish, table } from './measurements';

const COMMAND = 'npm run bench:get-many';
const COUNTS = [1_000, 10_000, 100_000];
/** Text in each row that Simplify leaves out: a prompt, a tool list. */
const ROW_BYTES = 10_000;
const ROWS_PER_MILLISECOND = 30;
const NEWEST = Date.parse('2026-11-20T12:00:00Z');

interface List {
  name: string;
  resource: string;
  /** Answers one page: the rows from `first` on. */
  page(query: URLSearchParams, count: number): string;
}

const LISTS: readonly List[] = [
  { name: 'by creation time', resource: 'assistant', page: byCreation },
  { name: 'by page number', resource: 'structuredOutput', page: byNumber },
];

/**
 * `npm run bench:get-many`: Get Many with Return All in n8n's engine, against a list that is made as it is asked for.
 * What leaves the node has to be held; what is read to make it must not be.
 */
async function main(): Promise<void> {
  const rows: string[][] = [];
  for (const list of LISTS) for (const count of COUNTS) rows.push(await measure(list, count));
  publish(
    'get many',
    COMMAND,
    table(
      ['paging', 'rows', 'read', 'requests', 'time', 'heap of the items', 'heap while reading, at most'],
      rows,
    ),
  );
}

async function measure(list: List, count: number): Promise<string[]> {
  let requests = 0;
  let bytes = 0;
  let most = 0;
  const server = createServer((request, response) => {
    requests += 1;
    const body = list.page(new URL(request.url ?? '/', 'http://list.test').searchParams, count);
    bytes += body.length;
    response.writeHead(200, { 'content-type': 'application/json' }).end(body);
    // After a collection what is left is what is really held; each time would be slow.
    if (requests % 10 === 1) most = Math.max(most, heap());
  });
  // A failure ends the benchmark instead of leaving it waiting.
  server.unref();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const before = heap();
  const began = performance.now();
  const run = await runWorkflow({
    nodes: [
      {
        name: 'Vapi',
        type: 'vapi',
        parameters: { resource: list.resource, operation: 'getAll', returnAll: true, simple: true },
      },
    ],
    start: [[{ json: {} }]],
    credentials: { vapiApi: { apiKey: 'key', region: 'custom', baseUrl: `http://127.0.0.1:${port}` } },
  });
  const seconds = (performance.now() - began) / 1000;
  const items = run.items('Vapi');
  const after = heap();
  const ids = new Set(items.map(({ json }) => json.id));
  if (items.length !== count || ids.size !== count)
    throw new Error(`${items.length} items with ${ids.size} IDs came out of ${count} rows.`);
  await new Promise((resolve) => server.close(resolve));
  const held = Math.max(0, after - before);
  return [
    list.name,
    count.toLocaleString('en-US'),
    `${Math.round(bytes / 2 ** 20)} MiB`,
    String(requests),
    `${seconds.toFixed(1)} s`,
    `${Math.round(held / 2 ** 20)} MiB`,
    `${Math.round(Math.max(0, most - before) / 2 ** 20)} MiB`,
  ];
}

/** Bytes that are still in use after a collection; the command exposes it. */
function heap(): number {
  if (globalThis.gc === undefined) throw new Error(`Start it with ${COMMAND}: it needs node --expose-gc.`);
  globalThis.gc();
  return process.memoryUsage().heapUsed;
}

const filler = 'x'.repeat(ROW_BYTES);

const row = (index: number): object => ({
  id: `row-${index}`,
  name: `Row ${index}`,
  createdAt: new Date(NEWEST - Math.floor(index / ROWS_PER_MILLISECOND)).toISOString(),
  hooks: filler,
});

const rowsFrom = (first: number, wanted: number, count: number): object[] =>
  Array.from({ length: Math.max(0, Math.min(wanted, count - first)) }, (_, offset) => row(first + offset));

function byCreation(query: URLSearchParams, count: number): string {
  const edge = query.get('createdAtLe');
  const first = edge === null ? 0 : (NEWEST - Date.parse(edge)) * ROWS_PER_MILLISECOND;
  return JSON.stringify(rowsFrom(first, Number(query.get('limit') ?? 100), count));
}

function byNumber(query: URLSearchParams, count: number): string {
  const limit = Number(query.get('limit') ?? 100);
  const first = (Number(query.get('page') ?? 1) - 1) * limit;
  const hasNextPage = first + limit < count;
  return JSON.stringify({ results: rowsFrom(first, limit, count), metadata: { hasNextPage } });
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
