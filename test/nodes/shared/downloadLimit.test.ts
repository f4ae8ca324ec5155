import { PassThrough, Readable } from 'node:stream';
import fc from 'fast-check';
import { limitStream } from '../../../nodes/shared/downloadLimit';
import { BodyTooLarge } from '../../../nodes/shared/http/readBody';

const never = (): AbortSignal => new AbortController().signal;

async function read(stream: Readable): Promise<Buffer> {
  return Buffer.concat((await stream.toArray()) as Buffer[]);
}

it('lets through what fits and counts it, byte for byte', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.uint8Array({ minLength: 1, maxLength: 50 })), async (parts) => {
      const bytes = Buffer.concat(parts);
      const source = Readable.from(parts.map((part) => Buffer.from(part)));
      const { stream, size } = limitStream(source, bytes.length, never());
      expect(await read(stream)).toEqual(bytes);
      expect(size()).toBe(bytes.length);
    }),
    { numRuns: 50 },
  );
});

it('stops one byte past the limit, and the source with it', async () => {
  const source = new PassThrough();
  const { stream } = limitStream(source, 4, never());
  source.write('abc');
  source.write('de');
  await expect(read(stream)).rejects.toThrow(BodyTooLarge);
  if (!source.closed) await new Promise((resolve) => source.once('close', resolve));
  expect(source.destroyed).toBe(true);
});

it('closes the source when the reader stops', async () => {
  const source = new PassThrough();
  source.write('abc');
  const { stream } = limitStream(source, 100, never());
  for await (const chunk of stream) {
    expect(chunk).toEqual(Buffer.from('abc'));
    source.write('more');
    break;
  }
  if (!source.closed) await new Promise((resolve) => source.once('close', resolve));
  expect(source.destroyed).toBe(true);
});

it.each(['before', 'while'])('stops on a signal that comes %s reading', async (when) => {
  const abort = new AbortController();
  const source = new PassThrough();
  source.write('abc');
  if (when === 'before') abort.abort();
  const { stream } = limitStream(source, 100, abort.signal);
  const reading = read(stream);
  if (when === 'while') abort.abort();
  await expect(reading).rejects.toThrow('it took too long');
});

it('passes on why the source broke off', async () => {
  const source = new PassThrough();
  const reading = read(limitStream(source, 100, never()).stream);
  source.destroy(new Error('gone'));
  await expect(reading).rejects.toThrow('gone');
});
