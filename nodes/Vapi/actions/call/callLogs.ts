import { isObject, type JsonObject } from '../../../shared/protocol/json';
import { BodyTooLarge } from '../../../shared/http/readBody';

/** Whether bytes are packed by gzip (RFC 1952, 2.3.1). On the way they may have been unpacked already. */
export function isGzip(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * The lines of call logs: JSON Lines, packed or not. A line that is no JSON object becomes `{line}`.
 *
 * @param maxBytes of the text: what is small when packed may be anything
 * @throws {BodyTooLarge}, or whatever is wrong with the packing
 */
export async function readCallLogs(bytes: Buffer, maxBytes: number): Promise<JsonObject[]> {
  const text = (isGzip(bytes) ? await unpack(bytes, maxBytes) : bytes).toString('utf8');
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map(toObject);
}

async function unpack(bytes: Buffer, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  const packed = new Blob([new Uint8Array(bytes)]).stream();
  for await (const chunk of packed.pipeThrough(new DecompressionStream('gzip'))) {
    const part = Buffer.from(chunk as Uint8Array);
    size += part.length;
    if (size > maxBytes) throw new BodyTooLarge(maxBytes);
    chunks.push(part);
  }
  return Buffer.concat(chunks, size);
}

function toObject(line: string): JsonObject {
  try {
    const parsed: unknown = JSON.parse(line);
    return isObject(parsed) ? parsed : { line: parsed };
  } catch {
    return { line };
  }
}
