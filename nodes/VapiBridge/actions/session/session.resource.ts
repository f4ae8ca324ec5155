import { defineResource } from '../../../shared/actions/operation';
import { end } from './end.operation';
import { get } from './get.operation';
import { getAll } from './getAll.operation';
import { start } from './start.operation';

/** Calls on the bridge. */
export const session = defineResource(
  { name: 'Session', value: 'session' },
  [start, get, getAll, end],
  'start',
);
