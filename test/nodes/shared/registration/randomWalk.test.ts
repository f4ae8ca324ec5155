import fc from 'fast-check';
import type { HookedTrigger } from '../../../support/engineHooks';
import { eventFields, MODEL, Org, toolFields } from './support';

// Reading is tried again after seconds.
jest.mock('n8n-workflow', () => ({
  ...jest.requireActual<object>('n8n-workflow'),
  sleep: jest.fn(() => Promise.resolve()),
}));

type Json = Record<string, unknown>;

const OLD = { url: 'https://old.example.com/vapi', headers: { 'X-Old': 'secret' } };

/** What may happen to a published workflow, broken off after a number of requests or not at all. */
const step = fc.record({
  trigger: fc.nat(1),
  what: fc.constantFrom(
    'publish',
    'start',
    'unpublish',
    'test',
    'lose static data',
    'other fields',
    'somebody edits',
  ),
  /** Requests that get through; the next is lost, with its answer alone or as a whole. */
  breaksAfter: fc.option(fc.nat(14), { nil: undefined }),
  carriedOut: fc.boolean(),
});

async function take(trigger: HookedTrigger, what: string, fields: number): Promise<void> {
  switch (what) {
    case 'publish':
      return await trigger.activate();
    case 'start':
      return await trigger.activateAndDie('init');
    case 'unpublish':
      return await trigger.deactivate();
    case 'test':
      return await (
        await trigger.listenForTest()
      )();
    case 'lose static data':
      trigger.staticData = {};
      return;
    default: {
      const { parameters } = trigger.spec;
      const tools = [['book', 'cancel'], ['cancel'], ['book', 'move', 'cancel']][fields % 3] ?? [];
      const tool = tools.map((name) => ({ name, description: `Version ${fields}` }));
      trigger.spec = {
        ...trigger.spec,
        parameters: { ...parameters, tools: { tool }, events: fields % 2 ? ['hang'] : ['*'] },
      };
    }
  }
}

/** Gives an assistant a tool and another greeting, in Vapi and in what is expected to be there in the end. */
async function edit(org: Org, id: string, tool: string, expected: Json[]): Promise<void> {
  const firstMessage = `Hello, ${tool}`;
  const change = (assistant: Json): Json => {
    const model = assistant.model as { toolIds?: string[] };
    const toolIds = [...(model.toolIds ?? []).filter((one) => one !== tool), tool];
    return { firstMessage, model: { ...model, toolIds } };
  };
  await org.patch('assistant', id, change(org.stored('assistant', id)));
  const entry = expected.find((one) => one.id === id);
  if (entry === undefined) throw new Error(`There is no assistant ${id}.`);
  Object.assign(entry, change(entry));
}

it('whatever happens, unpublishing restores, and publishing has what the workflow says', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
      const org = await Org.open();
      try {
        const taken = org.tool('cancel', { server: OLD });
        const assistants = [
          org.assistant({ name: 'Bare' }),
          org.assistant({ name: 'Had it', model: { ...MODEL, toolIds: [taken] }, server: OLD }),
        ];
        const numbers = [org.number({ name: 'Main', server: OLD, assistantId: 'a1' })];
        const tools = ['one', 'two', 'three'].map((name) => org.tool(name, { server: OLD }));
        const before = org.snapshot();
        const options = { registrationOptions: { registerTestUrl: true } };
        const triggers = [
          org.trigger(
            'vapiToolTrigger',
            toolFields(['book', 'cancel'], assistants, { ...options, existingTools: 'takeOver' }),
          ),
          org.trigger('vapiTrigger', eventFields({ assistants, numbers }, options), { workflowId: 'w2' }),
        ];

        for (const [index, { trigger: which, what, breaksAfter, carriedOut }] of steps.entries()) {
          const trigger = triggers[which];
          if (trigger === undefined) throw new Error(`There is no trigger ${which}.`);
          if (what === 'somebody edits') {
            const assistant = assistants[index % 2] ?? '';
            await edit(org, assistant, tools[index % 3] ?? '', before);
            continue;
          }
          if (breaksAfter !== undefined) {
            org.vapi.failNext({ cut: true, carriedOut, skip: breaksAfter });
            org.vapi.failNext({ cut: true, times: 100_000 });
          }
          await take(trigger, what, index).catch(() => undefined);
          org.vapi.mend();
        }

        for (const trigger of triggers) await trigger.activate();
        const reached = org.shape();
        for (const trigger of triggers) await trigger.deactivate();
        expect(org.snapshot()).toEqual(before);
        for (const trigger of triggers) await trigger.activate();
        expect(org.shape()).toEqual(reached);
      } finally {
        await org.close();
      }
    }),
    {
      numRuns: 60,
      examples: [
        // Production broke off, then a test on top of it, and n8n knows nothing of either.
        [
          [
            { trigger: 0, what: 'publish', breaksAfter: 5, carriedOut: true },
            { trigger: 0, what: 'test', breaksAfter: 5, carriedOut: true },
            { trigger: 0, what: 'unpublish', breaksAfter: undefined, carriedOut: false },
          ],
        ],
      ],
    },
  );
});
