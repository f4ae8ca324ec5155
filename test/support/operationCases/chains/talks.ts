import type { INodeParameters } from 'n8n-workflow';
import { picked } from '../../engineOperation';
import { expectLife, idOf, lifeOf, ownNumber, someone, type Chain } from './chain';
import { line, vapiNode } from '../workflowJson';

/** Longer than any test: the call goes on until somebody ends it. */
const GOES_ON = [{ type: 'wait', ms: 60_000 }] as const;

const people = (count: number): Chain['items'] =>
  Array.from({ length: count }, (_, n) => ({ json: { phone: `+1415555012${n}`, name: `Guest ${n}` } }));

const placed = ({ assistant = '', number = '' }: Record<string, string>): INodeParameters => ({
  assistantId: picked(assistant),
  phoneNumberId: picked(number),
  customerNumber: '={{ $json.phone }}',
  variables: { variable: [{ name: 'name', value: '={{ $json.name }}' }] },
});

const live = (name: string, operation: string, more: INodeParameters = {}): ReturnType<typeof vapiNode> =>
  vapiNode(name, 'liveCall', operation, { liveCall: idOf('Create'), ...more });

const seed: NonNullable<Chain['seed']> = (vapi) => ({
  assistant: someone(vapi, {
    firstMessage: 'Hello {{name}}',
    model: { provider: 'openai', model: 'gpt-4o' },
  }),
  number: ownNumber(vapi),
});

/** Calls and chats. */
export const talkChains: Chain[] = [
  {
    title: 'a call that is steered while it runs',
    emulator: { script: [...GOES_ON] },
    items: people(1),
    seed,
    workflow: (ids) =>
      line('A live call', [
        vapiNode('Create', 'call', 'create', placed(ids)),
        vapiNode('Update', 'call', 'update', {
          callId: picked('={{ $json.id }}'),
          updateFields: { name: 'Recall' },
        }),
        live('Say', 'say', { content: '=Hello {{ $("Create").item.json.customerNumber }}' }),
        live('Add', 'addMessage', { role: 'system', content: 'Speak slowly' }),
        live('Mute', 'mute'),
        live('Unmute', 'unmute'),
        live('First', 'sayFirstMessage'),
        live('Hand off', 'handOff', { assistantId: picked(ids.assistant ?? '') }),
        live('SIP', 'sendTransportMessage', { body: 'Signal=1' }),
        live('End', 'end'),
        vapiNode('Get', 'call', 'get', { callId: picked('={{ $json.callId }}') }),
        vapiNode('List', 'call', 'getAll', { filters: { assistantId: picked(ids.assistant ?? '') } }),
        vapiNode('Forget', 'call', 'deleteData', { callId: picked('={{ $json.id }}') }),
      ]),
    check: (run, vapi) => {
      const id = run.output('Create')[0]?.id;
      const nodes = ['Say', 'Add', 'Mute', 'Unmute', 'First', 'Hand off', 'SIP', 'End'];
      for (const node of nodes) expect(run.output(node)).toEqual([expect.objectContaining({ callId: id })]);
      expect(run.output('Get')).toEqual([
        expect.objectContaining({
          id,
          name: 'Recall',
          status: 'ended',
          endedReasonText: expect.anything() as string,
        }),
      ]);
      expect(run.output('Forget')).toEqual([{ id, deleted: true }]);
      expect(vapi.call(String(id))).toBeUndefined();
    },
  },
  {
    title: 'a call that is transferred',
    emulator: { script: [...GOES_ON] },
    items: people(1),
    seed,
    workflow: (ids) =>
      line('A transfer', [
        vapiNode('Create', 'call', 'create', placed(ids)),
        live('Transfer', 'transfer', { number: '+14155550177', content: 'One moment' }),
      ]),
    check: (run, vapi) => {
      const call = vapi.call(String(run.output('Create')[0]?.id));
      expect(run.output('Transfer')).toEqual([{ success: true, callId: call?.id, sent: 'transfer' }]);
      expect(call?.controls).toEqual([
        expect.objectContaining({
          type: 'transfer',
          destination: { type: 'number', number: '+14155550177' },
        }),
      ]);
    },
  },
  {
    title: 'a call whose recording is downloaded',
    items: people(1),
    seed: async (vapi) => ({ ...(await seed(vapi)), call: vapi.seedCalls(1).id(0) }),
    workflow: ({ call = '' }) =>
      line('A recording', [
        vapiNode('List', 'call', 'getAll', { limit: 1 }),
        vapiNode('Recording', 'call', 'downloadRecording', { callId: picked('={{ $json.id }}') }),
        vapiNode('Logs', 'call', 'downloadRecording', {
          callId: picked(call),
          recording: 'call-logs',
        }),
      ]),
    check: (run, vapi, { call }) => {
      expect(run.output('Recording')).toEqual([
        expect.objectContaining({ callId: call, recording: 'mono-recording', mimeType: 'audio/wav' }),
      ]);
      const sound = Buffer.from(run.items('Recording')[0]?.binary?.data?.data ?? '', 'base64');
      expect(sound.subarray(0, 4).toString()).toBe('RIFF');
      expect(sound).toHaveLength(Number(run.output('Recording')[0]?.bytes));
      expect(run.output('Logs').length).toBeGreaterThan(0);
      // The storage refuses requests that bring a key.
      expect(vapi.storage.requests.map(({ headers }) => headers.authorization)).toEqual([
        undefined,
        undefined,
      ]);
    },
  },
  {
    title: 'a batch of calls',
    emulator: { script: [...GOES_ON] },
    items: people(3),
    seed,
    workflow: (ids) =>
      line('A batch', [
        vapiNode('Create many', 'call', 'createMany', { ...placed(ids), batchOptions: { batchSize: 2 } }),
        vapiNode('Get', 'call', 'get', { callId: picked('={{ $json.id }}') }),
      ]),
    check: (run, vapi) => {
      expect(run.output('Get').map(({ customerNumber }) => customerNumber)).toEqual(
        people(3)?.map(({ json }) => json.phone),
      );
      expect(vapi.calls.map(({ variableValues }) => variableValues.name)).toEqual(
        people(3)?.map(({ json }) => json.name),
      );
      expect(vapi.requests.filter(({ method }) => method === 'POST')).toHaveLength(2);
    },
  },
  {
    title: 'a call that Twilio already has',
    items: [{ json: { From: '+14155550177' } }],
    seed,
    workflow: ({ assistant = '', number = '' }) =>
      line('An inbound call', [
        vapiNode('Create', 'call', 'createForInboundTwilioCall', {
          assistantId: picked(assistant),
          phoneNumberId: picked(number),
          callerNumber: '={{ $json.From }}',
        }),
      ]),
    check: (run) => {
      expect(run.output('Create')[0]?.twiml).toContain('<Response');
    },
  },
  {
    title: 'a call whose report is waited for',
    emulator: { script: [...GOES_ON] },
    items: people(1),
    seed,
    workflow: (ids) => line('A report', [vapiNode('Wait', 'call', 'createAndWait', placed(ids))]),
    check: (run, vapi) => {
      expect(run.waitTill).toBeInstanceOf(Date);
      expect(run.context('Wait').callId).toBe(vapi.calls[0]?.id);
      expect(vapi.calls[0]?.variableValues).toEqual({ name: 'Guest 0' });
    },
  },
  {
    title: 'a call that is looked at before it is placed',
    items: people(1),
    seed,
    workflow: (ids) => line('Preflight', [vapiNode('Preflight', 'call', 'preflight', placed(ids))]),
    check: (run, vapi) => {
      expect(run.output('Preflight')).toHaveLength(1);
      expect(vapi.calls).toEqual([]);
      expect(vapi.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
    },
  },
  {
    title: 'a session',
    seed,
    workflow: ({ assistant = '' }) =>
      lifeOf('session', 'sessionId', {
        create: { assistantId: picked(assistant) },
        update: { updateFields: { name: 'Dana' } },
        more: [
          vapiNode('Chat', 'chat', 'send', {
            who: 'history',
            conversation: 'session',
            sessionId: idOf('Create'),
            inputText: 'Are you open?',
          }),
        ],
      }),
    check: (run) => {
      expectLife(run, { name: 'Dana' });
      expect(run.output('Chat')[0]?.output).toBe('You said: Are you open?');
    },
  },
  {
    title: 'a chat that goes on, streamed',
    seed,
    workflow: ({ assistant = '' }) =>
      line('A chat', [
        vapiNode('Create', 'chat', 'send', { assistantId: picked(assistant), inputText: 'Hello' }),
        vapiNode('Go on', 'chat', 'send', {
          who: 'history',
          conversation: 'previousChat',
          previousChatId: picked('={{ $json.id }}'),
          inputText: 'And on Sunday?',
          additionalFields: { stream: true },
        }),
        vapiNode('Get', 'chat', 'get', { chatId: idOf('Create') }),
        vapiNode('List', 'chat', 'getAll', { limit: 1 }),
        vapiNode('Delete', 'chat', 'delete', { chatId: idOf('Create') }),
      ]),
    check: (run) => {
      expect(run.output('Go on')[0]?.output).toBe('You said: And on Sunday?');
      expect(run.output('Get')[0]?.id).toBe(run.output('Create')[0]?.id);
      expect(run.output('List')).toHaveLength(1);
      expect(run.output('Delete')).toEqual([{ id: run.output('Create')[0]?.id, deleted: true }]);
    },
  },
  {
    title: 'figures over calls',
    seed: (vapi) => ({ call: vapi.seedCalls(3).id(0) }),
    workflow: () =>
      line('Analytics', [
        vapiNode('Query', 'analytics', 'query', {
          operations: { row: [{ operation: 'count', column: 'id', alias: 'calls' }] },
        }),
      ]),
    check: (run) => expect(run.output('Query')).toEqual([expect.objectContaining({ query: 'calls' })]),
  },
  {
    title: 'a request that has no operation of its own',
    workflow: () =>
      line('Evals', [
        vapiNode('Create', 'customApiCall', 'request', {
          method: 'POST',
          path: '/eval',
          body: JSON.stringify({
            name: 'Greets',
            type: 'chat.mockConversation',
            messages: [{ role: 'user', content: 'Hi' }],
          }),
        }),
        vapiNode('List', 'customApiCall', 'request', {
          path: '=/eval?id={{ $json.id }}',
          pagination: 'page',
          returnAll: true,
        }),
        vapiNode('Delete', 'customApiCall', 'request', { method: 'DELETE', path: '=eval/{{ $json.id }}' }),
      ]),
    check: (run, vapi) => {
      expect(run.output('List')).toEqual([expect.objectContaining({ name: 'Greets' })]);
      expect(vapi.storedAll('eval')).toEqual([]);
    },
  },
];
