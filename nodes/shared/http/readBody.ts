/** What is needed of Node's `Readable`, which a node of n8n may not import. */
export interface ByteStream extends AsyncIterable<Buffer> {
  destroy(error?: Error): unknown;
}

/** A body with more bytes than were allowed; nothing more of it is read. */
export class BodyTooLarge extends Error {
  constructor(readonly maxBytes: number) {
    super(`The answer has more than ${Math.round(maxBytes / 2 ** 20)} MB`);
  }
}

/**
 * Reads a body into memory, up to a limit.
 *
 * @param signal gives up on a body that stops coming
 * @throws {BodyTooLarge} past the limit; otherwise whatever ended the stream
 */
export async function readBody(stream: ByteStream, maxBytes: number, signal: AbortSignal): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  let stop = (): void => undefined;
  // Destroying alone may end nothing: the HTTP client of n8n wraps the body so that it notices at the next chunk only.
  const stopped = new Promise<never>((_, reject) => {
    stop = (): void => {
      const error = new Error('The answer took too long');
      stream.destroy(error);
      reject(error);
    };
  });
  stopped.catch(() => undefined);
  signal.addEventListener('abort', stop, { once: true });
  // One that was aborted before says nothing any more.
  if (signal.aborted) stop();
  try {
    const parts = stream[Symbol.asyncIterator]();
    for (;;) {
      const part: IteratorResult<Buffer, unknown> = await Promise.race([stopped, parts.next()]);
      if (part.done === true) return Buffer.concat(chunks, size);
      size += part.value.length;
      if (size > maxBytes) throw new BodyTooLarge(maxBytes);
      chunks.push(part.value);
    }
  } finally {
    signal.removeEventListener('abort', stop);
    // Nothing for one that has ended; else the connection goes with it.
    stream.destroy();
  }
}
