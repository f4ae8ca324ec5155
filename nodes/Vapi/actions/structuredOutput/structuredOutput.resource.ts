import { defineResource } from '../../../shared/actions/operation';
import { create } from './create.operation';
import { deleteStructuredOutput } from './delete.operation';
import { get } from './get.operation';
import { getAll } from './getAll.operation';
import { run } from './run.operation';
import { update } from './update.operation';

/** What Vapi finds out about each call. */
export const structuredOutput = defineResource(
  { name: 'Structured Output', value: 'structuredOutput' },
  [create, get, getAll, update, deleteStructuredOutput, run],
  'getAll',
);
