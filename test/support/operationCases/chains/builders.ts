import { picked } from '../../engineOperation';
import { line, stepNode, vapiNode } from '../workflowJson';
import { expectLife, idOf, lifeOf, ownNumber, someone, type Chain } from './chain';

/** What is set up once: assistants, squads, tools, numbers, logins, structured outputs, files, knowledge bases. */
export const builderChains: Chain[] = [
  {
    title: 'an assistant',
    workflow: () =>
      lifeOf('assistant', 'assistantId', {
        create: {
          name: 'Reception',
          firstMessage: 'Hello {{name}}, this is {{business}}.',
          modelProvider: 'openai',
          modelName: 'gpt-4o',
          systemPrompt: 'Be brief.',
        },
        update: { name: 'Front desk', systemPrompt: 'Be very brief.' },
        more: [
          vapiNode('Check', 'assistant', 'checkVariables', {
            assistantId: idOf('Create'),
            variables: { variable: [{ name: 'name', value: 'Dana' }] },
          }),
        ],
      }),
    check: (run) => {
      expectLife(run, { name: 'Front desk' });
      expect(run.output('Check')[0]).toMatchObject({ ok: false, missing: [{ name: 'business' }] });
    },
  },
  {
    title: 'a squad',
    seed: (vapi) => ({ first: someone(vapi), second: someone(vapi, { name: 'Billing' }) }),
    workflow: ({ first = '', second = '' }) =>
      lifeOf('squad', 'squadId', {
        create: {
          name: 'Desk',
          members: { row: [{ assistantId: picked(first) }, { assistantId: picked(second) }] },
        },
        update: { updateFields: { name: 'Desks' } },
      }),
    check: (run) => expectLife(run, { name: 'Desks' }),
  },
  {
    title: 'a tool',
    workflow: () =>
      lifeOf('tool', 'toolId', {
        create: { toolType: 'function', toolName: 'book', toolDescription: 'Books an appointment' },
        update: { toolType: 'function', updateFields: { toolDescription: 'Books' } },
      }),
    check: (run) => expectLife(run, { description: 'Books' }),
  },
  {
    title: 'a login stored in Vapi',
    workflow: () =>
      lifeOf('credential', 'credentialId', {
        create: { provider: 'custom-llm', name: 'Model', apiKey: 'secret-of-the-model' },
        update: { provider: 'custom-llm', updateFields: { name: 'Our model' } },
      }),
    check: (run, vapi) => {
      expectLife(run, { name: 'Our model' });
      expect(vapi.requests[0]?.body).toMatchObject({ apiKey: 'secret-of-the-model' });
      for (const node of ['Create', 'Get', 'Update', 'List'])
        expect(JSON.stringify(run.items(node))).not.toContain('secret-of-the-model');
    },
  },
  {
    title: 'a structured output, run on calls that are over',
    seed: (vapi) => ({ call: vapi.seedCalls(1).id(0) }),
    workflow: ({ call = '' }) =>
      lifeOf('structuredOutput', 'structuredOutputId', {
        create: { name: 'Booked', values: { parameter: [{ name: 'booked', type: 'boolean' }] } },
        update: { updateFields: { description: 'Whether a day was agreed upon' } },
        more: [
          vapiNode('Run', 'structuredOutput', 'run', {
            structuredOutputId: idOf('Create'),
            callIds: { row: [{ id: picked(call) }] },
            previewEnabled: true,
          }),
        ],
      }),
    check: (run) => {
      expectLife(run, { name: 'Booked' });
      expect(Object.keys(run.output('Run')[0] ?? {})).toEqual([run.output('Create')[0]?.id]);
    },
  },
  {
    title: 'a file and a knowledge base of it',
    emulator: { knowledgeBase: { failFirst: /hours/ } },
    steps: {
      Document: () => [
        {
          json: {},
          binary: {
            data: {
              data: Buffer.from('Open from 8 to 5').toString('base64'),
              mimeType: 'text/plain',
              fileName: 'hours.txt',
            },
          },
          pairedItem: { item: 0 },
        },
      ],
    },
    workflow: () =>
      line('A knowledge base', [
        stepNode('Document'),
        vapiNode('Upload', 'file', 'upload'),
        vapiNode('Get file', 'file', 'get', { fileId: picked('={{ $json.id }}') }),
        vapiNode('Rename', 'file', 'update', {
          fileId: picked('={{ $json.id }}'),
          updateFields: { name: 'Opening hours' },
        }),
        vapiNode('Files', 'file', 'getAll'),
        vapiNode('Create', 'knowledgeBase', 'create', { name: 'Practice', maxWaitSeconds: 10 }),
        vapiNode('Add', 'knowledgeBase', 'addFiles', {
          knowledgeBaseId: picked('={{ $json.id }}'),
          fileIds: "={{ $('Upload').item.json.id }}",
          maxWaitSeconds: 10,
        }),
        vapiNode('Retry', 'knowledgeBase', 'retryFile', {
          knowledgeBaseId: idOf('Create'),
          fileId: idOf('Upload'),
        }),
        vapiNode('Get', 'knowledgeBase', 'get', { knowledgeBaseId: idOf('Create') }),
        vapiNode('Again', 'knowledgeBase', 'get', { knowledgeBaseId: idOf('Create') }),
        vapiNode('Update', 'knowledgeBase', 'update', {
          knowledgeBaseId: picked('={{ $json.id }}'),
          updateFields: { description: 'When we are open' },
        }),
        vapiNode('List', 'knowledgeBase', 'getAll'),
        vapiNode('Remove', 'knowledgeBase', 'removeFile', {
          knowledgeBaseId: idOf('Create'),
          fileId: idOf('Upload'),
        }),
        vapiNode('Delete', 'knowledgeBase', 'delete', { knowledgeBaseId: idOf('Create') }),
        vapiNode('Delete file', 'file', 'delete', { fileId: idOf('Upload') }),
      ]),
    check: (run, vapi) => {
      const [file] = run.output('Upload');
      const [base] = run.output('Create');
      expect(run.output('Files')).toEqual([expect.objectContaining({ id: file?.id, name: 'Opening hours' })]);
      expect(base).toMatchObject({ status: 'ready', toolId: expect.any(String) as string });
      expect(run.output('Add')[0]).toMatchObject({ id: base?.id, status: 'failed' });
      expect(run.output('Again')[0]).toMatchObject({ id: base?.id, status: 'ready' });
      expect(run.output('List')).toHaveLength(1);
      expect(run.output('Remove')).toEqual([{ knowledgeBaseId: base?.id, fileId: file?.id, removed: true }]);
      expect(run.output('Delete file')).toEqual([{ id: file?.id, deleted: true }]);
      expect([vapi.storedAll('knowledge-base'), vapi.storedAll('file')]).toEqual([[], []]);
    },
  },
  {
    title: 'a phone number',
    seed: (vapi) => ({ assistant: someone(vapi) }),
    workflow: ({ assistant = '' }) =>
      lifeOf('phoneNumber', 'phoneNumberId', {
        create: { numberType: 'vapi', areaCode: '415', assistantId: picked(assistant) },
        update: { updateFields: { name: 'Main line' } },
      }),
    check: (run, _, { assistant }) => expectLife(run, { name: 'Main line', assistantId: assistant }),
  },
  {
    title: 'a campaign out of all input items',
    items: [1, 2].map((n) => ({ json: { phone: `+1415555012${n}` } })),
    steps: { First: (items) => items.slice(0, 1) },
    seed: (vapi) => ({ assistant: someone(vapi), number: ownNumber(vapi) }),
    workflow: ({ assistant = '', number = '' }) =>
      lifeOf('campaign', 'campaignId', {
        create: {
          name: 'Recall',
          assistantId: picked(assistant),
          phoneNumberId: picked(number),
          customerNumber: '={{ $json.phone }}',
        },
        update: { updateFields: { name: 'Recall in spring' } },
        more: [
          vapiNode('Contacts', 'campaign', 'getContacts', { campaignId: picked('={{ $json.id }}') }),
          stepNode('First'),
        ],
      }),
    check: (run) => {
      expectLife(run, { name: 'Recall in spring' });
      expect(run.output('Contacts').map(({ number }) => number)).toEqual(['+14155550121', '+14155550122']);
    },
  },
];
