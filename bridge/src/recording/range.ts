/** The part of a file that is asked for; both ends included. */
export interface ByteRange {
  start: number;
  end: number;
}

/**
 * Reads the header `Range` (RFC 9110, 14.2) for a file of so many bytes.
 * @returns undefined: the whole file is meant, also when several parts are asked for, or what can't be read, as a
 *   server may; `unsatisfiable`: nothing of what is asked for is there
 */
export function parseRange(
  header: string | undefined,
  bytes: number,
): ByteRange | 'unsatisfiable' | undefined {
  const match = /^bytes=(\d*)-(\d*)$/i.exec(header?.replace(/\s/g, '') ?? '');
  if (!match) return undefined;
  const [, first = '', last = ''] = match;
  if (first === '' && last === '') return undefined;
  if (first === '') {
    const suffix = Math.min(Number(last), bytes);
    return suffix === 0 ? 'unsatisfiable' : { start: bytes - suffix, end: bytes - 1 };
  }
  const start = Number(first);
  if (last !== '' && Number(last) < start) return undefined;
  if (start >= bytes) return 'unsatisfiable';
  return { start, end: last === '' ? bytes - 1 : Math.min(Number(last), bytes - 1) };
}
