import type { IDataObject } from 'n8n-workflow';
import { receiveEvent } from '../../../nodes/VapiTrigger/receive';
import { webhookCall, type WebhookCall } from '../../support/engineWebhook';

let nodes = 0;

async function receive(
  message: IDataObject,
  events: string[] = ['end-of-call-report'],
): Promise<{ body: unknown; starts: boolean; log: WebhookCall['log'] }> {
  const parameters = { authentication: 'none', events };
  const call = webhookCall({ nodeId: `misdirected-${++nodes}`, body: { message }, parameters });
  const { webhookResponse, workflowData } = await receiveEvent(call.context);
  return { body: webhookResponse, starts: workflowData !== undefined, log: call.log };
}

const toolCalls = {
  type: 'tool-calls',
  toolCallList: [
    { id: 'a', name: 'book', arguments: {} },
    { id: 'b', name: 'cancel', arguments: {} },
  ],
};

it('a tool call gets an error for each id, so that the assistant has something to say', async () => {
  const { body, starts, log } = await receive(toolCalls);
  expect(body).toEqual({
    results: [
      { toolCallId: 'a', name: 'book', error: expect.stringContaining('Sorry') },
      { toolCallId: 'b', name: 'cancel', error: expect.stringContaining('Sorry') },
    ],
  });
  expect(starts).toBe(false);
  expect(log.map(([level, text]) => [level, text])).toEqual([
    ['warn', expect.stringMatching(/tool-calls is for a Vapi Tool Trigger$/)],
  ]);
});

it('so does the older form', async () => {
  const { body } = await receive({ type: 'function-call', functionCall: { name: 'book', parameters: {} } });
  expect(body).toEqual({ result: expect.stringContaining('Sorry') });
});

it.each(['assistant-request', 'transfer-destination-request', 'handoff-destination-request'])(
  'a request gets an error that is said or handled, not silence: %s',
  async (type) => {
    const { body, starts, log } = await receive({ type });
    expect(body).toEqual({ error: expect.stringContaining('Sorry') });
    expect(starts).toBe(false);
    expect(log[0]?.[1]).toMatch(new RegExp(`${type} is for a Vapi Request Trigger$`));
  },
);

it('whoever wants any event gets it all the same', async () => {
  const { body, starts } = await receive(toolCalls, ['*']);
  expect([body, starts]).toEqual([expect.objectContaining({ results: expect.anything() }), true]);
});

it('a type cannot break the line of the log', async () => {
  const { log } = await receive({ type: 'some\nforged-request' });
  expect(log[0]?.[1]).not.toContain('\n');
});
