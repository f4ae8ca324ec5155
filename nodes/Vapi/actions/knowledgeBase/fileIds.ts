import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { fail } from '../../../shared/fail';
import { picks } from '../../../shared/form/collections';
import { formFor } from '../../../shared/form/form';
import { ids } from '../../../shared/form/ids';
import { asArray } from '../../../shared/protocol/json';

const files = picks(
  {
    displayName: 'Files',
    path: 'picked',
    name: 'files',
    row: 'File',
    description: 'Uploaded files to search in',
  },
  'searchFiles',
);

const moreFiles = ids({
  displayName: 'File IDs',
  path: 'written',
  name: 'fileIds',
  description: 'More files by ID, separated by commas; an expression may give a list',
});

const form = formFor([files, moreFiles]);

/** Files from a list, and files by ID: n8n takes no expression for the rows of a list as a whole. */
export const fileIdsProperties: INodeProperties[] = form.properties;

/**
 * The IDs of {@link fileIdsProperties}, each once.
 *
 * @throws NodeOperationError when there are none, but have to be
 */
export function readFileIds(context: IExecuteFunctions, itemIndex: number, required: boolean): string[] {
  const { picked, written } = form.read(context, itemIndex);
  const all = [...asArray(picked), ...asArray(written)];
  if (required && all.length === 0) throw fail(context.getNode(), 'INPUT_MISSING', 'Files', itemIndex);
  return [...new Set(all as string[])];
}
