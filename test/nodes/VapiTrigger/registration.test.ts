import { serverMessagesFor } from '../../../nodes/shared/protocol/events';
import { eventFields, MODEL, Org, TOKEN } from '../shared/registration/support';

const URL_PRODUCTION = 'https://n8n.example.com/webhook/events';
const OLD = { url: 'https://old.example.com/vapi', timeoutSeconds: 7, headers: { 'X-Old': 'secret' } };
/** Vapi tries again while n8n is down. */
const BACKOFF = { backoffPlan: { type: 'exponential', maxRetries: 8, baseDelaySeconds: 5 } };
const REQUESTS = [
  'function-call',
  'tool-calls',
  'transfer-destination-request',
  'handoff-destination-request',
];

let org: Org;

beforeEach(async () => {
  org = await Org.open();
});
afterEach(() => org.close());

it('posts the ticked events here, for assistants and phone numbers, until it is unpublished', async () => {
  const assistant = org.assistant({ server: OLD, serverMessages: ['hang', 'tool-calls'] });
  const number = org.number({ server: OLD, assistantId: assistant });
  const before = org.snapshot();
  const trigger = org.trigger('vapiTrigger', eventFields({ assistants: [assistant], numbers: [number] }));
  await trigger.activate();
  const server = {
    url: URL_PRODUCTION,
    headers: { Authorization: `Bearer ${TOKEN}`, 'x-n8n-registration': expect.stringMatching(/workflow=w1/) },
  };
  expect(org.stored('assistant', assistant)).toMatchObject({ server });
  expect(org.stored('phone-number', number)).toMatchObject({ server });
  expect(org.stored('phone-number', number)).not.toHaveProperty('serverMessages');
  await trigger.deactivate();
  expect(org.snapshot()).toEqual(before);
});

describe('serverMessages', () => {
  it.each([
    ["Vapi's default list", undefined, REQUESTS],
    ['a list of its own', ['hang', 'tool-calls'], ['tool-calls']],
    ['a list without requests', ['hang'], []],
  ])('are what is ticked, and the requests of %s', async (_, serverMessages, kept) => {
    const assistant = org.assistant(serverMessages === undefined ? {} : { serverMessages });
    const trigger = org.trigger('vapiTrigger', eventFields({ assistants: [assistant] }));
    await trigger.activate();
    const events = ['end-of-call-report', 'status-update'];
    expect(org.stored('assistant', assistant).serverMessages).toEqual([...events, ...kept]);
    // Once more, with what was written as the list of its own.
    await trigger.activate('init');
    expect(org.stored('assistant', assistant).serverMessages).toEqual([...events, ...kept]);
  });

  it('follow another choice', async () => {
    const assistant = org.assistant({ serverMessages: [] });
    const before = org.snapshot();
    const fields = eventFields({ assistants: [assistant] });
    const trigger = org.trigger('vapiTrigger', fields);
    await trigger.activate();
    await trigger.republish({ ...fields, events: ['*'] });
    expect(org.stored('assistant', assistant).serverMessages).toEqual(serverMessagesFor(['*']));
    trigger.spec.parameters = { ...fields, events: [] };
    await trigger.activate('init');
    expect(org.stored('assistant', assistant).serverMessages).toEqual([]);
    await trigger.deactivate();
    expect(org.snapshot()).toEqual(before);
  });
});

it('names the workflow that has the server already', async () => {
  const assistant = org.assistant();
  const first = org.trigger('vapiTrigger', eventFields({ assistants: [assistant] }));
  await first.activate();
  const before = org.snapshot();
  const second = org.trigger('vapiTrigger', eventFields({ assistants: [assistant] }), { workflowId: 'w2' });
  await expect(second.activate()).rejects.toThrow(
    `In Vapi, Front desk (${assistant}) belongs to the workflow "Front desk" (w1)`,
  );
  expect(org.snapshot()).toEqual(before);
});

describe('a server that somebody has set by hand', () => {
  const publish = async (spec: { assistants?: string[]; numbers?: string[] }): Promise<void> =>
    await org.trigger('vapiTrigger', eventFields(spec)).activate();

  it.each([
    ['in the list', { toolIds: ['by ID'] }],
    ['inline', { tools: [{ type: 'function', function: { name: 'book' } }] }],
  ])('and that answers the tools of the assistant is not replaced (%s)', async (_, own) => {
    const id = org.tool('book');
    const model = { ...MODEL, ...('toolIds' in own ? { toolIds: [id] } : own) };
    const assistant = org.assistant({ model, server: OLD });
    const before = org.snapshot();
    await expect(publish({ assistants: [assistant] })).rejects.toThrow(
      /Front desk .*answers its tools: book\. /,
    );
    expect(org.snapshot()).toEqual(before);
  });

  it('and that chooses the assistant for calls to a number is not replaced', async () => {
    const number = org.number({ name: 'Main', server: OLD });
    const before = org.snapshot();
    await expect(publish({ numbers: [number] })).rejects.toThrow(/Main .*chooses the assistant for calls\. /);
    expect(org.snapshot()).toEqual(before);
  });

  it('is replaced where nothing depends on it', async () => {
    const tools = [org.tool('book', { server: OLD }), org.tool('end', { type: 'endCall' })];
    const assistant = org.assistant({ model: { ...MODEL, toolIds: tools }, server: OLD });
    // Nobody answers there now, or it is this workflow: its URL was put there by hand.
    const bare = org.assistant({ model: { ...MODEL, toolIds: [org.tool('move')] } });
    const number = org.number({ server: { url: URL_PRODUCTION } });
    await publish({ assistants: [assistant, bare], numbers: [number] });
    for (const id of [assistant, bare]) {
      expect(org.stored('assistant', id).server).toMatchObject({ url: URL_PRODUCTION });
    }
  });
});

it('wants something to register at', async () => {
  const activation = org.trigger('vapiTrigger', eventFields({})).activate();
  await expect(activation).rejects.toThrow('no assistant and no phone number is chosen');
});

it('says which assistant Vapi does not know', async () => {
  const unknown = '5b0a4a08-133c-4146-9315-0984f8c6be80';
  const activation = org.trigger('vapiTrigger', eventFields({ assistants: [unknown] })).activate();
  await expect(activation).rejects.toThrow(`GET /assistant/${unknown}`);
});

describe('the proof', () => {
  const serverWith = async (proof: object, registrationOptions = {}): Promise<unknown> => {
    const number = org.number();
    const credentials = { ...org.credentials, vapiWebhookApi: { ...proof } };
    const fields = eventFields({ numbers: [number] }, { registrationOptions });
    await org.trigger('vapiTrigger', fields, { credentials }).activate();
    return org.stored('phone-number', number).server;
  };

  it.each([
    [{ scheme: 'bearer', token: 'abc' }, { Authorization: 'Bearer abc' }],
    [{ scheme: 'header', headerName: 'X-Api-Key', headerValue: 'abc' }, { 'X-Api-Key': 'abc' }],
    [{ scheme: 'secret', secret: 'abc' }, { 'X-Vapi-Secret': 'abc' }],
  ])('%j becomes a header', async (proof, headers) => {
    expect(await serverWith(proof)).toEqual({
      ...BACKOFF,
      url: URL_PRODUCTION,
      headers: { ...headers, 'x-n8n-registration': expect.any(String) },
    });
  });

  it.each(['hmac', 'oauth2'])('%s needs a credential in Vapi', async (scheme) => {
    await expect(serverWith({ scheme })).rejects.toThrow(`by the scheme "${scheme}" without a credential`);
    const credentialId = '9f6e0a3c-41d5-4b7e-8a2f-6d1c0b9e7f55';
    expect(await serverWith({ scheme }, { credentialId })).toEqual({
      ...{ ...BACKOFF, url: URL_PRODUCTION, credentialId },
      headers: { 'x-n8n-registration': expect.any(String) },
    });
  });

  it.each([
    { scheme: 'bearer', token: '' },
    { scheme: 'bearer', token: ' abc' },
    { scheme: 'header', headerName: 'X-Api-Key', headerValue: 'Grüße' },
    { scheme: 'secret', secret: 'abc\n' },
  ])('%j would refuse each request, so it is not registered', async (proof) => {
    const registration = serverWith(proof);
    await expect(registration).rejects.toThrow(`(${proof.scheme}) cannot be sent in a header`);
    await expect(registration).rejects.not.toThrow(/abc|Grüße/);
  });

  it('is left out only by choice', async () => {
    const number = org.number();
    const fields = eventFields({ numbers: [number] }, { authentication: 'none' });
    await org.trigger('vapiTrigger', fields).activate();
    expect(org.stored('phone-number', number).server).toEqual({
      ...BACKOFF,
      url: URL_PRODUCTION,
      headers: { 'x-n8n-registration': expect.any(String) },
    });
  });

  it('changes when the credential does', async () => {
    const number = org.number();
    const trigger = org.trigger('vapiTrigger', eventFields({ numbers: [number] }));
    await trigger.activate();
    trigger.spec.credentials.vapiWebhookApi = { scheme: 'header', headerName: 'X-Key', headerValue: 'new' };
    await trigger.activate('init');
    expect(org.stored('phone-number', number).server).toMatchObject({ headers: { 'X-Key': 'new' } });
    expect(JSON.stringify(org.stored('phone-number', number))).not.toContain(TOKEN);
  });
});
