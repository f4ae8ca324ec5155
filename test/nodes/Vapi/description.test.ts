import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';
import { properties } from '../../../nodes/Vapi/actions/router';
import { resources } from '../../../nodes/Vapi/actions/resources';
import { Vapi } from '../../../nodes/Vapi/Vapi.node';
import { previewKeys } from '../../support/engineOperation';

type Shown = { path: string; property: INodeProperties };

/** Every property at every depth, with where it is. */
function walk(list: readonly INodeProperties[], path = ''): Shown[] {
  return list.flatMap((property) => {
    const { show } = property.displayOptions ?? {};
    const operation = show?.operation ? `${String(show.resource)}.${String(show.operation)} ` : '';
    const here = `${path === '' ? operation : `${path} > `}${property.name}`;
    const children = (property.options ?? []).flatMap((option) => {
      if ('values' in option) return walk(option.values, `${here} > ${option.name}`);
      return 'type' in option ? walk([option], here) : [];
    });
    return [{ path: here, property }, ...children];
  });
}

const all = walk(properties);
const operations = Object.entries(resources).flatMap(([resource, { operations: of }]) =>
  Object.entries(of).map(([value, operation]) => ({ name: `${resource}.${value}`, operation })),
);

const isTitleCase = (text: string): boolean => {
  const small = new Set([
    'a',
    'an',
    'and',
    'as',
    'at',
    'by',
    'for',
    'from',
    'if',
    'in',
    'of',
    'on',
    'or',
    'per',
    'the',
    'to',
    'until',
    'with',
    'without',
  ]);
  return text.split(/[\s/]+/).every((word) => small.has(word) || !/^[a-z]/.test(word));
};

const problems = (check: (shown: Shown) => string | undefined): string[] =>
  all.flatMap((shown) => {
    const problem = check(shown);
    return problem === undefined ? [] : [`${shown.path}: ${problem}`];
  });

// n8n's own lint sees only literals; fields that functions build are checked here by the same rules.
describe('every field', () => {
  it('has a name in Title Case', () => {
    expect(
      problems(({ property: { displayName, type } }) =>
        type === 'notice' || isTitleCase(displayName) ? undefined : displayName,
      ),
    ).toEqual([]);
  });

  it('has a default that fits its type', () => {
    const fits: Record<string, (value: unknown) => boolean> = {
      string: (value) => typeof value === 'string' || Array.isArray(value),
      number: (value) => typeof value === 'number',
      boolean: (value) => typeof value === 'boolean',
      json: (value) => typeof value === 'string',
      collection: (value) => typeof value === 'object',
      fixedCollection: (value) => typeof value === 'object',
      multiOptions: Array.isArray,
    };
    expect(
      problems(({ property: { type, default: value } }) =>
        (fits[type] ?? (() => value !== undefined))(value) ? undefined : `${type} ${JSON.stringify(value)}`,
      ),
    ).toEqual([]);
  });

  it('is described without a final full stop in one sentence, with one in several', () => {
    expect(
      problems(({ property: { description = '' } }) => {
        const several = /[.:?!] [A-Z]/.test(description.slice(0, -1)) || /\. \S/.test(description);
        if (description.endsWith('.') && !several && !description.endsWith('etc.')) return description;
        return undefined;
      }),
    ).toEqual([]);
  });

  it('that is a boolean is described by "Whether"', () => {
    expect(
      problems(({ property: { type, description = '' } }) =>
        type === 'boolean' && !description.startsWith('Whether')
          ? description || 'no description'
          : undefined,
      ),
    ).toEqual([]);
  });

  it('offers five choices or more in the order of the alphabet', () => {
    const label = (option: INodePropertyOptions | INodeProperties | INodePropertyCollection): string =>
      'displayName' in option ? option.displayName : option.name;
    expect(
      problems(({ property: { type, options = [] } }) => {
        if (type === 'fixedCollection' || options.length < 5) return undefined;
        // n8n adds a choice of this name to a list that does not end with it.
        const names = options.map(label).filter((name) => name !== 'Custom API Call');
        const sorted = [...names].sort((a, b) => a.localeCompare(b));
        const wrong = names.findIndex((name, index) => name !== sorted[index]);
        return wrong < 0 ? undefined : `${names[wrong]} before ${sorted[wrong]}`;
      }),
    ).toEqual([]);
  });

  it('has a default among its choices', () => {
    expect(
      problems(({ property: { type, options = [], default: value } }) => {
        if (type !== 'options') return undefined;
        const values = options.map((option) => ('value' in option ? option.value : undefined));
        return values.includes(value as string)
          ? undefined
          : `${JSON.stringify(value)} of ${values.join(', ')}`;
      }),
    ).toEqual([]);
  });

  it('that holds a secret is shown as dots', () => {
    expect(
      problems(({ property: { name, type, typeOptions } }) =>
        type === 'string' &&
        /(password|secret|token|apiKey|authToken|privateKey|connectionString)$/i.test(name) &&
        typeOptions?.password !== true
          ? 'password is not set'
          : undefined,
      ),
    ).toEqual([]);
  });
});

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
  const wanted = all.flatMap(({ property }) =>
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
