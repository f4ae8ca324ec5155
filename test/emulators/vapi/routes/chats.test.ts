import { randomUUID } from 'node:crypto';
import { answerErrors } from '../contract';
import type { JsonObject } from '../json';
import { API_KEY, USER_AGENT, api, emulator, stopAll } from '../testSupport';

afterEach(stopAll);

const says = (content: string) => [{ role: 'assistant', content }];

describe('chats', () => {
  it('answer at once, and remember the chat before', async () => {
    const vapi = await emulator();
    const { id: assistantId } = vapi.seed('assistant', {});
    const first = await api(vapi, 'POST', '/chat', { assistantId, input: 'Are you open?' });
    expect([first.status, answerErrors('GET /chat/{id}', first.body)]).toEqual([200, []]);
    expect(first.body).toMatchObject({ output: says('You said: Are you open?'), input: 'Are you open?' });
    const input = [{ role: 'user', content: 'And on Sunday?' }];
    const second = await api(vapi, 'POST', '/chat', { previousChatId: first.body.id, input });
    expect(second.body).toMatchObject({
      assistantId,
      messages: [{ role: 'user', content: 'Are you open?' }, ...says('You said: Are you open?'), ...input],
      output: says('You said: And on Sunday?'),
    });
  });

  it('remember their session, and the session them', async () => {
    const vapi = await emulator();
    const session = vapi.seed('session', { assistantId: vapi.seed('assistant', {}).id });
    for (const input of ['One', 'Two']) await api(vapi, 'POST', '/chat', { sessionId: session.id, input });
    const { messages } = (await api(vapi, 'GET', `/session/${session.id}`)).body;
    expect((messages as JsonObject[]).map(({ content }) => content)).toEqual([
      'One',
      'You said: One',
      'Two',
      'You said: Two',
    ]);
  });

  it('are listed by what they belong to, read and deleted', async () => {
    const vapi = await emulator();
    const chats: JsonObject[] = [];
    for (const input of ['A', 'B']) {
      const { id: assistantId } = vapi.seed('assistant', {});
      chats.push((await api(vapi, 'POST', '/chat', { assistantId, input })).body);
    }
    const found = async (query: string) =>
      ((await api(vapi, 'GET', `/chat?${query}`)).body.results as JsonObject[]).map(({ input }) => input);
    expect((await found('')).sort()).toEqual(['A', 'B']);
    expect(await found(`assistantId=${String(chats[1]?.assistantId)}`)).toEqual(['B']);
    expect(await found(`idAny=${String(chats[0]?.id)}`)).toEqual(['A']);
    const path = `/chat/${String(chats[0]?.id)}`;
    expect((await api(vapi, 'DELETE', path)).status).toBe(200);
    expect((await api(vapi, 'GET', path)).status).toBe(404);
    expect((await api(vapi, 'PATCH', path, {})).status).toBe(404);
  });

  it('answer as told', async () => {
    const vapi = await emulator({ chatReply: (messages) => `${messages.length} so far` });
    const answer = await api(vapi, 'POST', '/chat', { assistant: {}, input: 'Hi' });
    expect(answer.body.output).toEqual(says('1 so far'));
  });

  it('stream their answer as events that joined make it', async () => {
    const vapi = await emulator({ chatReply: () => 'Schöne  Grüße\naus Zürich 👋' });
    const { id: sessionId } = vapi.seed('session', { assistantId: vapi.seed('assistant', {}).id });
    const response = await fetch(`${vapi.url}/chat`, {
      method: 'POST',
      headers: {
        'user-agent': USER_AGENT,
        authorization: `Bearer ${API_KEY}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ sessionId, input: 'Hi', stream: true }),
    });
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
    const events = (await response.text())
      .split('\n\n')
      .filter(Boolean)
      .map((event) => JSON.parse(event.replace(/^data: /, '')) as JsonObject);
    expect(events.map(({ delta }) => delta).join('')).toBe('Schöne  Grüße\naus Zürich 👋');
    expect(events.length).toBeGreaterThan(3);
    for (const event of events)
      expect(event).toMatchObject({
        id: events[0]?.id,
        sessionId,
        path: 'chat.output[0].content',
        delta: expect.any(String),
      });
    expect(vapi.storedAll('chat')).toHaveLength(1);
  });

  it('by SMS live in a session', async () => {
    const vapi = await emulator();
    const { id: assistantId } = vapi.seed('assistant', {});
    const transport = {
      type: 'twilio.sms',
      phoneNumberId: randomUUID(),
      customer: { number: '+14155550101' },
    };
    const { body } = await api(vapi, 'POST', '/chat', { assistantId, input: 'Hi', transport });
    expect(vapi.stored('session', String(body.sessionId))).toMatchObject({ assistantId });
  });

  it.each<[JsonObject, string]>([
    [{ assistant: {} }, 'input should not be empty'],
    [{ input: 'Hi' }, "Couldn't Get Assistant"],
    [{ input: 'Hi', sessionId: randomUUID(), previousChatId: randomUUID() }, 'Provide only one'],
    [{ input: 'Hi', sessionId: randomUUID() }, "Couldn't Get Session"],
    [{ input: 'Hi', previousChatId: randomUUID() }, "Couldn't Get Chat"],
    [{ input: 'Hi', sessionId: 'mine' }, 'sessionId must be a UUID'],
    [{ input: 'Hi', assistant: { foo: 1 } }, 'assistant.property foo should not exist'],
  ])('refuse %j', async (body, message) => {
    const answer = await api(await emulator(), 'POST', '/chat', body);
    expect(answer.status).toBe(400);
    expect(JSON.stringify(answer.body.message)).toContain(message);
  });
});

describe('sessions', () => {
  it('are created, listed by customer, changed and deleted', async () => {
    const vapi = await emulator();
    const { id: assistantId } = vapi.seed('assistant', {});
    const customer = { number: '+14155550101' };
    const made = await api(vapi, 'POST', '/session', { name: 'Ada', assistantId, customer });
    expect([made.status, answerErrors('POST /session', made.body)]).toEqual([201, []]);
    expect(made.body).toMatchObject({ status: 'active', expirationSeconds: 86_400 });
    vapi.seed('session', { name: 'Other' });
    const page = await api(vapi, 'GET', '/session?customerNumberAny=%2B14155550101,%2B1');
    expect(answerErrors('GET /session', page.body)).toEqual([]);
    expect(page.body).toMatchObject({ results: [{ id: made.body.id }], metadata: { totalItems: 1 } });
    const path = `/session/${String(made.body.id)}`;
    expect((await api(vapi, 'PATCH', path, { status: 'completed' })).body.status).toBe('completed');
    expect((await api(vapi, 'DELETE', path)).status).toBe(200);
    const unknown = await api(vapi, 'POST', '/session', { squadId: randomUUID() });
    expect(unknown.status).toBe(400);
  });
});
