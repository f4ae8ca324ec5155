import fc from 'fast-check';
import {
  NodeHelpers,
  NodeOperationError,
  type IExecuteFunctions,
  type INode,
  type INodeParameters,
  type INodeProperties,
} from 'n8n-workflow';
import {
  readVariables,
  variablesFrom,
  variablesProperties,
  variablesProperty,
} from '../../../../nodes/shared/fields/variables';

const node: INode = { id: '1', name: 'Vapi', type: 'vapi', typeVersion: 1, position: [0, 0], parameters: {} };

/** Only what the reader asks for; fields that are shown have their defaults, as in n8n. */
function contextOf(given: object, properties: INodeProperties[] = variablesProperties): IExecuteFunctions {
  const parameters = NodeHelpers.getNodeParameters(
    properties,
    given as INodeParameters,
    true,
    false,
    node,
    null,
  );
  return {
    getNode: () => node,
    getTimezone: () => 'Europe/Berlin',
    getNodeParameter: (name: string, _item: number, other: unknown) => parameters?.[name] ?? other,
  } as unknown as IExecuteFunctions;
}

const read = (given: object, properties?: INodeProperties[]) =>
  readVariables(contextOf(given, properties), 3);
const rows = (...variable: object[]) => ({ variables: { variable } });
const one = (type: string | undefined, value: unknown): unknown => {
  const result = variablesFrom(node, [{ name: 'x', type, value }], 0, 'Europe/Berlin');
  return JSON.parse(JSON.stringify(result)).x;
};

function refusal(run: () => unknown): NodeOperationError {
  try {
    run();
  } catch (error) {
    if (error instanceof NodeOperationError) return error;
  }
  throw new Error('nothing was refused');
}

describe('rows', () => {
  it('without a type keep what an expression gives, but for lists', () => {
    const variable = [
      { name: ' customerName ', value: 'Dana' },
      { name: 'visits', value: 3 },
      { name: 'vip', value: true },
      { name: 'slots', value: ['10:00', '11:00'] },
      { name: 'user', value: { first: 'Dana', tags: ['a'] } },
    ];
    const expected = {
      customerName: 'Dana',
      visits: 3,
      vip: true,
      slots: '["10:00","11:00"]',
      user: { first: 'Dana', tags: ['a'] },
    };
    expect(variablesFrom(node, variable)).toEqual(expected);
    expect(read(rows(...variable))).toEqual(expected);
    // The field alone, as the triggers and answers have it.
    expect(read(rows(...variable), [variablesProperty])).toEqual(expected);
  });

  it('are Automatic until the builder chooses a type', () => {
    const parameters = NodeHelpers.getNodeParameters(
      variablesProperties,
      rows({ name: 'x' }) as INodeParameters,
      true,
      false,
      node,
      null,
    );
    expect(parameters?.variables).toEqual({ variable: [{ name: 'x', type: 'auto', value: '' }] });
    expect(variablesProperties.map(({ name }) => name)).toEqual([
      'specifyVariables',
      'variables',
      'variablesJson',
      'addBusinessTime',
      'businessTimeZone',
      'businessLocale',
    ]);
  });

  it.each([
    ['auto', '42', '42'],
    ['auto', null, null],
    ['string', 42, '42'],
    ['string', true, 'true'],
    ['string', '', ''],
    ['string', { a: 1 }, '{"a":1}'],
    ['string', [1], '[1]'],
    ['number', '42', 42],
    ['number', ' 4.5 ', 4.5],
    ['number', -7, -7],
    ['boolean', 'true', true],
    ['boolean', ' False ', false],
    ['boolean', true, true],
    ['json', '{"a": [1]}', { a: [1] }],
    ['json', '["10:00"]', '["10:00"]'],
    ['json', ['10:00'], '["10:00"]'],
    ['json', { a: 1 }, { a: 1 }],
    ['json', '3', 3],
    // The date picker of n8n gives the time of the workflow without its zone.
    ['dateTime', '2026-08-24T10:00:00', '2026-08-24T10:00:00+02:00'],
    ['dateTime', '2026-01-24T10:00:00', '2026-01-24T10:00:00+01:00'],
    ['dateTime', '2026-08-24T08:00:00Z', '2026-08-24T10:00:00+02:00'],
    ['dateTime', new Date('2026-08-24T08:00:00Z'), '2026-08-24T10:00:00+02:00'],
    ['auto', new Date('2026-08-24T08:00:00Z'), '2026-08-24T08:00:00.000Z'],
    [
      'auto',
      { toISO: () => '', toJSON: () => '2026-08-24T10:00:00.000+02:00' },
      '2026-08-24T10:00:00.000+02:00',
    ],
    // Nothing: left out, so that a default in the prompt is used.
    ['string', undefined, undefined],
    ['number', '', undefined],
    ['number', null, undefined],
    ['boolean', ' ', undefined],
    ['json', '', undefined],
    ['dateTime', '', undefined],
  ])('%s: %j becomes %j', (type, value, expected) => {
    expect(one(type, value)).toEqual(expected);
  });

  it.each([
    ['number', 'many', 'The variable "x" is no number: many'],
    ['number', 'Infinity', 'The variable "x" is no number: Infinity'],
    ['number', true, 'The variable "x" is no number: true'],
    ['number', [4], 'The variable "x" is no number: [4]'],
    ['boolean', 'yes', 'The variable "x" is neither true nor false: yes'],
    ['boolean', 1, 'The variable "x" is neither true nor false: 1'],
    ['dateTime', { toString: 1 }, 'The variable "x" is no date and time: {"toString":1}'],
    ['json', '{"a": 1,}', 'The variable "x" is no JSON: {"a": 1,}'],
    ['dateTime', 'tomorrow', 'The variable "x" is no date and time: tomorrow'],
    ['list', 'a', '"list" is no type of a variable (x)'],
    ['constructor', 'a', '"constructor" is no type of a variable (x)'],
  ])('%s: %j is refused', (type, value, message) => {
    const error = refusal(() => read(rows({ name: 'x', type, value })));
    expect([error.message, error.context.itemIndex]).toEqual([message, 3]);
    expect(error.description).toContain('Automatic');
  });

  it.each(['', 'user.first', '1st', 'first name', '{{ name }}', 'größe', '__proto__', 7, { a: 1 }])(
    'refuse the name %j',
    (name) => {
      const shown = typeof name === 'string' ? name : JSON.stringify(name);
      expect(refusal(() => read(rows({ name, value: 'x' }))).message).toBe(
        `"${shown}" is no name for a variable`,
      );
    },
  );
});

describe('JSON', () => {
  const json = (variablesJson: unknown) => read({ specifyVariables: 'json', variablesJson });

  it('gives variables, lists as JSON text', () => {
    const expected = { name: 'Dana', slots: '["10:00"]', user: { tags: ['a'] }, none: null };
    expect(json('{"name": "Dana", "slots": ["10:00"], "user": {"tags": ["a"]}, "none": null}')).toEqual(
      expected,
    );
    expect(json({ name: 'Dana', slots: ['10:00'], user: { tags: ['a'] }, none: null })).toEqual(expected);
    expect(json('')).toEqual({});
  });

  it('leaves the rows aside', () => {
    expect(read({ specifyVariables: 'json', variablesJson: '{}', ...rows({ name: 'x', value: 1 }) })).toEqual(
      {},
    );
  });

  it.each(['[1]', 'null', '{"a": 1,}', 'text', '7'])('that is no object is refused: %s', (text) => {
    expect(refusal(() => json(text)).message).toBe('Variables (JSON) is not a JSON object');
  });

  it.each(['{"user.first": 1}', '{"__proto__": {"x": 1}}'])(
    'with a name that cannot be used is refused: %s',
    (text) => {
      expect(refusal(() => json(text)).message).toContain('is no name for a variable');
    },
  );
});

describe('business time', () => {
  beforeEach(() => jest.useFakeTimers({ now: new Date('2026-11-20T21:52:51Z'), doNotFake: ['performance'] }));
  afterEach(() => jest.useRealTimers());

  it('is added on request, in the time zone of the workflow', () => {
    expect(read({ addBusinessTime: true })).toEqual({
      businessNow: '2026-11-20T22:52:51+01:00',
      businessDate: '2026-11-20',
      businessTime: '22:52',
      businessWeekday: 'Friday',
      businessTimeZone: 'Europe/Berlin',
    });
    expect(read({ addBusinessTime: false })).toEqual({});
  });

  it('is added in another zone and language, to rows and to JSON', () => {
    const options = { addBusinessTime: true, businessTimeZone: 'America/New_York', businessLocale: 'es-MX' };
    const added = { businessNow: '2026-11-20T16:52:51-05:00', businessWeekday: 'viernes' };
    expect(read({ ...options, ...rows({ name: 'x', value: 1 }) })).toMatchObject({ ...added, x: 1 });
    const json = { specifyVariables: 'json', variablesJson: '{"x": 1}' };
    expect(read({ ...options, ...json })).toMatchObject({ ...added, x: 1 });
    expect(read({ ...options, ...json }).businessSpoken).toContain('viernes');
  });

  it('gives way to what the builder names', () => {
    expect(
      read({ addBusinessTime: true, ...rows({ name: 'businessTime', value: 'noon' }) }).businessTime,
    ).toBe('noon');
  });

  it('refuses a time zone that is none', () => {
    const error = refusal(() => read({ addBusinessTime: true, businessTimeZone: 'Berlin' }));
    expect([error.message, error.context.itemIndex]).toEqual(['"Berlin" is no time zone', 3]);
  });
});

it('gives something that JSON can say and that holds no list at the top, or refuses', () => {
  const type = fc.constantFrom('auto', 'string', 'number', 'boolean', 'json', 'dateTime', undefined);
  fc.assert(
    fc.property(type, fc.oneof(fc.jsonValue(), fc.string(), fc.json()), (chosen, value) => {
      try {
        expect(Array.isArray(one(chosen, value))).toBe(false);
      } catch (error) {
        expect(error).toBeInstanceOf(NodeOperationError);
      }
    }),
  );
});
