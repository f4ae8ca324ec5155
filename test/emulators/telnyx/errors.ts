import type { Reply } from './types';

/** An error in Telnyx's shape. Source: Telnyx docs, API errors. */
export function failure(
  status: number,
  code: string,
  title: string,
  detail: string,
  pointer?: string,
): Reply {
  return {
    status,
    body: { errors: [{ code, title, detail, ...(pointer === undefined ? {} : { source: { pointer } }) }] },
  };
}

export const NOT_FOUND = failure(
  404,
  '10005',
  'Resource not found',
  'The requested resource or URL could not be found.',
);

/** A value that isn't taken. */
export function invalid(pointer: string, detail: string): Reply {
  return failure(422, '10015', 'Invalid value', detail, `/${pointer}`);
}
