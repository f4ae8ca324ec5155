import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { operations, properties } from '../../../nodes/VapiSipTrunk/router';
import { VapiSipTrunk } from '../../../nodes/VapiSipTrunk/VapiSipTrunk.node';
import { describeFields, walk } from '../../support/fieldRules';
import { repoRoot } from '../../support/repo';

describeFields(properties);

const values = operations.map(({ option }) => String(option.value));

it.each(values)('%s has an output preview', (operation) => {
  const file = join(repoRoot, 'nodes', 'VapiSipTrunk', '__schema__', 'v1.0.0', `${operation}.json`);
  const schema = JSON.parse(readFileSync(file, 'utf8')) as { properties: object };
  expect(Object.keys(schema.properties)).toEqual(expect.arrayContaining(['ok', 'summary', 'trunkName']));
});

it.each(operations)('$option.name says what it does', ({ option }) => {
  expect(option.action).toMatch(/^[A-Z].*[^.]$/);
  expect(option.description?.length).toBeGreaterThan(10);
});

it.each(operations)(
  '$option.name has fields of different names, unless they exclude each other',
  ({ properties: fields }) => {
    const conditions = new Map<string, string[]>();
    for (const { name, displayOptions } of fields)
      conditions.set(name, [...(conditions.get(name) ?? []), JSON.stringify(displayOptions)]);
    for (const list of conditions.values()) expect(new Set(list).size).toBe(list.length);
    expect([...conditions.keys()]).not.toContain('operation');
    expect([...conditions.keys()]).not.toContain('carrier');
  },
);

it('lists its operations in the order of the alphabet, and begins with the one that changes nothing', () => {
  const operation = properties.find(({ name }) => name === 'operation');
  const names = (operation?.options as INodePropertyOptions[]).map(({ name }) => name);
  expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b)));
  expect(operation?.default).toBe('preview');
});

it('names only search methods that the node has', () => {
  const { methods } = new VapiSipTrunk();
  const all = walk(properties).map(({ property }) => property);
  const searched = all.flatMap(({ modes = [] }) =>
    modes.flatMap(({ typeOptions }) => typeOptions?.searchListMethod ?? []),
  );
  const loaded = all.flatMap(({ typeOptions }) => typeOptions?.loadOptionsMethod ?? []);
  expect(searched.length).toBeGreaterThan(0);
  expect(loaded.length).toBeGreaterThan(0);
  expect(Object.keys(methods.listSearch)).toEqual(expect.arrayContaining(searched));
  expect(Object.keys(methods.loadOptions)).toEqual(expect.arrayContaining(loaded));
});

it('asks for the credential of the carrier that is chosen, and for no other', () => {
  const { credentials = [] } = new VapiSipTrunk().description;
  const shown = credentials.map(({ name, displayOptions }) => [name, displayOptions?.show?.carrier]);
  expect(shown).toEqual([
    ['vapiApi', undefined],
    ['vapiTwilioApi', ['twilio']],
    ['vapiTelnyxApi', ['telnyx']],
  ]);
});

/** What a form of Update offers for a carrier among its options. */
function optionsOf(change: string, carrier: string): string[] {
  const update = operations.find(({ option }) => option.value === 'update');
  const fits = (property: INodeProperties): boolean => {
    const { show = {} } = property.displayOptions ?? {};
    const values: Record<string, string> = { change, '/carrier': carrier, carrier };
    return Object.entries(show).every(([name, allowed]) => allowed?.includes(values[name] ?? '') ?? true);
  };
  const shown = (update?.properties ?? []).filter((one) => one.name === 'options' && fits(one));
  expect(shown).toHaveLength(1);
  const options = (shown[0]?.options ?? []) as INodeProperties[];
  return options.filter(fits).map(({ displayName }) => displayName);
}

it.each([
  [
    'addNumbers',
    'twilio',
    ['Move From Another Trunk', 'SIP Region', 'Termination Domain', 'Use Existing Trunk'],
  ],
  ['addNumbers', 'telnyx', ['Move From Another Connection', 'SIP Region']],
  ['addNumbers', 'plivo', ['SIP Region']],
  ['changeEdges', 'twilio', ['SIP Region', 'Termination Domain', 'Termination Edge', 'Use Existing Trunk']],
  ['changeEdges', 'custom', ['SIP Region']],
  ['rotateLogin', 'twilio', ['SIP Region', 'Termination Domain', 'Use Existing Trunk']],
  ['rotateLogin', 'telnyx', ['SIP Region']],
  ['rotateLogin', 'custom', ['SIP Region', 'SIP Registration']],
])('%s offers for %s only options that have an effect', (change, carrier, names) => {
  expect(optionsOf(change, carrier)).toEqual(names);
});

it('is no tool of an AI agent, because it can buy numbers', () => {
  expect(new VapiSipTrunk().description.usableAsTool).toBeUndefined();
});
