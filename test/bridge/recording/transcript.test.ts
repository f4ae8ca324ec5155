import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import * as promises from 'node:fs/promises';
import { join } from 'node:path';
import { readTranscript, TranscriptWriter } from '../../../bridge/src/recording/transcript';
import { temporaryFolder } from './support';

describe('the transcript of a recording', () => {
  const folder = temporaryFolder();
  let count = 0;
  const bench = (files: Pick<typeof promises, 'appendFile'> = promises) => {
    const path = join(folder, `${(count += 1)}.jsonl`);
    const failures: unknown[] = [];
    const writer = new TranscriptWriter({
      ...{ files, path, ready: Promise.resolve() },
      failed: (error) => void failures.push(error),
    });
    return { path, writer, failures };
  };

  it('is written turn by turn, in order, and read back', async () => {
    const { path, writer } = bench();
    const turns = Array.from({ length: 50 }, (_, index) => ({
      role: index % 2 === 0 ? ('user' as const) : ('assistant' as const),
      text: `Line\n${index} "quoted" \u2028`,
      seconds: index / 10,
    }));
    for (const turn of turns) writer.add(turn);
    await writer.close();
    expect(readFileSync(path, 'utf8').trimEnd().split('\n')).toHaveLength(50);
    expect(await readTranscript(promises, path)).toEqual(turns);
  });

  it('needs no file where nothing was said, nor after its end', async () => {
    const { path, writer } = bench();
    await writer.close();
    writer.add({ role: 'user', text: 'late', seconds: 1 });
    await writer.close();
    expect(existsSync(path)).toBe(false);
    expect(await readTranscript(promises, path)).toEqual([]);
  });

  it('can be read up to where a crash has cut it off', async () => {
    const { path, writer } = bench();
    writer.add({ role: 'user', text: 'whole', seconds: 1 });
    await writer.close();
    appendFileSync(path, '{"role":"assistant","text":"cut o');
    expect(await readTranscript(promises, path)).toEqual([{ role: 'user', text: 'whole', seconds: 1 }]);
  });

  it('ends with the first failure of the disk, which it tells of once', async () => {
    let attempts = 0;
    const appendFile = (() => {
      attempts += 1;
      return Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' }));
    }) as typeof promises.appendFile;
    const { writer, failures } = bench({ appendFile });
    writer.add({ role: 'user', text: 'a', seconds: 1 });
    await new Promise((resolve) => setImmediate(resolve));
    writer.add({ role: 'user', text: 'b', seconds: 2 });
    await writer.close();
    expect(attempts).toBe(1);
    expect(failures).toMatchObject([{ code: 'ENOSPC' }]);
  });

  it('has 4 MiB at most', async () => {
    const { path, writer } = bench();
    for (let turn = 0; turn < 5; turn += 1)
      writer.add({ role: 'user', text: 'x'.repeat(2 ** 20), seconds: 1 });
    await writer.close();
    expect(await readTranscript(promises, path)).toHaveLength(3);
  });
});
