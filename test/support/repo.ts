import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Root of this checkout. */
export const repoRoot = resolve(__dirname, '..', '..');

/** Vendors' schemas live beside the checkout, never in it (design.md §7). */
export const contractDir = resolve(repoRoot, '..', 'shared', 'contract');

/** Fictitious payloads in the vendors' shapes, beside the checkout like the contract. */
export const sharedFixturesDir = resolve(repoRoot, '..', 'shared', 'fixtures');

/** Path of a contract file, or undefined on a machine that does not have it. */
export function contractFile(name: string): string | undefined {
  const path = join(contractDir, name);
  return existsSync(path) ? path : undefined;
}
