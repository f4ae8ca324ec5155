import { isFinished, type ExecutionSummary } from './harness/executions';
import type { N8n } from './harness/n8n';
import { poll } from './harness/poll';
import type { QueuedN8n } from './harness/queue';
import type { WorkflowJson } from './harness/rest';
import {
  askTools,
  bearer,
  book,
  check,
  postJson,
  toolCallsBody,
  type Answer,
  type Call,
} from './toolCallClient';
import { FALLBACK, toolWorkflow } from './toolWorkflow';

/** Longer than any of these workflows takes on a slow machine; only the deadline's own rows have a short one. */
const PATIENT_SECONDS = 60;
const IMPATIENT_SECONDS = 8;
const TOO_SLOW_MS = 14_000;
const MIB = 1024 * 1024;

/** The workflows of the table, by webhook path, which is also their id. */
const shapes = {
  tools: { deadlineSeconds: PATIENT_SECONDS },
  'tools-impatient': { deadlineSeconds: IMPATIENT_SECONDS },
  'tools-suspend': { deadlineSeconds: PATIENT_SECONDS, waitSeconds: 90 },
  'tools-timeout': { deadlineSeconds: IMPATIENT_SECONDS, settings: { executionTimeout: 5 } },
  'tools-twice': { deadlineSeconds: PATIENT_SECONDS, answersTwice: true },
};

type Path = keyof typeof shapes;

export const failureWorkflows: Array<WorkflowJson & { id: string }> = Object.entries(shapes).map(
  ([path, shape]) => toolWorkflow({ id: path, path, credential: { id: 'bearer', name: 'Bearer' }, ...shape }),
);

/** One of the ways in which a request reaches the workflow. */
export interface Mode {
  n8n: N8n;
  url(path: string): string;
  /** What must be done before each request. */
  prepare?(path: string): Promise<unknown>;
  /** In queue mode, the whole of it. */
  queue?: QueuedN8n;
}

export function regularMode(n8n: N8n): Mode {
  return { n8n, url: (path) => `${n8n.url}/webhook/${path}` };
}

/** The editor's test URL listens for one request at a time. */
export function testUrlMode(n8n: N8n): Mode {
  return {
    n8n,
    url: (path) => `${n8n.url}/webhook-test/${path}`,
    prepare: (path) => n8n.rest.runManually(path, 'Tools'),
  };
}

/** @param base address of the process that takes the requests: main or the separate webhook process */
export function queueMode(n8n: QueuedN8n, base: string): Mode {
  return { n8n, url: (path) => `${base}/webhook/${path}`, queue: n8n };
}

/** What may go wrong, what Vapi gets then, and how n8n lists the executions. */
export interface FailureRow {
  name: string;
  path: Path;
  calls: Call[];
  answers: Answer[];
  /** Status of each execution that the row starts. */
  ends: Array<ExecutionSummary['status']>;
  /** Whether it takes the deadline to get the answers; all others come before it. */
  atDeadline?: boolean;
  /** Found in what the nodes put out. */
  leaves?: string;
  /** Makes no sense without workers. */
  queueOnly?: boolean;
  /** Says nothing new with workers, and takes long there. */
  regularOnly?: boolean;
  /** What happens around the request. */
  around?(mode: Mode, row: FailureRow, ask: () => Promise<Answer[]>): Promise<Answer[]>;
}

const a = check({ say: 'a' });
const b = book({ say: 'b' });
const answerA = { result: 'check says a' };
const answerB = { result: 'book says b' };
const fallback = { error: FALLBACK };

export const failureRows: FailureRow[] = [
  { name: 'success', path: 'tools', calls: [a, b], answers: [answerA, answerB], ends: ['success'] },
  {
    ...{ name: 'workflow error', path: 'tools', calls: [check({ fail: true }), b] },
    ...{ answers: [fallback, fallback], ends: ['error'] },
  },
  {
    ...{ name: 'error in one branch after the other has answered', path: 'tools' },
    ...{ calls: [a, book({ fail: true })], answers: [answerA, fallback], ends: ['error'] },
  },
  {
    ...{ name: 'nothing sent', path: 'tools', calls: [check({ empty: true }), book({ empty: true })] },
    ...{ answers: [fallback, fallback], ends: ['success'] },
  },
  {
    ...{ name: 'answered twice', path: 'tools-twice', calls: [a, b], answers: [answerA, answerB] },
    ...{ ends: ['success'], leaves: '"duplicate":true' },
  },
  {
    ...{ name: 'late answer', path: 'tools-impatient', calls: [a, book({ waitMs: TOO_SLOW_MS })] },
    ...{ answers: [answerA, fallback], ends: ['success'], leaves: '"late":true', atDeadline: true },
  },
  {
    ...{ name: 'suspended', path: 'tools-suspend', calls: [a], answers: [fallback], ends: ['waiting'] },
  },
  {
    ...{ name: 'execution timeout', path: 'tools-timeout', calls: [a, book({ waitMs: TOO_SLOW_MS })] },
    ...{ answers: [answerA, fallback], ends: ['canceled'], atDeadline: true },
  },
  {
    ...{ name: 'no worker', path: 'tools-impatient', calls: [a, b], answers: [fallback, fallback] },
    ...{
      ends: ['success'],
      leaves: '"late":true',
      atDeadline: true,
      queueOnly: true,
      around: withoutWorkers,
    },
  },
  {
    ...{ name: 'client gone', path: 'tools', calls: [check({ say: 'a', waitMs: 6_000 }), b] },
    ...{ answers: [answerA, answerB], ends: ['success', 'success'], around: afterAnAbort },
  },
  {
    ...{ name: '4 MiB answer', path: 'tools', calls: [check({ say: 'a', letters: 4 * MIB }), b] },
    ...{ answers: [{ result: lengthOf(4 * MIB) }, answerB], ends: ['success'] },
  },
  {
    // Respond to Vapi sends no more than 8 MiB: in queue mode it would cost other calls their answers.
    ...{ name: '16 MiB answer', path: 'tools', calls: [check({ say: 'a', letters: 16 * MIB })] },
    ...{ answers: [fallback], ends: ['error'], leaves: 'more than the 8 MiB' },
  },
  {
    ...{ name: '64 MiB answer', path: 'tools', calls: [check({ say: 'a', letters: 64 * MIB })] },
    ...{ answers: [fallback], ends: ['error'], leaves: 'more than the 8 MiB', regularOnly: true },
  },
];

/** What came of a row: its `answers` and `ends` are compared, its time is told. */
export interface Outcome {
  answers: Answer[];
  ends: string[];
  atDeadline: boolean;
  /** Whether what should be found in the execution is there. */
  leaves: boolean;
  /** From the request to the whole answer. */
  ms: number;
}

/** @throws AssertionError if Vapi could not use the answer, or if the executions do not end */
export async function runRow(row: FailureRow, mode: Mode): Promise<Outcome> {
  const before = new Set((await mode.n8n.rest.executions({ workflowId: row.path })).map(({ id }) => id));
  let ms = 0;
  const ask = async (): Promise<Answer[]> => {
    await mode.prepare?.(row.path);
    const began = performance.now();
    const answers = await askTools(mode.url(row.path), row.calls);
    ms = performance.now() - began;
    return answers;
  };
  const answers = row.around === undefined ? await ask() : await row.around(mode, row, ask);
  const executions = await settled(mode.n8n, row, before);
  return {
    answers: answers.map(brief),
    atDeadline: ms >= shapes[row.path].deadlineSeconds * 1_000,
    ends: executions.map(({ status }) => status),
    leaves: await left(mode.n8n, row, executions),
    ms,
  };
}

/** What the outcome of a row must be. */
export function expectedOutcome({ answers, ends, atDeadline = false }: FailureRow): Omit<Outcome, 'ms'> {
  return { answers, atDeadline, ends, leaves: true };
}

async function left(n8n: N8n, { leaves }: FailureRow, executions: ExecutionSummary[]): Promise<boolean> {
  if (leaves === undefined) return true;
  const found = await Promise.all(
    executions.map(async ({ id }) => JSON.stringify((await n8n.rest.execution(id)).data)),
  );
  return found.every((data) => data.includes(leaves));
}

/** The executions that are new, once there are as many as expected and none of them runs. */
async function settled(
  n8n: N8n,
  row: FailureRow,
  before: Set<string>,
  count = row.ends.length,
): Promise<ExecutionSummary[]> {
  let seen: ExecutionSummary[] = [];
  const describe = (): string => `Seen: ${seen.map(({ id, status }) => `${id} ${status}`).join(', ')}`;
  return await poll(
    `${count} executions of ${row.path} to be over`,
    { timeoutMs: 180_000, describe },
    async () => {
      const all = await n8n.rest.executions({ workflowId: row.path });
      seen = all.filter(({ id }) => !before.has(id));
      const over = seen.every((one) => isFinished(one) || one.status === 'waiting');
      return over && seen.length >= count ? seen : undefined;
    },
  );
}

function lengthOf(letters: number): string {
  return `${'check says a'.length + letters} characters`;
}

/** Nobody wants to read a long answer, least of all in a failed test. */
function brief(answer: Answer): Answer {
  const shorten = (text: string): string => (text.length > 1_000 ? `${text.length} characters` : text);
  return 'result' in answer ? { result: shorten(answer.result) } : { error: shorten(answer.error) };
}

async function withoutWorkers(
  { queue }: Mode,
  _row: FailureRow,
  ask: () => Promise<Answer[]>,
): Promise<Answer[]> {
  await queue?.stopWorkers();
  try {
    return await ask();
  } finally {
    await queue?.startWorker();
  }
}

/** Vapi hangs up on a request while the workflow is at it; the next request is as good as ever. */
async function afterAnAbort(mode: Mode, row: FailureRow, ask: () => Promise<Answer[]>): Promise<Answer[]> {
  const { n8n } = mode;
  const before = new Set((await n8n.rest.executions({ workflowId: row.path })).map(({ id }) => id));
  await mode.prepare?.(row.path);
  const gone = new AbortController();
  const request = postJson(mode.url(row.path), toolCallsBody(row.calls), bearer, gone.signal);
  const refused = request.then(
    () => Promise.reject(new Error('The answer came before the client could hang up.')),
    (error: Error) => (error.name === 'AbortError' ? undefined : Promise.reject(error)),
  );
  await poll('the execution to run', { timeoutMs: 120_000 }, async () => {
    const all = await n8n.rest.executions({ workflowId: row.path });
    return all.some(({ id }) => !before.has(id)) ? true : undefined;
  });
  gone.abort();
  await refused;
  await settled(n8n, row, before, 1);
  return await ask();
}
