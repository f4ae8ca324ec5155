import type { INode } from 'n8n-workflow';
import { receiveReport } from '../../../../nodes/Vapi/waiting/receiveReport';
import { hasSharedFixtures, SHARED_FIXTURES_MISSING, sharedFixture } from '../../../support/engineFixtures';
import { previewKeys } from '../../../support/engineOperation';
import { webhookCall, type WebhookCall, type WebhookSpec } from '../../../support/engineWebhook';
import { describeWith } from '../../../support/needs';

const CALL = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
const REPORT = {
  type: 'end-of-call-report',
  endedReason: 'customer-ended-call',
  call: {
    id: CALL,
    type: 'outboundPhoneCall',
    assistantOverrides: { server: { url: 'https://n8n.test/webhook-waiting/1/n0?signature=token-1' } },
  },
  phoneNumber: { number: '+14155550142', twilioAuthToken: 'secret-1' },
  artifact: { transcript: 'AI: Hi' },
  analysis: { summary: 'Fine.' },
};

function received(message: unknown, spec: WebhookSpec = {}): WebhookCall {
  return webhookCall({ body: { message }, evaluateExpression: () => CALL, ...spec });
}

it('resumes with the report of the call, as the Vapi Trigger would give it', async () => {
  const { context, response } = received(REPORT);
  expect(await receiveReport(context)).toEqual({
    webhookResponse: {},
    workflowData: [
      [
        {
          json: expect.objectContaining({ event: 'end-of-call-report', callId: CALL, summary: 'Fine.' }),
          pairedItem: { item: 0 },
        },
      ],
    ],
  });
  expect(response.answer).toBeUndefined();
});

it('gives the raw report on request, without secrets and without the token of this execution', async () => {
  const { context } = received(REPORT, { parameters: { simple: false }, query: { signature: 'token-1' } });
  const { workflowData } = await receiveReport(context);
  const json = workflowData?.[0]?.[0]?.json;
  expect(json).toMatchObject({
    artifact: { transcript: 'AI: Hi' },
    phoneNumber: { number: '+14155550142', twilioAuthToken: '[redacted]' },
    call: { assistantOverrides: { server: { url: expect.stringContaining('signature=[redacted]') } } },
  });
  expect(JSON.stringify(json)).not.toContain('token-1');
});

it.each<[string, unknown]>([
  ['a status update', { type: 'status-update', status: 'ended', call: { id: CALL } }],
  ['tool calls', { type: 'tool-calls', toolCallList: [{ id: 't' }], call: { id: CALL } }],
  ['the report of another call', { ...REPORT, call: { id: '00000000-0000-4000-8000-000000000000' } }],
  ['a report without a call', { type: 'end-of-call-report' }],
  ['no message', undefined],
  ['a text', 'end-of-call-report'],
])('answers %s with 200 and waits on', async (_, message) => {
  const { context, response } = received(message);
  expect(await receiveReport(context)).toEqual({ webhookResponse: {} });
  expect(response.answer).toBeUndefined();
});

it.each<[string, WebhookSpec]>([
  ['is not known', { evaluateExpression: () => undefined }],
  [
    'cannot be read',
    {
      evaluateExpression: () => {
        throw new Error('database\nis gone');
      },
    },
  ],
])('asks Vapi to try again where the call that is waited for %s, and does not throw', async (_, spec) => {
  const { context, response, log } = received(REPORT, spec);
  expect(await receiveReport(context)).toEqual({ noWebhookResponse: true });
  expect(response.answer).toMatchObject({ status: 503, body: { error: { code: 'REPORT_NOT_TAKEN' } } });
  expect(log).toEqual([['error', expect.stringMatching(/^[^\n]+$/), undefined]]);
});

it('takes the report although the field Simplify is broken', async () => {
  const simple = (): never => {
    throw new Error('expression');
  };
  const { context } = received(REPORT, { parameters: { simple } });
  expect((await receiveReport(context)).workflowData).toHaveLength(1);
});

it('asks for the call of this very node', async () => {
  const asked: string[] = [];
  const { context } = received(REPORT, {
    evaluateExpression: (expression) => {
      asked.push(expression);
      return CALL;
    },
  });
  context.getNode = () => ({ name: 'Call "Dana" }}' }) as INode;
  await receiveReport(context);
  expect(asked).toEqual([expect.stringMatching(/^\{\{ \$\("[^"{}]+"\)\.context\.callId \}\}$/)]);
});

describeWith(hasSharedFixtures, SHARED_FIXTURES_MISSING, "a report of Vapi's docs", () => {
  it.each(['end-of-call-report.json', 'end-of-call-report.no-answer.json'])(
    'has no field that the output preview lacks: %s',
    async (file) => {
      const { message } = sharedFixture<{ message: { call: { id: string } } }>(`server/${file}`);
      const { context } = received(message, { evaluateExpression: () => message.call.id });
      const { workflowData } = await receiveReport(context);
      const keys = Object.keys(workflowData?.[0]?.[0]?.json ?? {});
      expect(keys).toContain('endedReason');
      expect(previewKeys('call', 'createAndWait')).toEqual(expect.arrayContaining(keys));
    },
  );
});
