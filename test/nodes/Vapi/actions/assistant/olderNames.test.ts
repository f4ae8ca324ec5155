import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { contractAvailable } from '../../../../emulators/vapi/contract';
import { describeWith } from '../../../../support/needs';
import { repoRoot } from '../../../../support/repo';
import { hasPath } from '../../../../support/contractSchema';

/** Old names and the paths of today, a row of the tables each. */
const rows = readFileSync(join(repoRoot, 'docs/vapi-node/older-names.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => {
    const [, old = '', today = ''] = line.split('|');
    return [codes(old).join(', '), codes(old), codes(today)] as const;
  });

function codes(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
}

/** Values that the table names beside paths. */
const VALUES = new Set([
  ...['request-start', 'request-response-delayed', 'customer.speech.timeout'],
  ...['endCall', 'dtmf', 'transferCall', 'function', 'query'],
]);

describeWith(
  contractAvailable(),
  'shared/contract/vapi-contract.json is missing',
  'the table of older names',
  () => {
    it.each(rows)('is right about %s', (_, old, today) => {
      expect(old.filter((path) => hasPath('CreateAssistantDTO', path))).toEqual([]);
      const paths = today.filter((code) => !VALUES.has(code));
      expect(paths.filter((path) => !hasPath('CreateAssistantDTO', path))).toEqual([]);
    });

    it('has the names that are asked for, and sees a path that is there', () => {
      expect(rows.flatMap(([, old]) => old)).toEqual(
        expect.arrayContaining(['backchannelingEnabled', 'voice.fillerInjectionEnabled', 'serverUrl']),
      );
      expect(hasPath('CreateAssistantDTO', 'startSpeakingPlan.smartEndpointingEnabled')).toBe(true);
    });
  },
);
