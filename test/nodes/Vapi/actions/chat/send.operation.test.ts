import type { INodeParameters } from 'n8n-workflow';
import { contractAvailable, contractErrors } from '../../../../emulators/vapi/contract';
import { IDS, operationStage, picked, previewKeys } from '../../../../support/engineOperation';
import { describeWith } from '../../../../support/needs';

const stage = operationStage('chat', 'send', {
  assistantId: picked(IDS.assistant),
  inputText: 'When are you open?',
});

/** n8n itself refuses an empty required field; what an expression gives is up to the node. */
const NOTHING = '={{ "" }}';

const CHAT = {
  ...{ id: 'c1', orgId: 'o1', assistantId: IDS.assistant, sessionId: 'k1', cost: 0.01, createdAt: 'c' },
  output: [
    { role: 'assistant', tool_calls: [{ function: { name: 'look_up', arguments: '{}' } }] },
    { role: 'tool', content: '9 to 5', tool_call_id: 't' },
    { role: 'assistant', content: 'From nine to five.' },
  ],
};

const MESSAGES = [
  { role: 'system', content: 'Be short.' },
  { role: 'user', content: 'Hello' },
];

const FULL: INodeParameters = {
  conversation: 'previousChat',
  previousChatId: picked(IDS.call),
  inputType: 'messages',
  inputMessages: JSON.stringify(MESSAGES),
  sms: true,
  smsPhoneNumberId: picked(IDS.phoneNumber),
  smsCustomerNumber: '+1 415 555 0123',
  smsByAssistant: false,
  variables: { variable: [{ name: 'clinic', value: 'North' }] },
  additionalFields: {
    name: 'Chat of Dana',
    assistantOverrides: '{"variableValues": {"clinic": "South", "city": "Berlin"}}',
  },
  otherFields: '{"transport": {"conversationType": "chat"}}',
};

const FULL_BODY = {
  assistantId: IDS.assistant,
  previousChatId: IDS.call,
  input: MESSAGES,
  name: 'Chat of Dana',
  assistantOverrides: { variableValues: { clinic: 'North', city: 'Berlin' } },
  transport: {
    type: 'twilio.sms',
    conversationType: 'chat',
    phoneNumberId: IDS.phoneNumber,
    customer: { number: '+14155550123' },
    useLLMGeneratedMessageForOutbound: false,
  },
};

describe('the request', () => {
  it.each<[string, INodeParameters, object]>([
    ['an assistant', {}, { assistantId: IDS.assistant }],
    ['a squad', { who: 'squad', squadId: picked(IDS.squad) }, { squadId: IDS.squad }],
    [
      'a transient assistant',
      { who: 'transient', assistant: '{"firstMessage": "Hi"}' },
      { assistant: { firstMessage: 'Hi' } },
    ],
    [
      'the one of a session',
      { who: 'history', conversation: 'session', sessionId: picked(IDS.tool) },
      { sessionId: IDS.tool },
    ],
    [
      'the one of the chat before',
      { who: 'history', conversation: 'previousChat', previousChatId: picked(IDS.call) },
      { previousChatId: IDS.call },
    ],
    [
      'an assistant in a session that is not there yet',
      { conversation: 'session', sessionId: picked(NOTHING) },
      { assistantId: IDS.assistant },
    ],
  ])('asks %s', async (_, parameters, who) => {
    expect(await stage.sent(parameters)).toEqual({ ...who, input: 'When are you open?' });
    expect(stage.vapi.requests[0]).toMatchObject({ method: 'POST', path: '/chat' });
  });

  it('holds everything that was filled in', async () => {
    expect(await stage.sent(FULL)).toEqual(FULL_BODY);
  });

  it('sends an SMS of a session to whom the session belongs', async () => {
    const session = { conversation: 'session', sessionId: picked(IDS.tool), sms: true };
    expect(await stage.sent(session)).toMatchObject({
      ...{ sessionId: IDS.tool, transport: { type: 'twilio.sms', useLLMGeneratedMessageForOutbound: true } },
    });
  });

  it('takes messages of an expression', async () => {
    const inputMessages = '={{ [{ role: "user", content: "Hi" }] }}';
    expect(await stage.sent({ inputType: 'messages', inputMessages })).toMatchObject({
      input: [{ role: 'user', content: 'Hi' }],
    });
  });
});

describe('bad input', () => {
  it.each<[string, INodeParameters, RegExp]>([
    ['no input', { inputText: NOTHING }, /Input is missing/],
    ['no assistant', { assistantId: picked(NOTHING) }, /Assistant is missing/],
    ['nobody at all', { who: 'history' }, /Nobody is there to answer/],
    [
      'session and previous chat',
      { conversation: 'session', sessionId: picked(IDS.tool), otherFields: '{"previousChatId": "c0"}' },
      /not from both: session 9f4a1a57\S+ and previous chat c0/,
    ],
    ['no messages', { inputType: 'messages', inputMessages: '[]' }, /Messages \(JSON\) is missing/],
    ['messages as an object', { inputType: 'messages', inputMessages: '{}' }, /is not a JSON list/],
    [
      'a message without a role',
      { inputType: 'messages', inputMessages: '[{"role": "user", "content": "a"}, {"content": "b"}]' },
      /Message 2 of Messages \(JSON\) has no role/,
    ],
    [
      'an unknown role',
      { inputType: 'messages', inputMessages: '[{"role": "bot", "content": "b"}]' },
      /has the role "bot"/,
    ],
    [
      'an SMS to nobody',
      { sms: true, smsPhoneNumberId: picked(IDS.phoneNumber), smsCustomerNumber: NOTHING },
      /SMS Customer Number is missing/,
    ],
    [
      'an SMS to what is no number',
      { sms: true, smsPhoneNumberId: picked(IDS.phoneNumber), smsCustomerNumber: '555' },
      /"555" is not in E\.164/,
    ],
    ['a variable that is none', { variables: { variable: [{ name: 'a b', value: 1 }] } }, /"a b" is no name/],
    ['a long name', { additionalFields: { name: 'x'.repeat(41) } }, /at most 40/],
    [
      'a role that cannot be made text',
      { inputType: 'messages', inputMessages: '[{"role": {"toString": 1}}]' },
      /has the role "\{"toString":1\}"/,
    ],
    ['JSON that is none', { otherFields: '{' }, /Other Fields \(JSON\) is not a JSON object/],
  ])('%s is refused before anything is sent', async (_, parameters, message) => {
    expect((await stage.run(parameters)).error?.message).toMatch(message);
    expect(stage.vapi.requests).toEqual([]);
  });

  it('becomes an item where the workflow goes on', async () => {
    stage.vapi.reply = () => ({ body: CHAT });
    const items = [{ json: { text: '' } }, { json: { text: 'Hi' } }];
    const parameters = { inputText: '={{ $json.text }}', options: { itemsPerSecond: 1000 } };
    const run = await stage.run(parameters, { items, continueOnFail: true });
    expect(run.output('Vapi')).toMatchObject([{ error: 'Input is missing' }, { id: 'c1' }]);
  });
});

describe('the output', () => {
  it('is what the assistant said', async () => {
    stage.vapi.reply = () => ({ body: CHAT });
    const few = {
      ...{ id: 'c1', sessionId: 'k1', assistantId: IDS.assistant, output: 'From nine to five.' },
      ...{ toolsCalled: ['look_up'], cost: 0.01, createdAt: 'c' },
    };
    expect((await stage.run()).output('Vapi')).toEqual([few]);
    expect(previewKeys('chat', 'send')).toEqual(expect.arrayContaining(Object.keys(few)));
    expect((await stage.run({ simple: false })).output('Vapi')).toEqual([CHAT]);
  });

  it('has an empty text when the assistant said nothing', async () => {
    stage.vapi.reply = () => ({ body: { id: 'c1' } });
    expect((await stage.run()).output('Vapi')).toEqual([{ id: 'c1', output: '' }]);
  });
});

describe('a streamed answer', () => {
  const streamed: INodeParameters = { additionalFields: { stream: true } };
  const headers = { 'content-type': 'text/event-stream' };
  const event = (delta: string): string =>
    `data: ${JSON.stringify({ id: 's1', sessionId: 'k1', path: 'chat.output[0].content', delta })}\n\n`;

  it('is joined to one text', async () => {
    stage.vapi.reply = () => ({ body: event('From nine ') + event('to fünf.'), headers });
    const run = await stage.run(streamed);
    expect(run.output('Vapi')).toEqual([{ streamId: 's1', sessionId: 'k1', output: 'From nine to fünf.' }]);
    expect(previewKeys('chat', 'send')).toContain('streamId');
    expect(stage.vapi.requests[0]?.body).toMatchObject({ stream: true });
    expect(stage.vapi.requests[0]?.headers.accept).toContain('text/event-stream');
    expect((await stage.run({ ...streamed, simple: false })).output('Vapi')).toEqual([
      {
        ...{ streamId: 's1', sessionId: 'k1' },
        output: [{ role: 'assistant', content: 'From nine to fünf.' }],
      },
    ]);
  });

  it('may come whole after all', async () => {
    stage.vapi.reply = () => ({ body: CHAT });
    expect((await stage.run(streamed)).output('Vapi')).toMatchObject([{ id: 'c1', cost: 0.01 }]);
  });

  it.each<[string, string, RegExp]>([
    [
      'that broke off',
      `${event('From')}data: {"message": "Model failed", "statusCode": 500}\n\n`,
      /broke off the streamed answer: Model failed/,
    ],
    ['that is a web page', '<html><body>Sign in</body></html>', /no JSON: Sign in/],
    ['without anything', '', /no JSON: nothing at all/],
    ['that ends in the middle of an event', `${event('From')}data: {"id": "s1", "del`, /an event is no JSON/],
  ])('%s is an error, and nothing is sent again', async (_, body, message) => {
    stage.vapi.reply = () => ({ body, headers });
    expect((await stage.run(streamed)).error?.message).toMatch(message);
    expect(stage.vapi.requests).toHaveLength(1);
  });
});

it('is not taken for whole when the connection breaks between two events', async () => {
  const body = 'data: {"id": "s1", "path": "chat.output[0].content", "delta": "From"}\n\n';
  const headers = { 'content-type': 'text/event-stream', 'content-length': '1000', connection: 'close' };
  stage.vapi.reply = () => ({ body, headers });
  const { error } = await stage.run({ additionalFields: { stream: true } });
  expect(error?.description).toMatch(/not repeated/);
  expect(stage.vapi.requests).toHaveLength(1);
});

it('is not sent again when Vapi fails', async () => {
  stage.vapi.reply = () => ({ status: 500, body: { message: 'oops' } });
  const run = await stage.run();
  expect(run.error?.description).toMatch(/was not repeated/);
  expect(stage.vapi.requests).toHaveLength(1);
});

describeWith(contractAvailable(), 'the contract is missing', 'by the contract', () => {
  it.each<[string, INodeParameters]>([
    ['least', {}],
    ['most', FULL],
    ['stream', { additionalFields: { stream: true } }],
  ])('the %s that can be sent is right', async (_, parameters) => {
    const body = (await stage.sent(parameters)) as Record<string, unknown>;
    expect(contractErrors('POST /chat', body)).toEqual([]);
  });

  it('a missing input would be noticed', () => {
    expect(contractErrors('POST /chat', { assistantId: 'a' })).toEqual(['input should not be empty']);
  });
});
