import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { answerProblem } from '../../../nodes/shared/protocol/requestAnswers';
import { readChatAnswer } from '../../../nodes/shared/protocol/chatCompletion';
import { asObject } from '../../../nodes/shared/protocol/json';
import { runWorkflow, type EngineNode } from '../../support/engine';
import {
  answerRequest,
  asked,
  chain,
  REQUEST_TRIGGER,
  requestAnswers,
  requestTrigger,
  RESPOND,
  respond,
  text,
} from '../../support/engineRespond';

const eligible = (value: INodeParameters[string] = true): INodeParameters => ({
  respondWith: 'predial',
  eligible: value,
});
const predial = (extra: object = {}): INodeExecutionData => asked('campaign.predial', extra);
const past = new Date(Date.now() - 60_000).toISOString();

describe('the answer', () => {
  it('is sent with the kind of the request, and the items are passed on, linked', async () => {
    const run = await answerRequest(predial({ receivedAt: past }), eligible(false));
    expect(requestAnswers(run)).toEqual([{ kind: 'campaign.predial', body: { eligible: false } }]);
    const [item] = run.items(RESPOND);
    expect(item?.pairedItem).toEqual({ item: 0 });
    expect(item?.json).toMatchObject({ vapiAnswer: { request: 'campaign.predial' } });
    const { elapsedMs, late, duplicate } = item?.json.vapiAnswer as Record<string, unknown>;
    expect(elapsedMs).toBeGreaterThanOrEqual(60_000);
    expect([late, duplicate]).toEqual([undefined, undefined]);
    expect(run.hints(RESPOND)).toEqual([]);
  });

  it('is that of the first item where several come in, and all are passed on', async () => {
    const rows = [{ json: { open: true } }, { json: { open: false } }];
    const run = await answerRequest(predial(), eligible('={{ $json.open }}'), rows);
    expect(requestAnswers(run)).toEqual([{ kind: 'campaign.predial', body: { eligible: true } }]);
    expect(run.output(RESPOND)).toHaveLength(2);
  });

  it('finds the request when nothing of the trigger is left on the item', async () => {
    const lost: EngineNode = { name: 'Merge', step: () => [{ json: {} }, { json: {} }] };
    const run = await runWorkflow({
      nodes: [requestTrigger, lost, respond(eligible())],
      wires: chain(REQUEST_TRIGGER, 'Merge', RESPOND),
      start: [[predial()]],
    });
    expect(requestAnswers(run)).toHaveLength(1);
  });

  it.each([0, 1])(
    'finds the request on output %d of the trigger, also when linking is lost',
    async (output) => {
      const name = 'Vapi asks';
      const run = await runWorkflow({
        nodes: [
          {
            name,
            type: 'vapiRequestTrigger',
            parameters: { authentication: 'none', requests: ['assistant-request', 'campaign.predial'] },
          },
          { name: 'Merge', step: () => [{ json: {} }, { json: {} }] },
          respond(eligible()),
        ],
        wires: [
          { from: name, output: 0, to: 'Merge' },
          { from: name, output: 1, to: 'Merge' },
          ...chain('Merge', RESPOND),
        ],
        start: output === 0 ? [[predial()], []] : [[], [predial()]],
      });
      expect(run.error).toBeUndefined();
      expect(requestAnswers(run)).toEqual([{ kind: 'campaign.predial', body: { eligible: true } }]);
    },
  );

  it('goes to the Vapi Twilio Trigger, too', async () => {
    const name = 'Call comes in';
    const run = await runWorkflow({
      nodes: [
        { name, type: 'vapiTwilioTrigger' },
        respond({ respondWith: 'incomingCall', target: 'refuse', spokenText: 'Closed.' }),
      ],
      wires: chain(name, RESPOND),
      start: [[asked('incoming-call')]],
    });
    expect(requestAnswers(run)).toEqual([{ kind: 'incoming-call', body: { reject: 'Closed.' } }]);
  });
});

describe('what the Vapi Request Trigger takes', () => {
  const documents: INodeExecutionData[] = [{ json: { content: 'x' } }];
  const speech: INodeExecutionData[] = [
    { json: {}, binary: { data: { data: Buffer.alloc(4).toString('base64'), mimeType: 'audio/pcm' } } },
  ];

  it.each([
    ['assistant-request', { respondWith: 'assistant', target: 'refuse', spokenText: 'Closed.' }, undefined],
    [
      'transfer-destination-request',
      { respondWith: 'transferDestination', destinationNumber: '+14155550142' },
      undefined,
    ],
    [
      'handoff-destination-request',
      { respondWith: 'handoffDestination', target: 'member', assistantName: 'B' },
      undefined,
    ],
    ['knowledge-base-request', { respondWith: 'documents' }, documents],
    ['call.endpointing.request', { respondWith: 'endpointing' }, undefined],
    ['campaign.predial', { respondWith: 'predial' }, undefined],
    ['voice-request', { respondWith: 'voiceAudio' }, speech],
  ] as const)('is what is sent: %s', async (kind, parameters, items) => {
    const [sent] = requestAnswers(await answerRequest(asked(kind), { ...parameters }, items && [...items]));
    expect(sent?.kind).toBe(kind);
    expect(answerProblem(kind, asObject(sent?.body))).toBeUndefined();
  });

  it('is what is sent: chat-completion', async () => {
    const parameters = {
      respondWith: 'chatCompletion',
      replyText: 'Hello.',
      toolCalls: { call: [{ name: 'endCall', parameters: '{}' }] },
    };
    const [sent] = requestAnswers(await answerRequest(asked('chat-completion'), parameters));
    const request = { id: 'r', created: 0, model: 'm', stream: false };
    expect(readChatAnswer(asObject(sent?.body), request)).toEqual({
      text: 'Hello.',
      toolCalls: [{ id: 'call_r_0', name: 'endCall', arguments: '{}' }],
      finishReason: 'tool_calls',
    });
  });
});

describe('answering twice', () => {
  it('keeps the first answer, and says so at the second', async () => {
    const run = await runWorkflow({
      nodes: [
        requestTrigger,
        { ...respond(eligible(true)), name: 'Respond 1' },
        { ...respond(eligible(false)), name: 'Respond 2' },
      ],
      wires: chain(REQUEST_TRIGGER, 'Respond 1', 'Respond 2'),
      start: [[predial({ deadlineAt: past })]],
    });
    expect(run.status).toBe('success');
    expect(requestAnswers(run)).toEqual([{ kind: 'campaign.predial', body: { eligible: true } }]);
    expect(run.output('Respond 2')[0]?.vapiAnswer).toMatchObject({ duplicate: true });
    expect(run.hints('Respond 2')).toEqual([
      'This answer was not sent: the request had its answer before. The first one counts.',
    ]);
  });

  it('is possible when the first one failed', async () => {
    const run = await runWorkflow({
      nodes: [
        requestTrigger,
        { ...respond(eligible('={{ "maybe" }}'), { continueOnFail: true }), name: 'Respond 1' },
        { ...respond(eligible(false)), name: 'Respond 2' },
      ],
      wires: chain(REQUEST_TRIGGER, 'Respond 1', 'Respond 2'),
      start: [[predial()]],
    });
    expect(run.status).toBe('success');
    expect(run.output('Respond 1')).toEqual([
      expect.objectContaining({ error: expect.stringContaining('neither true nor false') }),
    ]);
    expect(requestAnswers(run)).toEqual([{ kind: 'campaign.predial', body: { eligible: false } }]);
  });
});

it('says so when the deadline has passed, and still sends the answer', async () => {
  const run = await answerRequest(predial({ deadlineAt: past }), eligible());
  expect(requestAnswers(run)).toHaveLength(1);
  expect(run.output(RESPOND)[0]?.vapiAnswer).toMatchObject({ late: true });
  expect(run.hints(RESPOND)).toEqual([
    expect.stringContaining('the request was answered with the fallback of "vapiRequestTrigger"'),
  ]);
});

describe('a wrong answer sends nothing and ends the run', () => {
  it.each<[string, INodeExecutionData, INodeParameters, string]>([
    [
      'the kind of another request',
      asked('assistant-request'),
      { respondWith: 'predial' },
      'Wrong kind of answer: "vapiRequestTrigger" was asked for Assistant for a Call, and "Campaign Pre-Dial: Call or Skip" does not answer that; what fits is "Assistant for a Call"',
    ],
    [
      'the kind of a tool call',
      asked('incoming-call'),
      text('ok'),
      'Wrong kind of answer: "vapiRequestTrigger" was asked for incoming-call, and "Tool: Text" does not answer that; what fits is "Incoming Call"',
    ],
    [
      'a request that nobody knows',
      asked('moon-request'),
      { respondWith: 'predial' },
      'Wrong kind of answer: "vapiRequestTrigger" was asked for moon-request, and "Campaign Pre-Dial: Call or Skip" does not answer that',
    ],
    [
      'pinned data without a request',
      { json: { callId: 'x' } },
      { respondWith: 'predial' },
      '"vapiRequestTrigger" has asked for nothing: nobody waits for an answer',
    ],
    ['a choice that is gone', predial(), { respondWith: 'gone' }, 'Respond With is missing'],
  ])('%s', async (_, request, parameters, expected) => {
    const run = await answerRequest(request, parameters);
    expect(run.status).toBe('error');
    expect(run.error?.message).toBe(expected);
    expect(requestAnswers(run)).toEqual([]);
  });

  it('an expression that throws', async () => {
    const run = await answerRequest(predial(), eligible('={{ $("Nowhere").first().json.x }}'));
    expect(run.status).toBe('error');
    expect(requestAnswers(run)).toEqual([]);
  });

  it('but lets the workflow go on where the builder chose so', async () => {
    const run = await runWorkflow({
      nodes: [
        requestTrigger,
        respond(eligible('={{ "maybe" }}'), { continueOnFail: true }),
        { name: 'After', step: (items) => items },
      ],
      wires: chain(REQUEST_TRIGGER, RESPOND, 'After'),
      start: [[predial()]],
    });
    expect(run.status).toBe('success');
    expect(run.runsOf('After')).toBe(1);
    expect(requestAnswers(run)).toEqual([]);
  });
});
