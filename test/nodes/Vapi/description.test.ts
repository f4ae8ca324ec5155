import type { INodePropertyOptions } from 'n8n-workflow';
import { properties } from '../../../nodes/Vapi/actions/router';
import { resources } from '../../../nodes/Vapi/actions/resources';
import { Vapi } from '../../../nodes/Vapi/Vapi.node';
import { previewKeys } from '../../support/engineOperation';
import { describeFields, isTitleCase, walk } from '../../support/fieldRules';

const operations = Object.entries(resources).flatMap(([resource, { operations: of }]) =>
  Object.entries(of).map(([value, operation]) => ({ name: `${resource}.${value}`, operation })),
);

describeFields(properties);

describe('every operation', () => {
  it.each(operations)(
    '$name has fields of different names, unless they exclude each other',
    ({ operation }) => {
      const shown = new Map<string, unknown[]>();
      for (const { name, displayOptions } of operation.properties)
        shown.set(name, [...(shown.get(name) ?? []), displayOptions]);
      for (const conditions of shown.values()) {
        if (conditions.length < 2) continue;
        expect(conditions).not.toContain(undefined);
        expect(new Set(conditions.map((condition) => JSON.stringify(condition))).size).toBe(
          conditions.length,
        );
      }
      // Names that the node uses for itself.
      for (const reserved of ['resource', 'operation', 'options'])
        expect([...shown.keys()]).not.toContain(reserved);
    },
  );

  it.each(operations)('$name says what it does', ({ operation: { option } }) => {
    expect(option.action).toMatch(/^[A-Z][^A-Z]*/);
    expect(option.action).not.toMatch(/\.$/);
    expect(option.description?.length).toBeGreaterThan(10);
    expect(isTitleCase(option.name)).toBe(true);
  });

  it.each(operations)('$name has an output preview', ({ name }) => {
    const [resource = '', operation = ''] = name.split('.');
    // What any endpoint may answer cannot be previewed.
    const least = resource === 'customApiCall' ? 0 : 1;
    expect(previewKeys(resource, operation).length).toBeGreaterThanOrEqual(least);
  });

  it('has an action text of its own, from which an AI agent chooses', () => {
    const actions = operations.map(({ operation }) => operation.option.action);
    expect(actions.filter((action, index) => actions.indexOf(action) !== index)).toEqual([]);
  });

  it('is listed in the order of the alphabet, as are the resources', () => {
    const byName = (list: readonly string[]): string[] => [...list].sort((a, b) => a.localeCompare(b));
    const names = Object.values(resources).map(({ option }) => option.name);
    expect(names.pop()).toBe('Custom API Call');
    expect(names).toEqual(byName(names));
    for (const { operationProperty } of Object.values(resources)) {
      const listed = (operationProperty.options as INodePropertyOptions[]).map(({ name }) => name);
      expect(listed).toEqual(byName(listed));
    }
  });

  it('that is chosen at first exists', () => {
    for (const { operationProperty, operations: of } of Object.values(resources))
      expect(Object.keys(of)).toContain(operationProperty.default);
  });
});

it('names only search methods that the node has', () => {
  const wanted = walk(properties).flatMap(({ property }) =>
    (property.modes ?? [])
      .map(({ typeOptions }) => typeOptions?.searchListMethod)
      .filter((name) => name !== undefined),
  );
  expect(wanted.length).toBeGreaterThan(0);
  expect(Object.keys(new Vapi().methods.listSearch)).toEqual(expect.arrayContaining(wanted));
});

it('is not so large that the editor would notice', () => {
  // n8n sends the descriptions of all nodes to the editor at once.
  expect(JSON.stringify(new Vapi().description).length).toBeLessThan(1_500_000);
});
