import { assistantTexts } from '../../../../nodes/shared/protocol/assistantTexts';

const places = (object: unknown): Array<[string, boolean | undefined]> =>
  assistantTexts(object).texts.map(({ where, rendered }) => [where, rendered]);

it('finds the texts of an assistant that Vapi renders', () => {
  expect(
    places({
      name: 'Front desk',
      firstMessage: 'Hi {{ name }}',
      model: {
        provider: 'openai',
        messages: [
          { role: 'system', content: 'You talk to {{ name }}.' },
          { role: 'system', content: 'Without.' },
          { role: 'system', content: '{% if vip %}Be kind.{% endif %}' },
        ],
        tools: [
          {
            type: 'function',
            messages: [
              { type: 'request-start', content: 'One moment, {{ name }}.' },
              {
                type: 'request-failed',
                contents: [{ type: 'text', text: 'Sorry {{ name }}', language: 'en' }],
              },
            ],
            parameters: [{ key: 'caller', value: { number: ['{{ customer.number }}'] } }],
          },
        ],
      },
      voicemailMessage: 'Call {{ business }} back.',
      endCallMessage: 'Bye {{ name }}.',
    }),
  ).toEqual([
    ['firstMessage', true],
    ['model.messages[0].content', true],
    ['model.messages[2].content', true],
    ['model.tools[0].messages[0].content', true],
    ['model.tools[0].messages[1].contents[0].text', true],
    ['model.tools[0].parameters[0].value.number[0]', true],
    ['voicemailMessage', true],
    ['endCallMessage', true],
  ]);
});

it('finds those of a squad, of overrides, and of a list', () => {
  const squad = {
    members: [
      {
        assistant: { firstMessage: '{{ a }}' },
        assistantOverrides: { 'tools:append': [{ url: '{{ b }}' }] },
      },
      { assistantId: 'x', assistantOverrides: { model: { messages: [{ content: '{{ c }}' }] } } },
    ],
    membersOverrides: { endCallMessage: '{{ d }}' },
  };
  const found = [
    ['members[0].assistant.firstMessage', true],
    ['members[0].assistantOverrides.tools:append[0].url', false],
    ['members[1].assistantOverrides.model.messages[0].content', true],
    ['membersOverrides.endCallMessage', true],
  ];
  expect(places(squad)).toEqual(found);
  expect(places([squad])).toEqual(found.map(([where, rendered]) => [`[0].${String(where)}`, rendered]));
});

it.each([
  [{ server: { url: 'https://example.test/{{ id }}' } }, 'server.url'],
  [
    { analysisPlan: { summaryPlan: { messages: [{ content: '{{ id }}' }] } } },
    'analysisPlan.summaryPlan.messages[0].content',
  ],
  [{ hooks: [{ do: [{ exact: '{{ id }}' }] }] }, 'hooks[0].do[0].exact'],
])('does not say that Vapi renders %j', (object, where) => {
  expect(places(object)).toEqual([[where, false]]);
});

it('knows the variables that an assistant brings or learns', () => {
  const { filled } = assistantTexts({
    model: {
      tools: [
        {
          variableExtractionPlan: {
            schema: { type: 'object', properties: { orderId: { type: 'string' } } },
            aliases: [{ key: 'total', value: '{{ $.order.total }}' }, {}, { key: 7 }],
          },
        },
      ],
    },
    members: [{ assistantOverrides: { variableValues: { clinic: 'North' } } }],
  });
  expect(filled.sort()).toEqual(['clinic', 'orderId', 'total']);
});

it('takes whatever it gets', () => {
  const circle: Record<string, unknown> = { firstMessage: '{{ a }}' };
  circle.self = circle;
  let deep: unknown = '{{ a }}';
  for (let level = 0; level < 50_000; level += 1) deep = [deep];
  expect(places(circle)).toEqual([['firstMessage', true]]);
  expect(assistantTexts(deep).texts).toHaveLength(1);
  expect([undefined, null, 7, 'text', []].flatMap(places)).toEqual([]);
  expect(places('{{ a }}')).toEqual([['', false]]);
});
