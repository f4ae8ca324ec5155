import type { INodePropertyOptions } from 'n8n-workflow';
import { resources } from '../../../nodes/VapiBridge/actions/resources';
import { VapiBridge } from '../../../nodes/VapiBridge/VapiBridge.node';
import { bridgePreviewKeys } from '../../support/engineBridge';

const operations = Object.entries(resources).flatMap(([resource, { operations: of }]) =>
  Object.entries(of).map(([value, operation]) => ({
    resource,
    value,
    name: `${resource}.${value}`,
    operation,
  })),
);

it.each(operations)('$name has an output preview', ({ resource, value }) => {
  expect(bridgePreviewKeys(resource, value).length).toBeGreaterThan(0);
});

it.each(operations)('$name says what it does', ({ operation: { option } }) => {
  expect(option.action).toMatch(/^[A-Z].*[^.]$/);
  expect(option.description?.length).toBeGreaterThan(10);
});

it('has an action text of its own for each operation, from which an AI agent chooses', () => {
  const actions = operations.map(({ operation }) => operation.option.action);
  expect(new Set(actions).size).toBe(actions.length);
});

it('lists resources and operations in the order of the alphabet, and chooses one that exists', () => {
  const sorted = (names: readonly string[]): string[] => [...names].sort((a, b) => a.localeCompare(b));
  const names = Object.values(resources).map(({ option }) => option.name);
  expect(names).toEqual(sorted(names));
  for (const { operationProperty, operations: of } of Object.values(resources)) {
    const listed = (operationProperty.options as INodePropertyOptions[]).map(({ name }) => name);
    expect(listed).toEqual(sorted(listed));
    expect(Object.keys(of)).toContain(operationProperty.default);
  }
});

it('describes booleans by "Whether", and one sentence without a full stop', () => {
  const texts = new VapiBridge().description.properties.flatMap((property) => [
    property,
    ...(property.options ?? []).flatMap((option) => ('type' in option ? [option] : [])),
  ]);
  for (const { type, description = '' } of texts) {
    if (type === 'boolean') expect(description).toMatch(/^Whether/);
    if (!/[.:;] \S/.test(description)) expect(description).not.toMatch(/\.$/);
  }
});

it('names only search methods that the node has', () => {
  const node = new VapiBridge();
  const wanted = node.description.properties.flatMap(({ modes = [] }) =>
    modes.flatMap(({ typeOptions }) => typeOptions?.searchListMethod ?? []),
  );
  expect(wanted.length).toBeGreaterThan(0);
  expect(Object.keys(node.methods.listSearch)).toEqual(expect.arrayContaining(wanted));
});
