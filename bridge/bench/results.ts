import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { median } from './quantile';
import type { Stretch } from './run';

/** What one part of the benchmark has found. */
export interface Section {
  name: string;
  title: string;
  /** Markdown. */
  text: string;
  /** Frames and calls that did not come through as they should; any fails the command. */
  defects: string[];
}

const file = join(__dirname, 'RESULTS.md');

const HEAD = `# Results of the relay benchmark

Written by \`npm run bench -w bridge\`; what is measured and how is in [README.md](README.md).
`;

/** Puts a section into RESULTS.md; the others stay as they are. */
export function publish(section: Section, order: readonly string[], provenance: string): void {
  const sections = readSections();
  sections.set(section.name, `## ${section.title}\n\n${section.text}\n\n${provenance}`);
  const known = order.filter((name) => sections.has(name));
  const parts = known.map((name) => `${begin(name)}\n\n${sections.get(name)}\n\n${end(name)}\n`);
  writeFileSync(file, [HEAD, ...parts].join('\n'));
}

function readSections(): Map<string, string> {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const found = text.matchAll(/<!-- section: ([\w-]+) -->\n\n([\s\S]*?)\n\n<!-- end: \1 -->/g);
  return new Map([...found].map(([, name, content]) => [name as string, content as string]));
}

const begin = (name: string): string => `<!-- section: ${name} -->`;
const end = (name: string): string => `<!-- end: ${name} -->`;

/** A table in Markdown. */
export function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** How much of the relays' core went to whom, in a sentence. */
export function coreUse(stretches: readonly Stretch[]): string {
  const busy = median(stretches.map(({ relaysBusy }) => relaysBusy));
  const foreign = Math.max(...stretches.map((stretch) => stretch.foreign.relays));
  const load = Math.max(...stretches.map(({ window }) => window.lateness.p99));
  return `Core of the relay: ${percent(busy)} busy with it, at most ${percent(foreign)} with anything else. The load was at most ${milliseconds(load)} ms late (p99).`;
}

export const percent = (share: number): string => `${Math.round(share * 100)} %`;

/** @param us microseconds, printed as ms */
export const milliseconds = (us: number): string => {
  const ms = us / 1000;
  return ms < 10 ? ms.toFixed(2) : ms.toFixed(0);
};
