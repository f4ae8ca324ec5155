import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const module_ = join(__dirname, '..', '..', 'bridge', 'src', 'youngHeap.ts');
/** Objects that live for a while are what makes V8 enlarge the space for new ones. */
const work = `
  const kept = [];
  for (let n = 0; n < 3e6; n += 1) kept[n % 20000] = { n, list: [n] };
  const space = require('node:v8').getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space');
  console.log(space.space_size / 2 ** 20);
`;

/** The size of the space for new objects after some work, in MiB. */
function sizeAfterWork(program: string, ...options: string[]): number {
  const args = [...options, '--import', 'tsx', '--eval', program + work];
  return Number(execFileSync(process.execPath, args, { encoding: 'utf8', cwd: join(__dirname, '..', '..') }));
}

describe('the heap for new objects', () => {
  const loaded = `require(${JSON.stringify(module_)});`;

  it('stays small', () => {
    const small = sizeAfterWork(loaded);
    expect(sizeAfterWork('')).toBeGreaterThan(2 * small);
  });

  it('has the size that somebody has asked for', () => {
    expect(sizeAfterWork(loaded, '--max-semi-space-size=8')).toBeGreaterThanOrEqual(16);
  });
});
