import { writeFileSync } from 'node:fs';

const COLUMNS = ['startedAt', 'direction', 'customerNumber', 'durationSeconds', 'endedReason', 'summary'];

/** Writes rows of n8n's data table as CSV (RFC 4180), for a reader without n8n at hand. */
export function writeCallLog(path: string, rows: ReadonlyArray<Record<string, unknown>>): void {
  const lines = [COLUMNS, ...rows.map((row) => COLUMNS.map((column) => row[column]))];
  writeFileSync(path, lines.map((line) => `${line.map(cell).join(',')}\r\n`).join(''));
}

function cell(value: unknown): string {
  const text = value === undefined || value === null ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
