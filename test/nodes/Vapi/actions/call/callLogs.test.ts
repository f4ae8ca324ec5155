import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { readCallLogs } from '../../../../../nodes/Vapi/actions/call/callLogs';
import { BodyTooLarge } from '../../../../../nodes/shared/http/readBody';

const LINES = '{"level":"info","n":1}\n\nplain words\n[1,2]\r\n{"level":"warn"}';
const ROWS = [{ level: 'info', n: 1 }, { line: 'plain words' }, { line: [1, 2] }, { level: 'warn' }];

it.each([
  ['packed', gzipSync(LINES)],
  ['unpacked on the way', Buffer.from(LINES)],
])('reads what is %s, line by line', async (_, bytes) => {
  expect(await readCallLogs(bytes, 1000)).toEqual(ROWS);
});

it('gives nothing for nothing', async () => {
  expect(await readCallLogs(Buffer.alloc(0), 1000)).toEqual([]);
  expect(await readCallLogs(gzipSync(''), 1000)).toEqual([]);
});

it('stops unpacking at the limit', async () => {
  const bomb = gzipSync(Buffer.alloc(50_000_000));
  await expect(readCallLogs(bomb, 1_000_000)).rejects.toThrow(BodyTooLarge);
});

it('does not take half a file for a whole one', async () => {
  await expect(readCallLogs(gzipSync(LINES).subarray(0, 30), 1000)).rejects.toThrow();
});

it('reads back any objects', async () => {
  const object = fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer(), fc.boolean()));
  await fc.assert(
    fc.asyncProperty(fc.array(object), async (rows) => {
      const text = rows.map((row) => JSON.stringify(row)).join('\n');
      expect(await readCallLogs(gzipSync(text), 1_000_000)).toEqual(JSON.parse(JSON.stringify(rows)));
    }),
    { numRuns: 30 },
  );
});
