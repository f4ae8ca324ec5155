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
  const stop = (): void => void stream.destroy(new Error('The answer took too long'));
  signal.addEventListener('abort', stop, { once: true });
  // One that was aborted before says nothing any more.
  if (signal.aborted) stop();
  try {
    for await (const chunk of stream) {
      size += chunk.length;
      // Leaving the loop destroys the stream, and with it the connection.
      if (size > maxBytes) throw new BodyTooLarge(maxBytes);
      chunks.push(chunk);
    }
  } finally {
    signal.removeEventListener('abort', stop);
  }
  return Buffer.concat(chunks, size);
}
