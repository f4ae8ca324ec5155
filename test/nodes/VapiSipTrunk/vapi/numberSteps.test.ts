import type { JsonObject } from '../../../../nodes/shared/protocol/json';
import {
  answersDifferently,
  isAnswered,
  planNumberRemoval,
  planNumbers,
} from '../../../../nodes/VapiSipTrunk/vapi/numberSteps';
import type { AnsweredBy, TrunkSpec } from '../../../../nodes/VapiSipTrunk/spec';
import { contractAvailable, contractErrors } from '../../../emulators/vapi/contract';
import { NUMBER, trunkSpec } from '../carriers/twilio/specs';

const ENTRY = {
  id: 'p1',
  provider: 'byo-phone-number',
  number: NUMBER,
  credentialId: 'c1',
  assistantId: 'asst-1',
};
const plan = (numbers: JsonObject[], spec: TrunkSpec = trunkSpec()): ReturnType<typeof planNumbers> =>
  planNumbers(spec, { credentials: [{ id: 'c1' }], numbers });

it('makes a number on the credential, found again by both', () => {
  const { calls, findings } = plan([]);
  expect(findings).toEqual([]);
  expect(calls).toEqual([
    expect.objectContaining({
      ...{ step: `vapi.number.${NUMBER}`, action: 'create', method: 'POST', path: '/phone-number' },
      body: {
        ...{ provider: 'byo-phone-number', name: 'Support', number: NUMBER, numberE164CheckEnabled: false },
        ...{ credentialId: '{vapi.credential}', assistantId: 'asst-1' },
      },
      undo: { service: 'vapi', method: 'DELETE', path: `/phone-number/{vapi.number.${NUMBER}}` },
    }),
  ]);
  expect(calls[0]?.sought?.match).toEqual({
    ...{ provider: 'byo-phone-number', number: NUMBER, credentialId: '{vapi.credential}' },
  });
});

const ANSWERS: AnsweredBy[] = [
  { assistantId: 'asst-1' },
  { squadId: 'squad-1' },
  { server: { url: 'https://n8n.example.com/webhook/1' } },
  {},
];

if (contractAvailable())
  it.each(ANSWERS)('sends what the contract takes: %j', (answeredBy) => {
    expect(
      contractErrors('POST /phone-number', plan([], trunkSpec({ answeredBy })).calls[0]?.body ?? {}),
    ).toEqual([]);
  });

it('leaves a number alone that fits', () => {
  const { calls, existing } = plan([ENTRY]);
  expect(calls).toEqual([]);
  expect(existing).toEqual([
    { step: `vapi.number.${NUMBER}`, title: `Phone number ${NUMBER} in Vapi`, id: 'p1' },
  ]);
});

it('lets one answer at a time, and can put the other back', () => {
  const answeredBy = { server: { url: 'https://n8n.example.com/webhook/1' } };
  const { calls } = plan([ENTRY], trunkSpec({ answeredBy }));
  expect(calls).toHaveLength(1);
  expect(calls[0]).toMatchObject({ method: 'PATCH', path: '/phone-number/p1' });
  expect(calls[0]?.body).toEqual({ provider: 'byo-phone-number', assistantId: null, ...answeredBy });
  expect(calls[0]?.undo?.body).toEqual({ provider: 'byo-phone-number', assistantId: 'asst-1', server: null });
});

it('writes the number as the carrier does', () => {
  const { calls } = plan([{ ...ENTRY, number: NUMBER.slice(1) }]);
  expect(calls[0]?.body).toEqual({
    ...{ provider: 'byo-phone-number', number: NUMBER, numberE164CheckEnabled: false },
  });
  expect(calls[0]?.undo?.body).toMatchObject({ number: NUMBER.slice(1) });
});

it.each<[string, JsonObject]>([
  ['imported from Twilio', { ...ENTRY, provider: 'twilio', credentialId: undefined }],
  ['on another trunk', { ...ENTRY, credentialId: 'c2' }],
  ['without its plus', { ...ENTRY, number: NUMBER.slice(1), credentialId: 'c2' }],
])('refuses a number that Vapi has elsewhere: %s', (_, entry) => {
  const { findings } = plan([entry]);
  expect(findings.map(({ severity, code }) => [severity, code])).toEqual([
    ['error', 'SIP_NUMBER_ELSEWHERE_IN_VAPI'],
  ]);
  expect(findings[0]?.message).toContain('p1');
});

it.each<[string, JsonObject[], AnsweredBy, number]>([
  ['a new number', [], {}, 1],
  ['a number that somebody answers already', [ENTRY], {}, 0],
  ['a number that nobody answers', [{ ...ENTRY, assistantId: null }], {}, 1],
  ['a new number with an answer', [], { squadId: 's' }, 0],
])('warns of calls that nobody answers: %s', (_, numbers, answeredBy, warnings) => {
  const { findings } = plan(numbers, trunkSpec({ answeredBy }));
  expect(findings.filter(({ code }) => code === 'SIP_NUMBER_UNANSWERED')).toHaveLength(warnings);
});

it.each<[JsonObject, boolean]>([
  [{ assistantId: 'a' }, true],
  [{ squadId: 's' }, true],
  [{ workflowId: 'w' }, true],
  [{ server: { url: 'https://x.example' } }, true],
  [{ server: {} }, false],
  [{ assistantId: '' }, false],
  [{}, false],
])('knows whether %j is answered', (number, answered) => {
  expect(isAnswered(number)).toBe(answered);
});

it.each<[JsonObject, AnsweredBy, boolean]>([
  [{ assistantId: 'a' }, { assistantId: 'a' }, false],
  [{ assistantId: 'a' }, { assistantId: 'b' }, true],
  [{ assistantId: 'a', squadId: 's' }, { assistantId: 'a' }, true],
  [{ assistantId: 'a', squadId: null }, { assistantId: 'a' }, false],
  // A server may have got its secrets from elsewhere: its URL is what counts.
  [
    { server: { url: 'https://x.example', timeoutSeconds: 20 } },
    { server: { url: 'https://x.example' } },
    false,
  ],
  [{ server: { url: 'https://y.example' } }, { server: { url: 'https://x.example' } }, true],
  [{ assistantId: 'a' }, {}, false],
])('compares %j with the choice %j', (number, answeredBy, differs) => {
  expect(answersDifferently(number, answeredBy)).toBe(differs);
});

it('takes away the numbers of our credential, and no others', () => {
  const { calls } = planNumberRemoval({
    credentials: [{ id: 'c1' }, { id: 'c2' }],
    numbers: [
      ENTRY,
      { ...ENTRY, id: 'p2', credentialId: 'c2' },
      { ...ENTRY, id: 'p3', credentialId: 'c3' },
      { ...ENTRY, id: 'p4', provider: 'twilio' },
      { ...ENTRY, id: 'p5', credentialId: undefined },
    ],
  });
  expect(calls.map(({ method, path }) => `${method} ${path}`)).toEqual(['DELETE /phone-number/p1']);
});

describe('names in the place of numbers', () => {
  const named = (...names: string[]): TrunkSpec =>
    trunkSpec({ numbers: names.map((name) => ({ e164: name, inVapi: name })) });

  it.each([
    ['sales', 'support'],
    ['desk1', 'sales1'],
    ['Sales', 'sales'],
  ])('%s and %s are two: a second run changes nothing', (one, other) => {
    const there = [one, other].map((number, index) => ({ ...ENTRY, id: `p${index}`, number }));
    const { calls, existing, findings } = plan(there, named(one, other));
    expect(calls).toEqual([]);
    expect(findings).toEqual([]);
    expect(existing.map(({ step, id }) => [step, id])).toEqual([
      [`vapi.number.${one}`, 'p0'],
      [`vapi.number.${other}`, 'p1'],
    ]);
  });

  it('are nothing that Vapi has without a number', () => {
    const { calls, findings } = plan([{ id: 'z', provider: 'vapi' }], named('sales'));
    expect(findings).toEqual([]);
    expect(calls.map(({ step }) => step)).toEqual(['vapi.number.sales']);
  });
});
