import type { IDataObject } from 'n8n-workflow';
import type { Finding } from '../findings/finding';
import type { TrunkSpec } from '../spec';
import { countFindings, countOf, findingItems } from './findings';
import { trunkSummary } from './trunkSummary';

/** What a check found, as one item. It is all right where nothing has to be mended; notes don't count. */
export function checkOutput(spec: TrunkSpec, findings: readonly Finding[]): IDataObject {
  const wrong = countFindings(findings);
  return {
    ok: wrong === '',
    summary: wrong === '' ? 'Everything fits.' : `Something does not fit: ${wrong}.`,
    ...trunkSummary(spec),
    errors: countOf(findings, 'error'),
    warnings: countOf(findings, 'warning'),
    findings: findingItems(findings),
  };
}
