import type { Readable } from './http/readable';
import { BodyTooLarge } from './http/readBody';

/** A stream that counts what runs through it. */
export interface LimitedStream {
  stream: Readable;
  /** Bytes so far. */
  size: () => number;
}

/**
 * Lets a stream through up to a limit, chunk by chunk; past it, or when the signal is given, the stream fails and the
 * connection is closed.
 *
 * @throws {BodyTooLarge} to whoever reads the stream
 */
export function limitStream(source: Readable, maxBytes: number, signal: AbortSignal): LimitedStream {
  let size = 0;
  const stop = (): void => void source.destroy(new Error('it took too long, or the execution was stopped'));
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  source.once('close', () => signal.removeEventListener('abort', stop));
  const stream = source.map((chunk: Buffer) => {
    size += chunk.length;
    if (size > maxBytes) throw new BodyTooLarge(maxBytes);
    return chunk;
  });
  // Whoever reads may stop for reasons of its own, such as a full disk.
  stream.once('close', () => void source.destroy());
  return { stream, size: () => size };
}
