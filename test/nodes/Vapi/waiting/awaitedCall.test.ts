import type { IExecuteFunctions, IWebhookFunctions } from 'n8n-workflow';
import { awaitedCall } from '../../../../nodes/Vapi/waiting/awaitedCall';
import { runWorkflow } from '../../../support/engine';
import { IDS, picked } from '../../../support/engineOperation';
import { startVapiStandIn, type VapiStandIn } from '../../../support/engineVapi';

let vapi: VapiStandIn;

beforeAll(async () => {
  vapi = await startVapiStandIn();
  vapi.reply = () => ({ body: { id: IDS.call, status: 'ended' } });
});
afterAll(() => vapi.close());

/** What a later node of the same execution finds, by n8n's own expressions. */
async function foundFor(name: string): Promise<unknown> {
  let found: unknown;
  const step = (context: IExecuteFunctions): void => {
    const webhook = {
      getNode: () => ({ name }),
      evaluateExpression: (expression: string) => context.evaluateExpression(expression, 0),
    };
    found = awaitedCall(webhook as unknown as IWebhookFunctions);
  };
  await runWorkflow({
    nodes: [
      {
        ...{ name, type: 'vapi' },
        parameters: {
          ...{ resource: 'call', operation: 'createAndWait', customerNumber: '+14155550123' },
          ...{ assistantId: picked(IDS.assistant), phoneNumberId: picked(IDS.phoneNumber) },
        },
      },
      {
        name: 'After',
        step: (items, context) => {
          step(context);
          return items;
        },
      },
    ],
    wires: [{ from: name, to: 'After' }],
    start: [[{ json: {} }]],
    credentials: vapi.credentials,
  });
  return found;
}

it.each([
  'Vapi',
  `Dana's call`,
  'Say "hello"',
  'a }} b {{ c',
  'back\\slash',
  'my.constructor ["x"]',
  'Anruf für 张伟 📞',
])('finds the call that a node named %p waits for', async (name) => {
  expect(await foundFor(name)).toBe(IDS.call);
});

it('finds nothing where the node has placed no call', () => {
  const context = { getNode: () => ({ name: 'Vapi' }), evaluateExpression: () => undefined };
  expect(awaitedCall(context as unknown as IWebhookFunctions)).toBeUndefined();
});
