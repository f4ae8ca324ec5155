import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { bargeIn } from './bargeIn';
import { capacity } from './capacity';
import { cost } from './cost';
import { compileLoad } from './load';
import { long } from './long';
import { BenchError, checkMachine, provenance } from './machine';
import { memory } from './memory';
import { outbox } from './outbox';
import { preferPrograms } from './processes';
import { recording } from './recording';
import { publish, type Section } from './results';
import type { Bench } from './run';
import { smoothness } from './smoothness';
import { start } from './start';

/** The parts, in the order in which they run and stand in RESULTS.md. */
const parts: Record<string, (bench: Bench) => Promise<Section>> = {
  cost,
  capacity,
  start,
  smoothness,
  'barge-in': bargeIn,
  memory,
  recording,
  outbox,
  long,
};

/** Run only when named: it takes longer than all others. */
const onDemand: readonly string[] = ['long'];

const usage = `npm run bench -w bridge -- [part...] [--short] [--bridge FILE]

  part      ${Object.keys(parts).join(', ')}; all of them unless named, but for ${onDemand.join(', ')}
  --short   each part once and briefly, RESULTS.md stays as it is
  --bridge  another build of the bridge than dist/main.js
  --calls   how many of them, and
  --minutes how many of them, in the part "long"
  --prefer  before other programs on a busy machine (root only)`;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      short: { type: 'boolean', default: false },
      prefer: { type: 'boolean', default: false },
      calls: { type: 'string' },
      minutes: { type: 'string' },
      bridge: { type: 'string', default: join(__dirname, '..', 'dist', 'main.js') },
    },
  });
  const unknown = positionals.filter((name) => !(name in parts));
  if (unknown.length > 0) throw new BenchError(`There is no part "${unknown.join('", "')}".\n\n${usage}`);
  checkMachine();
  if (values.prefer) preferPrograms();
  const names =
    positionals.length > 0 ? positionals : Object.keys(parts).filter((name) => !onDemand.includes(name));
  const folder = mkdtempSync(join(tmpdir(), 'vapi-bridge-bench-'));
  // Also when a signal ends this.
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const loadProgram = compileLoad(folder);
  const bench = {
    folder,
    loadProgram,
    bridgeMain: resolve(values.bridge),
    short: values.short,
    calls: count('calls', values.calls),
    minutes: count('minutes', values.minutes),
  };
  for (const name of names) await runPart(name, bench);
}

/** @throws BenchError when it is none */
function count(option: string, text: string | undefined): number | undefined {
  if (text === undefined || /^[1-9]\d{0,3}$/.test(text)) return text === undefined ? undefined : Number(text);
  throw new BenchError(`--${option} takes a whole number above 0.\n\n${usage}`);
}

async function runPart(name: string, bench: Bench): Promise<void> {
  const command = `npm run bench -w bridge -- ${name}${process.argv.includes('--prefer') ? ' --prefer' : ''}`;
  console.error(`${name} ...`);
  const began = performance.now();
  const section = await (parts[name] as (typeof parts)[string])(bench);
  const seconds = Math.round((performance.now() - began) / 1000);
  console.log(`\n## ${section.title}\n\n${section.text}\n`);
  for (const defect of section.defects) console.error(`DEFECT ${section.name}: ${defect}`);
  if (section.defects.length > 0) process.exitCode = 1;
  if (bench.short) return;
  const verdict =
    section.defects.length === 0 ? 'no frame lost or altered' : `DEFECTS: ${section.defects.join('; ')}`;
  const sources = join(dirname(bench.bridgeMain), '..', 'src');
  const origin = `\`${command}\`, ${seconds} s, ${provenance(sources)}; ${verdict}.`;
  publish(section, Object.keys(parts), origin);
}

main().catch((error: unknown) => {
  console.error(error instanceof BenchError ? error.message : error);
  process.exitCode = 1;
});
