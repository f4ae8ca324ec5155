import type { INode } from 'n8n-workflow';
import { fail } from '../../../shared/fail';

/** The word alone, or all but the host of an address. Within a sentence it is one of the builder's own. */
const PUT_IN = /^(?:https?:\/\/[^\s/]+\/)?\[redacted\]$/i;

/** What a filter puts in place of an attack may be this very word. Source: OpenAPI SecurityFilterPlan. */
const FREE = 'replacementText';

/**
 * Keeps what this node has put in place of a secret from being saved as one: an object that was read by Get and is
 * given to Create or Update has it.
 *
 * @throws NodeOperationError with the path of the first one
 */
export function refuseRedacted(node: INode, body: unknown, itemIndex: number): void {
  const path = findRedacted(body, '');
  if (path !== undefined) throw fail(node, 'VALUE_REDACTED', path, itemIndex);
}

function findRedacted(value: unknown, path: string): string | undefined {
  if (typeof value === 'string') return PUT_IN.test(value) ? path : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, entry] of Object.entries(value)) {
    if (key === FREE) continue;
    const found = findRedacted(entry, path === '' ? key : `${path}.${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
}
