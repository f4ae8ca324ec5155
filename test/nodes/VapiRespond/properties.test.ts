import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { answerKinds } from '../../../nodes/VapiRespond/answers';
import { properties } from '../../../nodes/VapiRespond/properties';

const respondWith = properties.find(({ name }) => name === 'respondWith');
const choices = (respondWith?.options ?? []) as INodePropertyOptions[];

it('offers every kind, by name', () => {
  const names = choices.map(({ name }) => name);
  expect(choices.map(({ value }) => value).sort()).toEqual(Object.keys(answerKinds).sort());
  expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b)));
  expect(new Set(names).size).toBe(names.length);
});

it('keeps the values that workflows of the first version have', () => {
  expect(respondWith?.default).toBe('text');
  expect(Object.keys(answerKinds)).toEqual(expect.arrayContaining(['text', 'item', 'error']));
});

describe('for each kind', () => {
  /** Fields that show with a kind, whatever else is chosen. */
  const fieldsOf = (kind: string): INodeProperties[] =>
    properties.filter(({ displayOptions }) => displayOptions?.show?.respondWith?.includes(kind));

  it.each(Object.keys(answerKinds))('%s has fields, and none that shows twice at a time', (kind) => {
    const fields = fieldsOf(kind);
    expect(fields.length).toBeGreaterThan(0);
    const places = fields.flatMap(({ name, displayOptions }) => {
      const { respondWith: _, ...others } = displayOptions?.show ?? {};
      const values = Object.values(others).flat();
      return values.length === 0 ? [name] : values.map((value) => `${name} ${String(value)}`);
    });
    expect(new Set(places).size).toBe(places.length);
  });

  it.each(Object.keys(answerKinds))('%s shows fields only for choices that there are', (kind) => {
    const fields = fieldsOf(kind);
    for (const { name, displayOptions } of fields) {
      const { respondWith: _, ...others } = { ...displayOptions?.show, ...displayOptions?.hide };
      for (const [other, values] of Object.entries(others)) {
        const chooser = fields.find((field) => field.name === other);
        const offered = ((chooser?.options ?? []) as INodePropertyOptions[]).map(({ value }) => value);
        const known = (values ?? []).filter((value) => offered.includes(value as string));
        expect([name, known.length]).not.toEqual([name, 0]);
      }
    }
  });
});

it('lists five options and more by name', () => {
  const lists = properties.filter(({ type }) => type === 'collection' || type === 'options');
  expect(lists.length).toBeGreaterThan(5);
  for (const { name, options = [] } of lists) {
    const names = options.map((one) => ('displayName' in one ? (one.displayName ?? one.name) : one.name));
    if (names.length < 5) continue;
    expect([name, names]).toEqual([name, [...names].sort((a, b) => a.localeCompare(b))]);
  }
});
