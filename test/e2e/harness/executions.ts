import { parseFlatted } from './flatted';

/** One line of the executions list. */
export interface ExecutionSummary {
  id: string;
  workflowId: string;
  status: 'new' | 'running' | 'waiting' | 'success' | 'error' | 'crashed' | 'canceled' | 'unknown';
  /** `webhook`, `manual`, `trigger` … */
  mode: string;
  startedAt: string;
  stoppedAt?: string | null;
}

/** An item as nodes hand it on. */
export interface ExecutionItem {
  json: Record<string, unknown>;
  pairedItem?: unknown;
}

interface ExecutionError {
  message: string;
  description?: string | null;
}

interface NodeRun {
  executionStatus?: string;
  error?: ExecutionError;
  /** By connection type, then by output. */
  data?: Record<string, Array<ExecutionItem[] | null>>;
}

export interface ExecutionData {
  resultData: {
    /** Every run of every node, by the node's name. */
    runData: Record<string, NodeRun[]>;
    error?: ExecutionError;
    lastNodeExecuted?: string;
  };
}

/** An execution with what its nodes did. */
export interface Execution extends ExecutionSummary {
  data: ExecutionData;
}

/** Statuses after which an execution does nothing more. */
const finalStatuses = new Set(['success', 'error', 'crashed', 'canceled']);

/** Whether the execution has ended, well or badly. */
export function isFinished(execution: ExecutionSummary): boolean {
  return finalStatuses.has(execution.status);
}

/** Makes an {@link Execution} from the reply of `GET /rest/executions/:id`, whose data is flattened text. */
export function readExecution(reply: ExecutionSummary & { data: string }): Execution {
  return { ...reply, data: parseFlatted(reply.data) as ExecutionData };
}

/**
 * What a node put out, per output, in its run number `runIndex`.
 *
 * @returns `[]` if the node did not run so often; an output without items is `[]`
 */
export function outputsOf(execution: Execution, nodeName: string, runIndex = 0): ExecutionItem[][] {
  const nodeRun = execution.data.resultData.runData[nodeName]?.[runIndex];
  return (nodeRun?.data?.main ?? []).map((items) => items ?? []);
}
