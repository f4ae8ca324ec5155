import { ApiError } from '../apiError';
import { checkBySchema } from '../bodyRules';
import { type JsonObject, isObject } from '../json';
import { equalTo } from '../listQuery';
import { bareList } from '../listing';
import type { Org } from '../org';
import type { UploadedFile } from '../requestBody';
import { type Exchange, type Route, created, ok } from '../routing';
import { asBody } from '../rules';
import type { StoredBytes } from '../storage';
import { storedRoutes, without } from './stored';

/** What multer and Nest say; Vapi's own words are not documented. */
const NO_FILE = 'File is required';

/** `/file`: uploads as multipart/form-data, and a list that is not paged. */
export function fileRoutes(org: Org, sign: (key: string) => string): Route[] {
  const files = org.resources.file;
  const upload = (exchange: Exchange) => {
    const body = isObject(exchange.body) ? exchange.body : {};
    const { file, ...fields } = body;
    if (!isUpload(file)) throw new ApiError(400, NO_FILE);
    // The schema knows the file as a string.
    checkBySchema({ ...fields, file: file.name }, 'POST /file');
    const stored = files.add({
      object: 'file',
      status: 'done',
      name: file.name.slice(0, 40),
      originalName: file.name,
      bytes: file.bytes.length,
      mimetype: file.mimetype,
      ...(fields.purpose === undefined ? {} : { purpose: fields.purpose }),
      ...(fields.metadata === undefined ? {} : { metadata: metadataOf(fields.metadata) }),
    });
    org.uploads.set(stored.id, file);
    return created(files.patch(stored.id, { url: sign(`files/${stored.id}`) }));
  };
  const usual = storedRoutes({
    path: '/file',
    collection: files,
    check: (body, operation) => checkBySchema(asBody(body), operation),
    lists: 'cursor',
  });
  return [
    { method: 'POST', path: '/file', act: upload },
    {
      method: 'GET',
      path: '/file',
      act: ({ query }) => ok(bareList(files.rows(), query, equalTo('purpose'))),
    },
    ...without(usual, 'POST').filter((route) => route.path !== '/file'),
  ];
}

/** The bytes of an upload, for the storage. */
export function readUpload(org: Org, key: string): StoredBytes | undefined {
  const file = org.uploads.get(/^files\/(.+)$/.exec(key)?.[1] ?? '');
  return file && { type: file.mimetype, bytes: file.bytes };
}

/** It is sent as JSON text and shown as an object (OpenAPI: CreateFileDTO, File). */
function metadataOf(text: unknown): JsonObject {
  try {
    const parsed: unknown = JSON.parse(String(text));
    if (isObject(parsed)) return parsed;
  } catch {
    // Refused below.
  }
  throw new ApiError(400, ['metadata must be a json string']);
}

function isUpload(value: unknown): value is UploadedFile {
  return isObject(value) && Buffer.isBuffer(value.bytes);
}
