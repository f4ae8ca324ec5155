import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';

/** A property at any depth, with where it is. */
export type Shown = { path: string; property: INodeProperties };

/** Every property at every depth. */
export function walk(list: readonly INodeProperties[], path = ''): Shown[] {
  return list.flatMap((property) => {
    const { show } = property.displayOptions ?? {};
    const names = [show?.resource, show?.operation].filter(Boolean).map(String);
    const operation = names.length === 0 ? '' : `${names.join('.')} `;
    const here = `${path === '' ? operation : `${path} > `}${property.name}`;
    const children = (property.options ?? []).flatMap((option) => {
      if ('values' in option) return walk(option.values, `${here} > ${option.name}`);
      return 'type' in option ? walk([option], here) : [];
    });
    return [{ path: here, property }, ...children];
  });
}

/** As n8n writes labels. */
export const isTitleCase = (text: string): boolean => {
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

/**
 * Tests that hold for every field of a node. n8n's own lint sees only literals; fields that functions build are checked
 * here by the same rules.
 */
export function describeFields(properties: readonly INodeProperties[]): void {
  const all = walk(properties);
  const problems = (check: (shown: Shown) => string | undefined): string[] =>
    all.flatMap((shown) => {
      const problem = check(shown);
      return problem === undefined ? [] : [`${shown.path}: ${problem}`];
    });

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
}
