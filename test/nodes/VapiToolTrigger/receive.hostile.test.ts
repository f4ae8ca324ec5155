import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';
import { receiveAtToolTrigger } from '../../support/engineToolTrigger';

const schema = { type: 'object', properties: { when: { type: 'string', format: 'date-time' } } };
const parameters = {
  tools: { tool: [{ name: 'book', parametersAs: 'json', schema }, { name: 'check' }] },
  unknownTools: 'output',
  options: { includeRaw: true, businessTimeZone: 'Europe/Berlin', spokenLocale: 'en-US' },
};

const nested = (levels: number): unknown => {
  let value: unknown = 'bottom';
  for (let level = 0; level < levels; level++) value = { deeper: [value] };
  return value;
};

const calls = (...toolCallList: unknown[]): object => ({ message: { type: 'tool-calls', toolCallList } });

it.each<[string, object, number]>([
  ['deep nesting in the arguments', calls({ id: 'a', name: 'book', arguments: { x: nested(50_000) } }), 1],
  [
    'deep nesting in a value that is checked',
    calls({ id: 'a', name: 'book', arguments: { when: nested(50_000) } }),
    0,
  ],
  [
    'deep nesting anywhere else',
    { message: { type: 'tool-calls', call: nested(50_000), toolCallList: [{ id: 'a', name: 'book' }] } },
    1,
  ],
  ['null entries', calls(null, undefined, { id: 'a', name: 'book' }, [null], 'x', 7), 1],
  ['an id that comes twice', calls({ id: 'a', name: 'book' }, { id: 'a', name: 'check' }), 1],
  ['numbers as ids', calls({ id: 1, name: 'book' }, { id: 2, name: 'check' }), 2],
  [
    'lists that are none',
    { message: { type: 'tool-calls', toolCallList: { 0: {} }, toolCalls: [{ id: 'a', name: 'x' }] } },
    1,
  ],
  [
    'a call that is none',
    { message: { type: 'tool-calls', call: 'c', customer: [], toolCallList: [{ id: 'a', name: 'x' }] } },
    1,
  ],
])('%s do no harm', async (_, body, started) => {
  const { items, response, end } = await receiveAtToolTrigger({
    body,
    rawBody: Buffer.from('{}'),
    parameters,
  });
  expect((items ?? []).flat()).toHaveLength(started);
  end();
  expect(response.answer).toMatchObject({ status: 200, body: { results: expect.any(Array) } });
});

it('names of inherited properties do no harm', async () => {
  const body = JSON.parse(
    '{"message": {"type": "tool-calls", "__proto__": {"polluted": 1}, "toolCallList": [' +
      '{"id": "__proto__", "name": "__proto__", "arguments": {"__proto__": {"polluted": 1}, "constructor": 1}},' +
      '{"id": "constructor", "name": "constructor"}]}}',
  ) as object;
  const { items, response, end } = await receiveAtToolTrigger({ body, parameters });
  expect(items?.[2]?.map(({ tool }) => tool)).toEqual(['__proto__', 'constructor']);
  expect(({} as IDataObject).polluted).toBeUndefined();
  end();
  expect(response.answer).toMatchObject({
    body: { results: [{ toolCallId: '__proto__' }, { toolCallId: 'constructor' }] },
  });
});

it('fifty thousand calls in one request are answered, each once', async () => {
  const many = Array.from({ length: 50_000 }, (_, index) => ({ id: `c${index}`, name: 'nothing' }));
  const { returned, response } = await receiveAtToolTrigger({
    body: calls(...many),
    parameters: { ...parameters, unknownTools: 'error' },
  });
  expect(returned).toEqual({ noWebhookResponse: true });
  const { results } = response.answer?.body as { results: Array<{ toolCallId: string }> };
  expect(results.map(({ toolCallId }) => toolCallId)).toEqual(many.map(({ id }) => id));
});

it('never throws and answers once at most, over any body, query and options', async () => {
  const toolCall = fc.record(
    {
      id: fc.oneof(fc.string(), fc.integer(), fc.constant(null)),
      name: fc.constantFrom('book', 'x', ''),
      arguments: fc.oneof(fc.json(), fc.jsonValue()),
    },
    { requiredKeys: [] },
  );
  const message = fc.record(
    {
      type: fc.constantFrom('tool-calls', 'function-call', 'status-update', '', 5),
      toolCallList: fc.oneof(fc.array(fc.oneof(toolCall, fc.jsonValue())), fc.jsonValue()),
      functionCall: fc.oneof(toolCall, fc.jsonValue()),
      call: fc.jsonValue(),
      chat: fc.jsonValue(),
    },
    { requiredKeys: [] },
  );
  const body = fc.oneof(fc.record({ message }), fc.jsonValue(), fc.constant(undefined));
  const options = fc.record(
    {
      businessTimeZone: fc.oneof(fc.constantFrom('Asia/Kolkata', ''), fc.jsonValue()),
      spokenLocale: fc.oneof(fc.constantFrom('de', ''), fc.jsonValue()),
      zonelessTimes: fc.jsonValue(),
      deadlineSeconds: fc.jsonValue(),
      includeRaw: fc.boolean(),
    },
    { requiredKeys: [] },
  );
  const row = fc.record(
    {
      name: fc.oneof(fc.constantFrom('book', 'x'), fc.jsonValue()),
      parametersAs: fc.constantFrom('json', 'fields'),
      schema: fc.oneof(fc.json(), fc.jsonValue()),
      parameters: fc.jsonValue(),
    },
    { requiredKeys: [] },
  );
  const query = fc.dictionary(fc.constantFrom('tool'), fc.string());
  await fc.assert(
    fc.asyncProperty(body, query, options, fc.array(row), async (given, asked, chosen, rows) => {
      const { returned, response, end } = await receiveAtToolTrigger({
        body: given,
        query: asked,
        parameters: { tools: { tool: rows }, options: chosen },
      });
      expect(returned.noWebhookResponse).toBe(true);
      if (returned.workflowData === undefined) expect(response.answer).toBeDefined();
      else end();
      expect([200, 400]).toContain(response.answer?.status);
    }),
    { numRuns: 500 },
  );
});
