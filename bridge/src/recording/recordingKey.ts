import { BridgeError } from '../errors';
import type { Recording } from './recording';

/** By time, then id: nothing that is deleted meanwhile shifts a page. */
export function keyOf({ startedAt, id }: Recording): string {
  return `${startedAt} ${id}`;
}

/** The key of the last one of a page, as whoever asks for the next page gives it back. */
export function encodeCursor(key: string): string {
  return Buffer.from(key).toString('base64url');
}

/** @throws BridgeError QUERY_INVALID */
export function decodeCursor(cursor: string): string {
  const key = Buffer.from(cursor, 'base64url').toString();
  if (!/^\d{4}-\S+Z [0-9a-f-]{36}$/.test(key)) throw new BridgeError('QUERY_INVALID', 'cursor');
  return key;
}
