import { readFileSync } from 'node:fs';
import { redactSecrets } from '../../nodes/shared/protocol/redact';
import { describeWith } from '../support/needs';
import { contractFile } from '../support/repo';

/** Names in Vapi's schemas that sound like a secret and are none: numbers of a model's tokens, an address, a flag. */
const NOT_SECRET = /tokens|tokenCount|^tokenUri$|^secretIsBase64$/i;

const path = contractFile('vapi-contract.json');

describeWith(
  path !== undefined,
  "Vapi's schemas beside the checkout",
  "secret-like names in Vapi's schemas",
  () => {
    it('are all redacted, or known to be no secret', () => {
      const names = new Set<string>();
      collect(JSON.parse(readFileSync(path!, 'utf8')), names);
      const suspicious = [...names].filter((name) =>
        /secret|password|token|apikey|privatekey|authkey/i.test(name),
      );
      expect(suspicious.length).toBeGreaterThan(10);
      const shown = suspicious.filter((name) => {
        if (NOT_SECRET.test(name)) return false;
        return JSON.stringify(redactSecrets({ [name]: 'secret-value' })).includes('secret-value');
      });
      expect(shown).toEqual([]);
    });
  },
);

/** Names of all properties in all schemas. */
function collect(schema: unknown, names: Set<string>): void {
  if (typeof schema !== 'object' || schema === null) return;
  for (const [key, value] of Object.entries(schema)) {
    if (key === 'properties' && typeof value === 'object' && value !== null) {
      for (const name of Object.keys(value)) names.add(name);
    }
    collect(value, names);
  }
}
