import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { repoRoot } from '../support/repo';

const file = join(repoRoot, 'docs', 'measurements.md');

/**
 * Replaces what is between the markers of a section.
 *
 * @param name as in `<!-- measured: name -->` and `<!-- end: name -->`
 * @throws if the document has no such markers
 */
export function replaceSection(document: string, name: string, content: string): string {
  const begin = `<!-- measured: ${name} -->`;
  const end = `<!-- end: ${name} -->`;
  const from = document.indexOf(begin);
  const to = document.indexOf(end);
  if (from < 0 || to < from) {
    throw new Error(`There is no section "${name}". Fix: put ${begin} and ${end} where its figures belong.`);
  }
  return `${document.slice(0, from + begin.length)}\n\n${content.trim()}\n\n${document.slice(to)}`;
}

/** Writes figures into their section of docs/measurements.md, with date, command and machine, and prints them. */
export function publish(name: string, command: string, content: string): void {
  const text = `${provenance(command)}\n\n${content}`;
  console.log(text);
  writeFileSync(file, replaceSection(readFileSync(file, 'utf8'), name, text));
}

/** A table in Markdown. */
export function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

export const milliseconds = (ms: number): string => (ms < 99.5 ? ms.toFixed(1) : ms.toFixed(0));

function provenance(command: string): string {
  const date = new Date().toISOString().slice(0, 10);
  const [cpu] = cpus();
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
  const n8n = JSON.parse(readFileSync(join(repoRoot, 'test', 'e2e', 'n8n', 'package.json'), 'utf8')) as {
    dependencies: { n8n: string };
  };
  const machine = `${cpus().length} × ${cpu?.model.trim() ?? 'unknown CPU'}, ${memory}`;
  return `\`${command}\`, ${date}, ${machine}, Node ${process.version}, n8n ${n8n.dependencies.n8n}`;
}
