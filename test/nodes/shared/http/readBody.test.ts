import { Readable } from 'node:stream';
import { BodyTooLarge, readBody } from '../../../../nodes/shared/http/readBody';

const never = new AbortController().signal;

it('joins the pieces', async () => {
  const stream = Readable.from([Buffer.from('{"a"'), Buffer.from(':1}')]);
  expect((await readBody(stream, 100, never)).toString()).toBe('{"a":1}');
});

it('takes a body of exactly the limit', async () => {
  expect(await readBody(Readable.from([Buffer.alloc(10)]), 10, never)).toHaveLength(10);
});

it('reads no further than the limit, and lets go of the connection', async () => {
  let given = 0;
  const endless = new Readable({
    read() {
      given += 1000;
      this.push(Buffer.alloc(1000));
    },
  });
  await expect(readBody(endless, 50_000, never)).rejects.toThrow(BodyTooLarge);
  expect(endless.destroyed).toBe(true);
  // Node reads ahead by the high-water mark of the stream.
  expect(given).toBeLessThan(50_000 + 2 * endless.readableHighWaterMark + 1000);
});

it('gives up on a body that stops coming', async () => {
  const stream = new Readable({ read() {} });
  stream.push(Buffer.from('{'));
  const giveUp = new AbortController();
  const reading = readBody(stream, 100, giveUp.signal);
  giveUp.abort();
  await expect(reading).rejects.toThrow('took too long');
  expect(stream.destroyed).toBe(true);
});

it('gives up on one that does not notice that it is destroyed, such as those that n8n gives', async () => {
  const stream = Readable.from(
    (async function* () {
      yield Buffer.from('{');
      await new Promise(() => undefined);
    })(),
  );
  const giveUp = new AbortController();
  const reading = readBody(stream, 100, giveUp.signal);
  setTimeout(() => giveUp.abort(), 20);
  await expect(reading).rejects.toThrow('took too long');
});

it('does not begin when there is no time left', async () => {
  const stream = new Readable({ read() {} });
  await expect(readBody(stream, 100, AbortSignal.abort())).rejects.toThrow('took too long');
  expect(stream.destroyed).toBe(true);
});

it('says so when the connection breaks in the middle', async () => {
  const stream = new Readable({ read() {} });
  stream.push(Buffer.from('{'));
  const reading = readBody(stream, 100, never);
  stream.destroy(new Error('aborted'));
  await expect(reading).rejects.toThrow('aborted');
});
