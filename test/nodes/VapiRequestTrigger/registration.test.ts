import type { INodeParameters } from 'n8n-workflow';
import { Org } from '../shared/registration/support';

const URL_PRODUCTION = 'https://n8n.example.com/webhook/requests';

let org: Org;

beforeEach(async () => {
  org = await Org.open();
});
afterEach(() => org.close());

const fields = (requests: string[], assistants: string[], numbers: string[]): INodeParameters => ({
  ...{ authentication: 'vapiWebhookApi', path: 'requests', requests },
  ...{ registerInVapi: true, registrationAssistants: assistants, registrationPhoneNumbers: numbers },
});

it('is asked for the assistant of calls to a number that has none, and takes itself out again', async () => {
  const number = org.number({ server: { url: 'https://old.example.com' } });
  const before = org.snapshot();
  const trigger = org.trigger('vapiRequestTrigger', fields(['assistant-request'], [], [number]));
  await trigger.activate();
  expect(org.stored('phone-number', number).server).toMatchObject({ url: URL_PRODUCTION });
  await trigger.deactivate();
  expect(org.snapshot()).toEqual(before);
});

it.each(['assistantId', 'squadId', 'workflowId'])(
  'says so when the number has its own %s, and changes nothing',
  async (field) => {
    const own = '5b0a4a08-133c-4146-9315-0984f8c6be80';
    const free = org.number();
    const number = org.number({ name: 'Main line', [field]: own });
    const before = org.snapshot();
    const parameters = fields(['assistant-request'], [], [free, number]);
    await expect(org.trigger('vapiRequestTrigger', parameters).activate()).rejects.toThrow(
      `so Vapi asks for none: Main line (${number}): ${field} ${own}`,
    );
    expect(org.snapshot()).toEqual(before);
  },
);

it('a number that somebody has assigned meanwhile does not take the others down when n8n starts', async () => {
  const [taken, other] = [org.number(), org.number({ server: { url: 'https://old.example.com' } })];
  const trigger = org.trigger('vapiRequestTrigger', fields(['assistant-request'], [], [taken, other]));
  await trigger.activate();
  await org.patch('phone-number', taken, { provider: 'twilio', assistantId: org.assistant() });
  const registered = org.snapshot();
  await trigger.activate('init');
  expect(org.snapshot()).toEqual(registered);
  await expect(trigger.activate()).rejects.toThrow(/has an assistant, squad or workflow of its own/);
});

it.each([
  [{}, undefined],
  [{ deadlineSeconds: 60 }, 65],
  [{ deadlineSeconds: 295 }, 300],
])('Vapi waits longer than the deadline, with the options %j', async (options, timeoutSeconds) => {
  const number = org.number({ assistantId: org.assistant() });
  const parameters = { ...fields(['transfer-destination-request'], [], [number]), options };
  await org.trigger('vapiRequestTrigger', parameters).activate();
  expect((org.stored('phone-number', number).server as { timeoutSeconds?: number }).timeoutSeconds).toBe(
    timeoutSeconds,
  );
});

it('other requests are taken from a number with an assistant, too', async () => {
  const number = org.number({ assistantId: org.assistant() });
  await org.trigger('vapiRequestTrigger', fields(['transfer-destination-request'], [], [number])).activate();
  expect(org.stored('phone-number', number).server).toMatchObject({ url: URL_PRODUCTION });
});

describe('an assistant', () => {
  const KINDS = ['transfer-destination-request', 'handoff-destination-request', 'knowledge-base-request'];

  it.each<[string, string[] | undefined, string[] | undefined]>([
    ["keeps Vapi's default list, which has all of them", undefined, undefined],
    ['keeps a list that has them', [...KINDS, 'hang'], [...KINDS, 'hang']],
    [
      'gets what its list lacks',
      ['hang'],
      ['hang', 'handoff-destination-request', 'transfer-destination-request'],
    ],
  ])('%s', async (_, serverMessages, expected) => {
    const assistant = org.assistant(serverMessages === undefined ? {} : { serverMessages });
    const before = org.snapshot();
    const trigger = org.trigger('vapiRequestTrigger', fields(KINDS, [assistant], []));
    await trigger.activate();
    await trigger.activate('init');
    expect(org.stored('assistant', assistant).server).toMatchObject({ url: URL_PRODUCTION });
    expect(org.stored('assistant', assistant).serverMessages).toEqual(expected);
    await trigger.deactivate();
    expect(org.snapshot()).toEqual(before);
  });
});

it.each([
  [['assistant-request'], 'no phone number is chosen whose calls ask for an assistant'],
  [['voice-request'], 'no assistant and no phone number is chosen'],
])('%j wants something to register at', async (requests, message) => {
  const assistants = requests.includes('assistant-request') ? [org.assistant()] : [];
  const activation = org.trigger('vapiRequestTrigger', fields(requests, assistants, [])).activate();
  await expect(activation).rejects.toThrow(message);
});

it('does not share a server with the event trigger of another workflow', async () => {
  const number = org.number();
  const events = { authentication: 'none', registerInVapi: true, registrationPhoneNumbers: [number] };
  await org.trigger('vapiTrigger', events, { workflowName: 'Reports', workflowId: 'w9' }).activate();
  const activation = org
    .trigger('vapiRequestTrigger', fields(['assistant-request'], [], [number]))
    .activate();
  await expect(activation).rejects.toThrow('belongs to the workflow "Reports" (w9)');
});
