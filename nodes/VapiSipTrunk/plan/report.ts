import type { NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { Action } from './plannedCall';

export type StepStatus =
  /** Nothing was to be done. */
  | 'unchanged'
  | 'done'
  | 'failed'
  /** Done, and taken back. */
  | 'undone'
  /** Done, and still there after a failure. */
  | 'left'
  | 'not begun';

/** What became of one step. */
export interface StepReport {
  step: string;
  title: string;
  status: StepStatus;
  action?: Action;
  id?: string;
  /** Why it failed, or why it is left. */
  reason?: string;
}

/** What a run did. */
export interface Report {
  steps: StepReport[];
  /** IDs by step. */
  ids: Record<string, string>;
  failure?: Failure;
}

export interface Failure {
  step: string;
  title: string;
  error: NodeApiError | NodeOperationError;
  /** Another run is at work on the same trunk and goes on; this one stopped and took nothing of the other's away. */
  anotherRun: boolean;
}
