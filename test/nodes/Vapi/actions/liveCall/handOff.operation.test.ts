import type { INodeParameters } from 'n8n-workflow';
import { contractAvailable, definitionErrors } from '../../../../emulators/vapi/contract';
import { liveMessageError } from '../../../../emulators/vapi/liveMessages';
import { IDS, picked } from '../../../../support/engineOperation';
import { describeWith } from '../../../../support/needs';
import { liveStage } from './support';

const { sent, run, stage } = liveStage('handOff', { assistantId: picked(IDS.assistant) });

const FULL: INodeParameters = {
  content: 'My colleague takes over.',
  additionalFields: {
    context: 'lastNMessages',
    maxMessages: 4,
    assistantOverrides: '{"variableValues": {"orderId": "17"}}',
    moreFields: '{"destination": {"description": "Billing"}}',
  },
};

it('hands over to an assistant', async () => {
  expect(await sent()).toEqual({
    type: 'handoff',
    destination: { type: 'assistant', assistantId: IDS.assistant },
  });
});

it('sends everything that was filled in', async () => {
  expect(await sent(FULL)).toEqual({
    type: 'handoff',
    content: 'My colleague takes over.',
    destination: {
      type: 'assistant',
      assistantId: IDS.assistant,
      contextEngineeringPlan: { type: 'lastNMessages', maxMessages: 4 },
      assistantOverrides: { variableValues: { orderId: '17' } },
      description: 'Billing',
    },
  });
});

it.each<[INodeParameters, object]>([
  [{ to: 'member', assistantName: 'Billing' }, { assistantName: 'Billing' }],
  [
    { to: 'transient', assistant: '{"firstMessage": "Hello again."}' },
    { assistant: { firstMessage: 'Hello again.' } },
  ],
])('hands over to %j alone', async (parameters, destination) => {
  expect(await sent(parameters)).toEqual({
    type: 'handoff',
    destination: { type: 'assistant', ...destination },
  });
});

it.each<[INodeParameters, object]>([
  [{ context: 'none' }, { type: 'none' }],
  [{ context: 'all', maxMessages: 4 }, { type: 'all' }],
  [{ context: 'lastNMessages' }, { type: 'lastNMessages', maxMessages: 10 }],
  [{ maxMessages: 4 }, { type: 'lastNMessages', maxMessages: 4 }],
])('describes the context of %j', async (additionalFields, contextEngineeringPlan) => {
  expect(await sent({ additionalFields })).toMatchObject({ destination: { contextEngineeringPlan } });
});

it.each<[INodeParameters, string]>([
  [{ assistantId: picked('={{ "" }}') }, 'Assistant is missing'],
  [
    { to: '={{ "squad" }}', assistantName: 'Billing', assistant: '{}' },
    'Hand Off To is "squad", but has to be one of assistant, member, transient',
  ],
  [{ to: 'member', assistantName: ' ' }, 'Assistant Name is missing'],
  [{ to: 'transient', assistant: '[]' }, 'Assistant (JSON) is not a JSON object'],
])('refuses %j before anything is sent', async (parameters, message) => {
  expect((await run(parameters)).error?.message).toBe(message);
  expect(stage.vapi.requests).toEqual([]);
});

describeWith(contractAvailable(), 'the contract', 'the contract', () => {
  it.each([{}, FULL, { to: 'member', assistantName: 'Billing' }])('%#', async (parameters) => {
    const message = (await sent(parameters)) as { destination: object };
    expect(liveMessageError(message, 'control')).toBeUndefined();
    expect(definitionErrors('HandoffDestinationAssistant', message.destination)).toEqual([]);
  });
});
