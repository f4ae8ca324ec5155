import type { IDataObject } from 'n8n-workflow';
import type { Finding } from '../findings/finding';
import type { Severity } from '../findings/findingText';

const ORDER: readonly Severity[] = ['error', 'warning', 'info'];

/** Findings for an item, the worst first. */
export function findingItems(findings: readonly Finding[]): IDataObject[] {
  return [...findings]
    .sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity))
    .map((finding) => ({ ...finding }));
}

/** How many there are, in words: `1 error, 2 warnings`; empty where there is nothing to mend. */
export function countFindings(findings: readonly Finding[]): string {
  return (['error', 'warning'] as const)
    .map((severity) => ({ severity, count: countOf(findings, severity) }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => `${count} ${severity}${count === 1 ? '' : 's'}`)
    .join(', ');
}

export function countOf(findings: readonly Finding[], severity: Severity): number {
  return findings.filter((finding) => finding.severity === severity).length;
}
