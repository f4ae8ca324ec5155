import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const module_ = join(__dirname, '..', '..', 'bridge', 'src', 'engine.ts');
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

/**
 * The names of the compilers that one function has gone through when it has run often. Other functions' lines don't
 * count: what the loader had given to a compiler before may be finished only now.
 */
function compilersOf(program: string, ...options: string[]): string[] {
  const hot = `
    const sumOften = (list) => list.reduce((total, each) => total + each, 0);
    const list = Array.from({ length: 1000 }, (_, n) => n);
    for (let n = 0; n < 20000; n += 1) sumOften(list);
  `;
  const trace = `require('node:v8').setFlagsFromString('--trace-opt');`;
  const args = [...options, '--import', 'tsx', '--eval', program + trace + hot];
  const log = execFileSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  return [...new Set(log.match(/(?<=<JSFunction sumOften .*target )[A-Z_]+/g))].sort();
}

const loaded = `require(${JSON.stringify(module_)});`;

describe('the heap for new objects', () => {
  it('stays small', () => {
    const small = sizeAfterWork(loaded);
    expect(sizeAfterWork('')).toBeGreaterThan(2 * small);
  });

  it('has the size that somebody has asked for', () => {
    expect(sizeAfterWork(loaded, '--max-semi-space-size=8')).toBeGreaterThanOrEqual(16);
  });
});

describe('the compilers', () => {
  it('do without the middle one', () => {
    expect(compilersOf('')).toContain('MAGLEV');
    const compilers = compilersOf(loaded);
    expect(compilers).not.toContain('MAGLEV');
    expect(compilers.length).toBeGreaterThan(0);
  });

  it('are all there for who asks for them', () => {
    expect(compilersOf(loaded, '--maglev')).toContain('MAGLEV');
  });
});
