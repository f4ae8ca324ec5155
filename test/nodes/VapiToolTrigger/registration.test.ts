import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import { MODEL, Org, TOKEN, toolFields } from '../shared/registration/support';

// Reading is tried again after seconds.
jest.mock('n8n-workflow', () => ({
  ...jest.requireActual<object>('n8n-workflow'),
  sleep: jest.fn(() => Promise.resolve()),
}));

const URL_PRODUCTION = 'https://n8n.example.com/webhook/tools';
const URL_TEST = 'https://n8n.example.com/webhook-test/tools';
const TAKE_OVER = { existingTools: 'takeOver' };
const BY_HAND = {
  server: { url: 'https://old.example.com/tool', headers: { Authorization: 'Bearer old', 'X-Zürich': 'x' } },
  messages: [{ type: 'request-start', content: 'Wait {{ name }}' }],
};

let org: Org;

beforeEach(async () => {
  org = await Org.open();
});
afterEach(() => org.close());

describe('tools that are not there yet', () => {
  it('are created with URL, proof, time-out and fillers, and given to the assistants', async () => {
    const assistant = org.assistant();
    await org.trigger('vapiToolTrigger', toolFields(['book', 'cancel'], [assistant])).activate();
    const [book] = org.tools('book');
    expect(book).toMatchObject({
      type: 'function',
      function: {
        name: 'book',
        description: 'Does book',
        parameters: { type: 'object', properties: {} },
      },
      server: {
        url: URL_PRODUCTION,
        timeoutSeconds: 20,
        headers: { Authorization: `Bearer ${TOKEN}`, 'x-n8n-registration': expect.stringContaining('w1') },
      },
      messages: [
        { type: 'request-start', content: 'One moment, please.' },
        { type: 'request-response-delayed', timingMilliseconds: 4000, content: expect.any(String) },
        { type: 'request-failed', role: 'system', content: expect.any(String) },
      ],
    });
    expect(org.stored('assistant', assistant).model).toEqual({
      ...MODEL,
      toolIds: [book?.id, org.tools('cancel')[0]?.id],
    });
  });

  it('are gone again when the workflow is unpublished, and the assistant is what it was', async () => {
    const assistant = org.assistant();
    const before = org.snapshot();
    const trigger = org.trigger('vapiToolTrigger', toolFields(['book', 'cancel'], [assistant]));
    await trigger.activate();
    await trigger.deactivate();
    expect(org.snapshot()).toEqual(before);
    expect(trigger.staticData).toEqual({ 'node:Trigger': {} });
  });

  it('leave no dead ID behind, also with an assistant that somebody gave them by hand', async () => {
    const other = org.assistant({ model: { ...MODEL, toolIds: [] } });
    const before = org.snapshot();
    const trigger = org.trigger('vapiToolTrigger', toolFields(['book'], []));
    await trigger.activate();
    const toolIds = [org.tools('book')[0]?.id];
    await org.patch('assistant', other, { model: { ...MODEL, toolIds } });
    await trigger.deactivate();
    expect(org.snapshot()).toEqual(before);
  });

  it('need no assistant', async () => {
    await org.trigger('vapiToolTrigger', toolFields(['book'], [])).activate();
    expect(org.tools('book')).toHaveLength(1);
    expect(org.ledgers()).toEqual([]);
  });
});

describe('n8n starts again', () => {
  it.each([
    ['static data kept', false],
    ['static data lost', true],
  ])('and writes nothing (%s)', async (_, lost) => {
    const assistant = org.assistant();
    const old = org.tool('cancel', BY_HAND);
    const before = org.snapshot();
    const trigger = org.trigger('vapiToolTrigger', toolFields(['book', 'cancel'], [assistant], TAKE_OVER));
    await trigger.activate();
    const registered = org.snapshot();
    org.takeRequests();
    if (lost) trigger.staticData = {};
    await trigger.activate('init');
    expect(org.takeRequests().filter((line) => !line.startsWith('GET '))).toEqual([]);
    expect(org.snapshot()).toEqual(registered);
    if (lost) trigger.staticData = {};
    await trigger.deactivate();
    expect(org.snapshot()).toEqual(before);
    expect(org.stored('tool', old).server).toEqual(BY_HAND.server);
  });

  it('under another address, which is registered instead', async () => {
    const assistant = org.assistant();
    const before = org.snapshot();
    const trigger = org.trigger('vapiToolTrigger', toolFields(['book'], [assistant]));
    await trigger.activate();
    trigger.spec.baseUrl = 'https://other.example.com';
    await trigger.activate('init');
    expect(org.tools('book')).toMatchObject([{ server: { url: 'https://other.example.com/webhook/tools' } }]);
    await trigger.deactivate();
    expect(org.snapshot()).toEqual(before);
  });

  it.each([
    ['is down', { status: 503 }],
    ['is out of reach', { cut: true }],
    ['limits requests', { status: 429 }],
  ])('while Vapi %s: the workflow is active with what is registered', async (_, fault) => {
    const trigger = org.trigger('vapiToolTrigger', toolFields(['book'], [org.assistant()]));
    await trigger.activate();
    const registered = org.snapshot();
    org.vapi.failNext({ ...fault, times: 100 });
    await trigger.activate('init');
    // Not if somebody waits for it, or nothing is known to be there, or it is there for another URL.
    await expect(trigger.activate('activate')).rejects.toBeInstanceOf(NodeApiError);
    trigger.spec.baseUrl = 'https://other.example.com';
    await expect(trigger.activate('init')).rejects.toBeInstanceOf(NodeApiError);
    trigger.spec.baseUrl = undefined;
    trigger.staticData = {};
    await expect(trigger.activate('init')).rejects.toBeInstanceOf(NodeApiError);
    org.vapi.mend();
    expect(org.snapshot()).toEqual(registered);
  });

  it('with a key that Vapi no longer takes: calls are answered all the same', async () => {
    const trigger = org.trigger('vapiToolTrigger', toolFields(['book'], []));
    await trigger.activate();
    const registered = org.snapshot();
    org.vapi.failNext({ status: 401, body: { message: 'Invalid Key.' }, times: 100 });
    await trigger.activate('init');
    await expect(trigger.activate()).rejects.toThrow(/Vapi refused the key/);
    org.vapi.mend();
    expect(org.snapshot()).toEqual(registered);
  });

  it('after a chosen assistant was deleted: the others go on', async () => {
    const [gone, assistant] = [org.assistant(), org.assistant()];
    const trigger = org.trigger('vapiToolTrigger', toolFields(['book'], [gone, assistant]));
    await trigger.activate();
    await org.remove('assistant', gone);
    await trigger.activate('init');
    await expect(trigger.activate()).rejects.toThrow(/does not know this.*assistant/);
    await trigger.activate('init');
    expect(org.stored('assistant', assistant).model).toMatchObject({ toolIds: [org.tools('book')[0]?.id] });
    await trigger.deactivate();
    expect(org.tools('book')).toEqual([]);
  });
});

describe('a new version of the workflow', () => {
  const change = {
    ...TAKE_OVER,
    registrationOptions: { startMessage: '', failedMessage: 'Sorry.', delayedSeconds: 2.5 },
    options: { deadlineSeconds: 30 },
  };

  it.each(['published over the old one', 'after the old one was not taken down'])(
    'has what it says and nothing else (%s)',
    async (way) => {
      const [first, second] = [org.assistant(), org.assistant({ model: { ...MODEL, toolIds: [] } })];
      org.tool('cancel', BY_HAND);
      const before = org.snapshot();
      const trigger = org.trigger('vapiToolTrigger', toolFields(['book', 'cancel'], [first], TAKE_OVER));
      await trigger.activate();
      const parameters = toolFields(['book', 'move'], [second], change);
      if (way.startsWith('published')) await trigger.republish(parameters);
      else {
        trigger.spec.parameters = parameters;
        await trigger.activate('init');
      }
      const reached = org.shape();
      expect(org.stored('assistant', first).model).toEqual(MODEL);
      expect(org.tools('book')).toMatchObject([
        {
          server: { timeoutSeconds: 35 },
          messages: [
            { type: 'request-response-delayed', timingMilliseconds: 2500 },
            { type: 'request-failed', content: 'Sorry.' },
          ],
        },
      ]);
      await trigger.deactivate();
      expect(org.snapshot()).toEqual(before);
      await org.trigger('vapiToolTrigger', parameters).activate();
      expect(org.shape()).toEqual(reached);
    },
  );

  it('that no longer registers anything takes back what the old one did', async () => {
    const assistant = org.assistant();
    const before = org.snapshot();
    const trigger = org.trigger('vapiToolTrigger', toolFields(['book'], [assistant]));
    await trigger.activate();
    await trigger.republish({ ...trigger.spec.parameters, registerInVapi: false });
    expect(org.snapshot()).toEqual(before);
  });
});

describe('a tool made by hand with the same name', () => {
  it('stops the activation before anything is changed', async () => {
    const assistant = org.assistant();
    const id = org.tool('cancel', BY_HAND);
    const before = org.snapshot();
    const activation = org.trigger('vapiToolTrigger', toolFields(['book', 'cancel'], [assistant])).activate();
    await expect(activation).rejects.toThrow(`n8n did not create it: cancel (${id})`);
    await expect(activation).rejects.toBeInstanceOf(NodeOperationError);
    expect(org.snapshot()).toEqual(before);
    expect(org.takeRequests().filter((line) => !line.startsWith('GET '))).toEqual([]);
  });

  it('is taken over where it is and restored exactly, also on assistants that had it', async () => {
    const id = org.tool('cancel', { ...BY_HAND, async: true });
    const had = org.assistant({ model: { ...MODEL, toolIds: [id] } });
    const gets = org.assistant({ model: { ...MODEL, toolIds: [] } });
    const before = org.snapshot();
    const trigger = org.trigger('vapiToolTrigger', toolFields(['cancel'], [had, gets], TAKE_OVER));
    await trigger.activate();
    expect(org.stored('tool', id)).toMatchObject({
      async: false,
      function: { description: 'Does cancel' },
      server: { url: URL_PRODUCTION, headers: { Authorization: `Bearer ${TOKEN}` } },
    });
    expect(org.stored('assistant', had).model).toMatchObject({ toolIds: [id] });
    expect(org.stored('assistant', gets).model).toMatchObject({ toolIds: [id] });
    await trigger.deactivate();
    expect(org.snapshot()).toEqual(before);
  });

  it('that is there twice is not guessed at', async () => {
    const ids = [org.tool('cancel'), org.tool('cancel')];
    const activation = org.trigger('vapiToolTrigger', toolFields(['cancel'], [], TAKE_OVER)).activate();
    await expect(activation).rejects.toThrow(/several tools of this name/);
    for (const id of ids) await expect(activation).rejects.toThrow(id);
  });

  it('keeps what somebody has edited while the workflow was published', async () => {
    const id = org.tool('cancel', BY_HAND);
    const assistant = org.assistant({ model: { ...MODEL, toolIds: [] } });
    const trigger = org.trigger('vapiToolTrigger', toolFields(['book', 'cancel'], [assistant], TAKE_OVER));
    await trigger.activate();
    const messages = [{ type: 'request-start', content: 'Edited' }];
    await org.patch('tool', id, { type: 'function', messages });
    const other = org.tool('other');
    const { model } = org.stored('assistant', assistant) as { model: { toolIds: string[] } };
    const edited = { ...model, temperature: 0.2, toolIds: [other, ...model.toolIds] };
    await org.patch('assistant', assistant, { model: edited, firstMessage: 'Hello' });

    await trigger.deactivate();
    expect(org.stored('tool', id)).toMatchObject({ messages, server: BY_HAND.server });
    expect(org.stored('tool', id).function).toEqual({ name: 'cancel', description: 'Made by hand' });
    expect(org.stored('assistant', assistant)).toMatchObject({ firstMessage: 'Hello' });
    expect(org.stored('assistant', assistant).model).toEqual({
      ...MODEL,
      temperature: 0.2,
      toolIds: [other],
    });
  });

  it('keeps a server that somebody has set meanwhile', async () => {
    const id = org.tool('cancel', BY_HAND);
    const trigger = org.trigger('vapiToolTrigger', toolFields(['cancel'], [], TAKE_OVER));
    await trigger.activate();
    const server = { url: 'https://new.example.com/tool' };
    await org.patch('tool', id, { type: 'function', server });
    await trigger.deactivate();
    expect(org.stored('tool', id).server).toEqual(server);
    expect(org.stored('tool', id).function).toEqual({ name: 'cancel', description: 'Made by hand' });
  });

  it.each([
    ['at once', false],
    ['after a start of n8n, which registers it again', true],
  ])('goes to another URL that somebody has written into the same server, %s', async (_, starts) => {
    const id = org.tool('cancel', BY_HAND);
    const trigger = org.trigger('vapiToolTrigger', toolFields(['cancel'], [], TAKE_OVER));
    await trigger.activate();
    // As in the dashboard: the URL is another one, time-out and headers stay.
    const server = { ...(org.stored('tool', id).server as object), url: 'https://new.example.com/tool' };
    await org.patch('tool', id, { type: 'function', server });
    if (starts) {
      await trigger.activate('init');
      expect(org.stored('tool', id).server).toMatchObject({ url: 'https://n8n.example.com/webhook/tools' });
    }
    await trigger.deactivate();
    const headers = { Authorization: expect.any(String) };
    expect(org.stored('tool', id).server).toEqual({ ...server, headers });
    expect(org.stored('tool', id).function).toEqual({ name: 'cancel', description: 'Made by hand' });
  });

  it.each(['deleted', 'edited'])(
    'is unset rather than left with a dead URL, the ledger being %s',
    async (how) => {
      const id = org.tool('cancel', BY_HAND);
      const trigger = org.trigger('vapiToolTrigger', toolFields(['cancel'], [], TAKE_OVER));
      await trigger.activate();
      const ledger = String(org.ledgers()[0]?.id);
      if (how === 'deleted') await org.remove('tool', ledger);
      else
        await org.patch('tool', ledger, { type: 'function', parameters: [{ key: 'ledger', value: 'Hm?' }] });
      await trigger.deactivate();
      expect(org.stored('tool', id).server).toBeUndefined();
      expect(org.ledgers()).toEqual([]);
    },
  );
});

describe('two workflows', () => {
  it('with the same tool: the second says whose it is, and the first keeps it', async () => {
    const first = org.trigger('vapiToolTrigger', toolFields(['book'], []), {
      workflowName: 'Empfang Zürich',
    });
    const second = org.trigger('vapiToolTrigger', toolFields(['book'], [], TAKE_OVER), { workflowId: 'w2' });
    await first.activate();
    const before = org.snapshot();
    await expect(second.activate()).rejects.toThrow(
      /^In Vapi, book \(.*\) belongs to the workflow "Empfang Zürich" \(w1\)\. /,
    );
    expect(org.snapshot()).toEqual(before);
    await first.deactivate();
    await second.activate();
    expect(org.tools('book')).toHaveLength(1);
  });

  it('in one workflow: two triggers do not share a tool either', async () => {
    await org.trigger('vapiToolTrigger', toolFields(['book'], [])).activate();
    const other = org.trigger('vapiToolTrigger', toolFields(['book'], []), { nodeId: 'n2' });
    await expect(other.activate()).rejects.toThrow(/belongs to another trigger of this workflow/);
  });

  it('give their tools to one assistant, at the same time, and take back their own', async () => {
    const hand = org.tool('other');
    const assistant = org.assistant({ model: { ...MODEL, toolIds: [hand] } });
    const names = ['book', 'cancel', 'move'];
    const triggers = names.map((name) =>
      org.trigger('vapiToolTrigger', toolFields([name], [assistant]), { workflowId: name }),
    );
    const before = org.snapshot();
    await Promise.all(triggers.map((trigger) => trigger.activate()));
    const ids = names.map((name) => org.tools(name)[0]?.id);
    expect(org.stored('assistant', assistant).model).toMatchObject({ toolIds: [hand, ...ids] });
    await triggers[1]?.deactivate();
    expect(org.stored('assistant', assistant).model).toMatchObject({ toolIds: [hand, ids[0], ids[2]] });
    await Promise.all([triggers[0]?.deactivate(), triggers[2]?.deactivate()]);
    expect(org.snapshot()).toEqual(before);
  });
});

describe('listening for a test event', () => {
  const TEST = { ...TAKE_OVER, registrationOptions: { registerTestUrl: true } };

  it('touches nothing unless asked to, also production', async () => {
    const assistant = org.assistant();
    const trigger = org.trigger('vapiToolTrigger', toolFields(['book'], [assistant]));
    await trigger.activate();
    const registered = org.snapshot();
    org.takeRequests();
    const end = await trigger.listenForTest();
    await end();
    expect(org.takeRequests()).toEqual([]);
    expect(org.snapshot()).toEqual(registered);
  });

  it('registers the test URL, and takes it back', async () => {
    const assistant = org.assistant();
    org.tool('cancel', BY_HAND);
    const before = org.snapshot();
    const end = await org
      .trigger('vapiToolTrigger', toolFields(['book', 'cancel'], [assistant], TEST))
      .listenForTest();
    expect(org.tools('book')).toMatchObject([{ server: { url: URL_TEST } }]);
    expect(org.tools('cancel')).toMatchObject([{ server: { url: URL_TEST } }]);
    await end();
    expect(org.snapshot()).toEqual(before);
  });

  it('borrows what production has registered, and gives it back', async () => {
    const assistant = org.assistant();
    org.tool('cancel', BY_HAND);
    const before = org.snapshot();
    const trigger = org.trigger('vapiToolTrigger', toolFields(['book', 'cancel'], [assistant], TEST));
    await trigger.activate();
    const registered = org.snapshot();
    const end = await trigger.listenForTest();
    expect(org.tools('book')).toMatchObject([{ server: { url: URL_TEST } }]);
    expect(org.tools('book')).toHaveLength(1);
    await end();
    expect(org.snapshot()).toEqual(registered);
    await trigger.deactivate();
    expect(org.snapshot()).toEqual(before);
  });

  it.each(['activate', 'deactivate'] as const)('that never ended is undone by %s', async (step) => {
    const assistant = org.assistant();
    org.tool('cancel', BY_HAND);
    const before = org.snapshot();
    const trigger = org.trigger('vapiToolTrigger', toolFields(['book', 'cancel'], [assistant], TEST));
    await trigger.activate();
    const registered = org.snapshot();
    await trigger.listenForTest();
    await trigger[step]();
    expect(org.snapshot()).toEqual(step === 'activate' ? registered : before);
  });

  it('that n8n never began leaves production alone', async () => {
    const trigger = org.trigger('vapiToolTrigger', toolFields(['book'], [], TEST));
    await trigger.activate();
    const registered = org.snapshot();
    trigger.spec.parameters = toolFields(['no name at all'], [], TEST);
    await expect(trigger.listenForTest()).rejects.toThrow(/is no name of a tool/);
    expect(org.snapshot()).toEqual(registered);
  });

  it('that failed leaves production alone', async () => {
    const trigger = org.trigger('vapiToolTrigger', toolFields(['book'], [], TEST));
    await trigger.activate();
    const registered = org.snapshot();
    org.tool('move');
    const extra = org.snapshot();
    trigger.spec.parameters = toolFields(['book', 'move'], [], { ...TEST, existingTools: 'refuse' });
    await expect(trigger.listenForTest()).rejects.toThrow(/did not create it: move/);
    expect(org.snapshot()).toEqual(extra);
    expect(extra).toEqual(expect.arrayContaining(registered));
  });

  it('goes on while somebody fails to publish', async () => {
    const before = org.snapshot();
    const trigger = org.trigger('vapiToolTrigger', toolFields(['book'], [], TEST));
    const end = await trigger.listenForTest();
    const listening = org.snapshot();
    const { credentials } = trigger.spec;
    trigger.spec.credentials = { ...credentials, vapiWebhookApi: { scheme: 'hmac' } };
    await expect(trigger.activate()).rejects.toThrow(/without a credential of its own/);
    expect(org.snapshot()).toEqual(listening);
    trigger.spec.credentials = credentials;
    await end();
    expect(org.snapshot()).toEqual(before);
  });
});

describe('what Vapi could not call, or nobody declared', () => {
  it.each([
    ['http://n8n.example.com', /http:\/\/n8n\.example\.com\/webhook\/tools does not begin with https/],
    ['https://localhost:5678', /known in the local network only/],
    ['https://192.168.1.10', /is not a public address/],
  ])('%s is refused, and nothing asked of Vapi', async (baseUrl, message) => {
    const trigger = org.trigger('vapiToolTrigger', toolFields(['book'], []), { baseUrl });
    const activation = trigger.activate();
    await expect(activation).rejects.toThrow(message);
    await expect(activation).rejects.toMatchObject({ description: expect.stringContaining('WEBHOOK_URL') });
    expect(org.takeRequests().filter((line) => !line.startsWith('GET '))).toEqual([]);
  });

  it('a trigger without tools registers nothing', async () => {
    const activation = org.trigger('vapiToolTrigger', toolFields([], [])).activate();
    await expect(activation).rejects.toThrow('There is nothing to register in Vapi: no tool is declared');
  });

  it('an assistant without a model gets no tools', async () => {
    const assistant = org.vapi.seed('assistant', { name: 'Empty' }).id;
    const before = org.snapshot();
    const activation = org.trigger('vapiToolTrigger', toolFields(['book'], [assistant])).activate();
    await expect(activation).rejects.toThrow(`The assistant has no model that could get tools: Empty`);
    expect(org.snapshot()).toEqual(before);
  });

  it('without registration Vapi is not asked at all', async () => {
    const parameters = { ...toolFields(['book'], []), registerInVapi: false };
    const trigger = org.trigger('vapiToolTrigger', parameters);
    await trigger.activate();
    await trigger.deactivate();
    const end = await trigger.listenForTest();
    await end();
    expect(org.takeRequests()).toEqual([]);
    expect(trigger.staticData['node:Trigger']).not.toHaveProperty('registration');
  });

  it('fields are looked at all the same, but do not take the workflow down when n8n starts', async () => {
    const parameters = { ...toolFields(['no name at all'], []), registerInVapi: false };
    const trigger = org.trigger('vapiToolTrigger', parameters);
    await expect(trigger.activate()).rejects.toThrow('"no name at all" is no name of a tool');
    await trigger.activate('init');
    await trigger.activate('leadershipChange');
  });
});

describe("Vapi's refusals", () => {
  it('are shown, and what was begun is undone', async () => {
    const assistant = org.assistant();
    org.tool('cancel', BY_HAND);
    const before = org.snapshot();
    const trigger = org.trigger('vapiToolTrigger', toolFields(['book', 'cancel'], [assistant], TAKE_OVER));
    org.vapi.failNext({ method: 'PATCH', status: 400, body: { message: ['messages must be shorter'] } });
    const activation = trigger.activate();
    await expect(activation).rejects.toThrow(/messages must be shorter \(HTTP 400, PATCH \/tool/);
    await expect(activation).rejects.toBeInstanceOf(NodeApiError);
    expect(org.snapshot()).toEqual(before);
  });

  it('of unpublishing are logged, not thrown: n8n would keep its own webhook', async () => {
    const assistant = org.assistant();
    const before = org.snapshot();
    const trigger = org.trigger('vapiToolTrigger', toolFields(['book'], [assistant]));
    await trigger.activate();
    org.vapi.failNext({ method: 'PATCH', status: 500, times: 1 });
    await trigger.deactivate();
    expect(org.tools('book')).toHaveLength(1);
    // The tool stays as long as an assistant lists it.
    await trigger.deactivate();
    expect(org.snapshot()).toEqual(before);
  });

  it('of an object that is gone do not stop the rest', async () => {
    const [gone, assistant] = [org.assistant(), org.assistant()];
    const id = org.tool('cancel', BY_HAND);
    const trigger = org.trigger(
      'vapiToolTrigger',
      toolFields(['book', 'cancel'], [gone, assistant], TAKE_OVER),
    );
    await trigger.activate();
    await org.remove('assistant', gone);
    await org.remove('tool', id);
    await org.remove('tool', String(org.tools('book')[0]?.id));
    await trigger.deactivate();
    expect(org.tools('book')).toEqual([]);
    expect(org.ledgers()).toEqual([]);
    // The list of the assistant names nothing that is gone.
    expect(org.stored('assistant', assistant).model).toEqual(MODEL);
  });
});
