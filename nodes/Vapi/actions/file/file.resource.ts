import { defineResource } from '../../../shared/actions/operation';
import { deleteFile } from './delete.operation';
import { get } from './get.operation';
import { getAll } from './getAll.operation';
import { update } from './update.operation';
import { upload } from './upload.operation';

/** Uploaded files, such as documents of knowledge bases. */
export const file = defineResource(
  { name: 'File', value: 'file' },
  [upload, get, getAll, update, deleteFile],
  'upload',
);
