import fc from 'fast-check';
import {
  checkAssistantPlaceholders,
  checkPlaceholders,
  findPlaceholders,
  hidingVapi,
  isVapiVariable,
} from '../../../../nodes/shared/protocol/placeholders';

it('finds placeholders and says which ones Vapi fills in', () => {
  expect(findPlaceholders('{{ name | default: "you" }}, {{ customer.number }}, {{ user.first }}')).toEqual([
    { name: 'name', hasDefault: true, optional: true, ofVapi: false },
    { name: 'customer.number', hasDefault: false, optional: false, ofVapi: true },
    { name: 'user.first', hasDefault: false, optional: false, ofVapi: false },
  ]);
});

it.each([
  ['now', true],
  ['currentDateTime', true],
  ['date', true],
  ['customer.externalId', true],
  ['transport.callSid', true],
  ['call.id', true],
  ['phoneNumber.number', true],
  ['assistant.name', true],
  ['transcript', true],
  ['customerName', false],
  ['today', false],
  ['constructor', false],
])('%s: of Vapi %s', (name, expected) => {
  expect(isVapiVariable(name)).toBe(expected);
});

it('names variables that hide those of Vapi', () => {
  expect(hidingVapi({ now: 'x', name: 'Dana', customer: {} })).toEqual(['now', 'customer']);
});

const check = (text: string, given: Record<string, unknown>, filled?: string[]) =>
  checkPlaceholders([{ where: 'firstMessage', text }], given, filled);
const missing = (name: string) => ({ missing: [{ name, where: 'firstMessage' }], unused: [] });
const fine = { missing: [], unused: [] };

it.each([
  ['{{ name }}', {}, missing('name')],
  ['{{ name }}', { name: 'Dana' }, fine],
  // Empty text was given on purpose; null is dropped by Vapi.
  ['{{ name }}', { name: '' }, fine],
  ['{{ name }}', { name: 0 }, fine],
  ['{{ name }}', { name: null }, missing('name')],
  ['{{ name }}', { name: undefined }, missing('name')],
  ['{{ Name }}', { name: 'Dana' }, { missing: [{ name: 'Name', where: 'firstMessage' }], unused: ['name'] }],
  ['{{ user.first }}', { user: { first: 'Dana' } }, fine],
  ['{{ user.last }}', { user: { first: 'Dana' } }, missing('user.last')],
  ['{{ user.first }}', { user: 'Dana' }, missing('user.first')],
  ['{{ choices.size }}', { choices: '["10:00"]' }, fine],
  [
    '{{ constructor }}',
    { name: 1 },
    { missing: [{ name: 'constructor', where: 'firstMessage' }], unused: ['name'] },
  ],
  ['{{ name | default: "x" }}', {}, fine],
  ['{% if name %}{{ name }}{% endif %}', {}, fine],
  ['{% for s in slots %}{{ s.start }}{% endfor %}', {}, missing('slots')],
  ['{% assign greeting = "Hi" %}{{ greeting }}', {}, fine],
  ['{{ now }} {{ customer.name }}', {}, fine],
  ['Hello', { name: 'Dana' }, { missing: [], unused: ['name'] }],
])('%s with %j', (text, given, expected) => {
  expect(check(text, given)).toEqual(expected);
});

it('counts what is filled in during the call', () => {
  expect(check('{{ order.id }} {{ total }}', {}, ['order', 'total.net'])).toEqual(fine);
});

it('names every place once', () => {
  const texts = [
    { where: 'firstMessage', text: '{{ name }} {{ name }}' },
    { where: 'endCallMessage', text: '{{ name }}' },
  ];
  expect(checkPlaceholders(texts, {}).missing).toEqual([
    { name: 'name', where: 'firstMessage' },
    { name: 'name', where: 'endCallMessage' },
  ]);
});

it('checks a whole assistant: a text that may stay as it is needs nothing, but uses what it names', () => {
  const assistant = {
    firstMessage: 'Hi {{ name }}, your order {{ orderId }} …',
    server: { url: 'https://example.test/{{ tenant }}/{{ missingThere }}' },
    model: {
      messages: [{ role: 'system', content: 'Speak for {{ clinic }}.' }],
      tools: [{ variableExtractionPlan: { aliases: [{ key: 'orderId', value: '{{ $.id }}' }] } }],
    },
  };
  expect(checkAssistantPlaceholders(assistant, { name: 'Dana', tenant: 'north', spare: 1 })).toEqual({
    missing: [{ name: 'clinic', where: 'model.messages[0].content' }],
    unused: ['spare'],
  });
});

it('never throws, and finds nothing missing where everything is given', () => {
  const name = fc.stringMatching(/^[a-z_][a-z0-9_]{0,8}$/);
  const texts = fc.array(
    fc.oneof(
      name.map((given) => `{{ ${given} }}`),
      fc.string(),
      fc.constant('{% if a %}'),
    ),
  );
  fc.assert(
    fc.property(texts, fc.object(), (pieces, given) => {
      const text = pieces.join('');
      const names = findPlaceholders(text).map((placeholder) => placeholder.name);
      const all = Object.fromEntries(names.map((key) => [key, 'x']));
      const paths = names.filter((key) => key.includes('.'));
      if (paths.length === 0) expect(check(text, all).missing).toEqual([]);
      const result = checkAssistantPlaceholders({ firstMessage: text, ...given }, given);
      expect(result.unused.every((key) => Object.hasOwn(given, key))).toBe(true);
    }),
  );
});
