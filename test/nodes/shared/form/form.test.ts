import type { Vapi } from '@vapi-ai/server-sdk';
import type { IExecuteFunctions } from 'n8n-workflow';
import { group, keyValues, picks, rows } from '../../../../nodes/shared/form/collections';
import { onlyWhen, type Field } from '../../../../nodes/shared/form/field';
import {
  choice,
  choices,
  flag,
  json,
  moment,
  number,
  pick,
  secretText,
  text,
  texts,
} from '../../../../nodes/shared/form/fields';
import { formFor } from '../../../../nodes/shared/form/form';

/** What a node's parameters become. */
function read(fields: readonly Field[], parameters: Record<string, unknown>): Record<string, unknown> {
  const context = {
    getNode: () => ({ name: 'Vapi', type: 'vapi', typeVersion: 1 }),
    getTimezone: () => 'Europe/Berlin',
    getNodeParameter: (name: string, _: number, fallback: unknown) =>
      name in parameters ? parameters[name] : fallback,
  };
  return formFor(fields).read(context as unknown as IExecuteFunctions, 0);
}

const colours = [{ name: 'Red', value: 'red' }];

describe('a value on its way to Vapi', () => {
  it.each<[string, Field, unknown, unknown]>([
    ['text', text({ displayName: 'A', path: 'a' }), ' x ', ' x '],
    ['a number as text', text({ displayName: 'A', path: 'a' }), 5, '5'],
    ['an object as text', text({ displayName: 'A', path: 'a' }), { b: 1 }, '{"b":1}'],
    ['no text', text({ displayName: 'A', path: 'a' }), '  ', undefined],
    ['text that an expression did not find', text({ displayName: 'A', path: 'a' }), undefined, undefined],
    ['a number', number({ displayName: 'A', path: 'a', default: 1 }), 0, 0],
    ['a number written as text', number({ displayName: 'A', path: 'a', default: 1 }), '7', 7],
    ['a fraction', number({ displayName: 'A', path: 'a', default: 1, decimals: true }), 0.4, 0.4],
    ['no', flag({ displayName: 'A', path: 'a', default: true }), false, false],
    ['yes as text', flag({ displayName: 'A', path: 'a', default: true }), ' TRUE ', true],
    ['a choice', choice({ displayName: 'A', path: 'a', default: 'red', options: colours }), 'red', 'red'],
    [
      'a newer choice',
      choice({ displayName: 'A', path: 'a', default: 'red', options: colours }),
      'teal',
      'teal',
    ],
    [
      'a choice of a closed list',
      choice({ displayName: 'A', path: 'a', default: 'red', options: colours, closed: true }),
      'red',
      'red',
    ],
    ['several choices', choices({ displayName: 'A', path: 'a', options: colours }), ['red'], ['red']],
    ['no choices, which is a choice', choices({ displayName: 'A', path: 'a', options: colours }), [], []],
    [
      'one choice of an expression',
      choices({ displayName: 'A', path: 'a', options: colours }),
      'red',
      ['red'],
    ],
    ['an empty choice', choices({ displayName: 'A', path: 'a', options: colours }), ' ', undefined],
    ['JSON', json({ displayName: 'A', path: 'a' }), '{"b": [1]}', { b: [1] }],
    ['an object of an expression', json({ displayName: 'A', path: 'a' }), { b: 1 }, { b: 1 }],
    ['a list', json({ displayName: 'A', path: 'a', kind: 'array' }), '[1]', [1]],
    ['texts', texts({ displayName: 'A', path: 'a' }), ['x', '', 'y'], ['x', 'y']],
    ['one text of an expression', texts({ displayName: 'A', path: 'a' }), 'x', ['x']],
    [
      'a time of the picker',
      moment({ displayName: 'A', path: 'a' }),
      '2026-11-20T10:00:00',
      '2026-11-20T09:00:00.000Z',
    ],
    [
      'a time with a zone',
      moment({ displayName: 'A', path: 'a' }),
      '2026-11-20T10:00:00Z',
      '2026-11-20T10:00:00.000Z',
    ],
    ['a date of a library', moment({ displayName: 'A', path: 'a' }), new Date(0), '1970-01-01T00:00:00.000Z'],
    [
      'a picked object',
      pick({ displayName: 'A', path: 'a' }, 's'),
      { __rl: true, mode: 'list', value: ' id ' },
      'id',
    ],
    ['an ID alone', pick({ displayName: 'A', path: 'a' }, 's'), 'id', 'id'],
    ['nothing picked', pick({ displayName: 'A', path: 'a' }, 's'), { mode: 'list', value: '' }, undefined],
    [
      'headers',
      keyValues({ displayName: 'A', path: 'a', row: 'Header' }),
      { row: [{ name: ' x ', value: '1' }, { value: '2' }] },
      { x: '1' },
    ],
    [
      'picked objects',
      picks({ displayName: 'A', path: 'a', row: 'X' }, 's'),
      { row: [{ id: { value: 'i' } }, { id: { value: '' } }] },
      ['i'],
    ],
  ])('%s', (_, field, value, expected) => {
    expect(read([field], { a: value }).a).toEqual(expected);
  });

  it.each<[string, Field, unknown, string, RegExp]>([
    [
      'a required text',
      text({ displayName: 'A', path: 'a', required: true }),
      ' ',
      'A is missing',
      /Fill in/,
    ],
    [
      'a text that is too long',
      text({ displayName: 'A', path: 'a', maxLength: 3 }),
      'four',
      'A has 4 characters, at most 3 are possible',
      /Shorten/,
    ],
    [
      'a newer choice of a closed list',
      choice({ displayName: 'A', path: 'a', default: 'red', options: colours, closed: true }),
      'teal',
      `A is "teal", but has to be one of ${colours.map(({ value }) => value).join(', ')}`,
      /Choose/,
    ],
    [
      'no choice of a closed list',
      choice({ displayName: 'A', path: 'a', default: 'red', options: colours, closed: true }),
      '',
      'A is missing',
      /Fill in/,
    ],
    [
      'a number too high',
      number({ displayName: 'A', path: 'a', default: 1, min: 1, max: 5 }),
      6,
      'A is "6", but has to be a whole number from 1 to 5',
      /range/,
    ],
    [
      'a fraction',
      number({ displayName: 'A', path: 'a', default: 1, min: 1 }),
      1.5,
      'A is "1.5", but has to be a whole number from 1',
      /range/,
    ],
    [
      'no number',
      number({ displayName: 'A', path: 'a', default: 1, max: 5, decimals: true }),
      'x',
      'A is "x", but has to be a number up to 5',
      /range/,
    ],
    [
      'a list where a number is wanted',
      number({ displayName: 'A', path: 'a', default: 1 }),
      [],
      'A is "[]", but has to be a whole number',
      /range/,
    ],
    [
      'neither yes nor no',
      flag({ displayName: 'A', path: 'a', default: true }),
      'maybe',
      'A "maybe" is neither true nor false',
      /condition/,
    ],
    [
      'broken JSON',
      json({ displayName: 'A', path: 'a' }),
      '{a: 1}',
      'A is not a JSON object',
      /without comments/,
    ],
    [
      'a list where an object is wanted',
      json({ displayName: 'A', path: 'a' }),
      '[]',
      'A is not a JSON object',
      /Write an object/,
    ],
    [
      'an object where a list is wanted',
      json({ displayName: 'A', path: 'a', kind: 'array' }),
      '{}',
      'A is not a JSON list',
      /Write a list/,
    ],
    [
      'broken JSON of any kind',
      json({ displayName: 'A', path: 'a', kind: 'any' }),
      '{',
      'A is not valid JSON',
      /without comments/,
    ],
    ['no time', moment({ displayName: 'A', path: 'a' }), 'soon', '"soon" is no date and time', /Write it as/],
    [
      'nothing picked where something is needed',
      pick({ displayName: 'A', path: 'a', required: true }, 's'),
      { value: '' },
      'A is missing',
      /Fill in/,
    ],
    [
      'no rows where some are needed',
      rows({ displayName: 'A', path: 'a', row: 'X', required: true }, []),
      {},
      'A is missing',
      /Fill in/,
    ],
    [
      'no picks where some are needed',
      picks({ displayName: 'A', path: 'a', row: 'X', required: true }, 's'),
      {},
      'A is missing',
      /Fill in/,
    ],
  ])('is refused: %s', (_, field, value, message, fix) => {
    let error: { message?: string; description?: string } = {};
    try {
      read([field], { a: value });
    } catch (thrown) {
      error = thrown as typeof error;
    }
    expect(error.message).toBe(message);
    expect(error.description).toMatch(fix);
  });
});

describe('a form', () => {
  const fields: Field[] = [
    text({ displayName: 'Name', path: 'name' }),
    number({ displayName: 'Wait', path: 'plan.waitSeconds', default: 1 }),
    group({ displayName: 'More', name: 'more', path: 'plan' }, [
      flag({ displayName: 'On', path: 'on', default: false }),
      text({ displayName: 'Deep', path: 'very.deep' }),
      rows({ displayName: 'Rules', path: 'rules', row: 'Rule' }, [
        text({ displayName: 'Word', path: 'word' }),
        number({ displayName: 'Count', path: 'limits.count', default: 1 }),
      ]),
    ]),
    json({ displayName: 'Other Fields (JSON)', path: '', name: 'other' }),
  ];

  it('puts values where they belong; JSON comes last and is merged', () => {
    const parameters = {
      name: 'N',
      waitSeconds: 0,
      more: { on: false, deep: 'd', rules: { row: [{ word: 'x', count: 2 }, { word: '' }] } },
      other: '{"plan": {"newer": true, "waitSeconds": 3}}',
    };
    expect(read(fields, parameters)).toEqual({
      name: 'N',
      plan: {
        waitSeconds: 3,
        on: false,
        very: { deep: 'd' },
        rules: [{ word: 'x', limits: { count: 2 } }, {}],
        newer: true,
      },
    });
  });

  it('leaves out what is empty, was not added or is not shown', () => {
    expect(read(fields, { name: '', more: {}, other: '{}' })).toEqual({});
  });

  it('sorts the fields of a collection, and shows secrets as dots', () => {
    const { properties } = formFor([
      group({ displayName: 'More', name: 'more', path: '' }, [
        secretText({ displayName: 'Token', path: 'token' }),
        text({ displayName: 'Address', path: 'address' }),
      ]),
    ]);
    expect(properties[0]?.options?.map(({ name }) => name)).toEqual(['address', 'token']);
    expect(properties[0]?.options?.[1]).toMatchObject({ typeOptions: { password: true } });
  });

  it('shows fields under a condition, on top of their own', () => {
    const own = text({ displayName: 'A', path: 'a', displayOptions: { show: { mode: ['x'] } } });
    expect(onlyWhen({ provider: ['p'] }, [own])[0]?.property.displayOptions).toEqual({
      show: { provider: ['p'], mode: ['x'] },
    });
  });

  it('reads of fields that share a name the one that is shown', () => {
    const url = (kind: string, required: boolean): Field[] =>
      onlyWhen({ kind: [kind] }, [
        text({ displayName: `URL of ${kind}`, path: `${kind}.url`, name: 'url', required }),
      ]);
    const form = [...url('mail', true), ...url('web', false)];
    expect(read(form, { kind: 'web', url: 'x' })).toEqual({ web: { url: 'x' } });
    expect(read(form, { kind: 'web', url: '' })).toEqual({});
    expect(() => read(form, { kind: 'mail', url: '' })).toThrow('URL of mail is missing');
  });

  it('does not compile with a path that the type of the SDK lacks', () => {
    formFor<Vapi.CreateSquadDto>([text({ displayName: 'Name', path: 'name' })]);
    // @ts-expect-error The type has no such property.
    formFor<Vapi.CreateSquadDto>([text({ displayName: 'Name', path: 'nme' })]);
    // @ts-expect-error Nor the object in it.
    formFor<Vapi.CreateAssistantDto>([text({ displayName: 'Name', path: 'startSpeakingPlan.waitSecond' })]);
  });
});
