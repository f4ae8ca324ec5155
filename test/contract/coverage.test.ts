import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INodePropertyOptions } from 'n8n-workflow';
import { resources } from '../../nodes/Vapi/actions/resources';
import { describeWith } from '../support/needs';
import { contractFile, repoRoot } from '../support/repo';

interface Row {
  request: string;
  stars: string;
  operations: string[];
}

const table = readFileSync(join(repoRoot, 'docs', 'vapi-node', 'coverage.md'), 'utf8');

const rows: Row[] = [...table.matchAll(/^\| `(.+?)` \| (★*) ?\| (.+?) \|$/gm)].map(
  ([, request = '', stars = '', operations = '']) => ({ request, stars, operations: operations.split(', ') }),
);

/** As the docs name them: "Call > Get Many". */
const inNode = Object.values(resources).flatMap(({ option, operationProperty }) =>
  (operationProperty.options as INodePropertyOptions[]).map(({ name }) => `${option.name} > ${name}`),
);

it('names operations that the node has', () => {
  const named = rows.flatMap(({ operations }) => operations);
  expect(named.filter((name) => !inNode.includes(name))).toEqual([]);
});

it('names an operation of its own for all that many builders need', () => {
  const wanted = rows.filter(({ stars }) => stars.length >= 2);
  expect(wanted.length).toBeGreaterThan(40);
  const withoutOne = wanted.filter(({ operations }) => operations[0]?.startsWith('Custom API Call'));
  expect(withoutOne.map(({ request }) => request)).toEqual([]);
});

const contract = contractFile('vapi-contract.json');

describeWith(contract !== undefined, 'shared/contract/vapi-contract.json is missing', 'the table', () => {
  it('has every request of the contract, and no other', () => {
    const bundle = JSON.parse(readFileSync(contract ?? '', 'utf8')) as { 'x-operations': object };
    expect(rows.map(({ request }) => request).sort()).toEqual(Object.keys(bundle['x-operations']).sort());
  });
});
