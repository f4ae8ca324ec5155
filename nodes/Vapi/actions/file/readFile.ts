import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import { fail } from '../../../shared/fail';
import { textOf } from '../../../shared/fields/textOf';

/** A file is sent in one piece, so it is in memory as a whole, and once more as a form: Vapi names no limit of its own. */
const MAX_FILE_BYTES = 100 * 2 ** 20;

export interface FileToSend {
  bytes: Buffer;
  fileName: string;
  mimeType: string;
}

/**
 * Reads a file of an input item, after a look at its size.
 *
 * @param property name of the field that holds it
 * @param fileName instead of its own
 * @throws NodeOperationError n8n's own when there is no such file; ours for an empty or a too large one
 */
export async function readFile(
  context: IExecuteFunctions,
  itemIndex: number,
  property: string,
  fileName?: string,
): Promise<FileToSend> {
  const node = context.getNode();
  if (property === '') throw fail(node, 'INPUT_MISSING', 'Input Data Field Name', itemIndex);
  const data = context.helpers.assertBinaryData(itemIndex, property);
  const extension = textOf(data.fileExtension);
  const own = textOf(data.fileName) || `${property}${extension === '' ? '' : `.${extension}`}`;
  const name = fileName ?? own;
  const size = await sizeOf(context, data);
  if (size > MAX_FILE_BYTES) {
    const megabytes = Math.ceil(size / 2 ** 20);
    throw fail(node, 'FILE_TOO_LARGE', `"${name}" has ${megabytes} MB`, itemIndex);
  }
  if (size === 0) throw fail(node, 'FILE_EMPTY', name, itemIndex);
  const bytes = await context.helpers.getBinaryDataBuffer(itemIndex, property);
  return { bytes, fileName: name, mimeType: textOf(data.mimeType) };
}

/**
 * In bytes, without reading the file: n8n keeps it on disk, in a bucket, or as Base64 on the item. Code that makes
 * such an item may forget anything of it.
 */
async function sizeOf(context: IExecuteFunctions, { id, data }: IBinaryData): Promise<number> {
  if (id !== undefined) return (await context.helpers.getBinaryMetadata(id)).fileSize;
  return typeof data === 'string' ? Buffer.byteLength(data, 'base64') : 0;
}
