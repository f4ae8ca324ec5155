import type { INodeParameters } from 'n8n-workflow';
import { contractAvailable, contractErrors } from '../../../../emulators/vapi/contract';
import { IDS, operationStage, picked, previewKeys } from '../../../../support/engineOperation';
import { describeWith } from '../../../../support/needs';

const stage = operationStage('structuredOutput', 'create', {
  name: 'Appointment',
  values: {
    parameter: [
      { name: 'booked', type: 'boolean', description: 'Whether one was booked', required: true },
      { name: 'reason', type: 'string', choices: 'check-up, pain', required: false },
    ],
  },
});

const FULL: INodeParameters = {
  valuesAs: 'json',
  schema: '{"type": "string"}',
  additionalFields: {
    assistantIds: { row: [{ id: picked(IDS.assistant) }] },
    description: 'What the caller got',
    type: 'regex',
    regex: 'order number is (\\d+)',
    model: '{"provider": "openai", "model": "gpt-4.1"}',
    conditions: '[{"type": "minMessages", "count": 2}]',
    otherFields: '{"compliancePlan": {"forceStoreOnHipaaEnabled": true}}',
  },
};

it('makes a JSON Schema of the rows', async () => {
  expect(await stage.sent()).toEqual({
    name: 'Appointment',
    schema: {
      type: 'object',
      properties: {
        booked: { type: 'boolean', description: 'Whether one was booked' },
        reason: { type: 'string', enum: ['check-up', 'pain'] },
      },
      required: ['booked'],
    },
  });
  expect(stage.vapi.requests[0]).toMatchObject({ method: 'POST', path: '/structured-output' });
});

it('sends every field', async () => {
  expect(await stage.sent(FULL)).toEqual({
    name: 'Appointment',
    schema: { type: 'string' },
    assistantIds: [IDS.assistant],
    description: 'What the caller got',
    type: 'regex',
    regex: 'order number is (\\d+)',
    model: { provider: 'openai', model: 'gpt-4.1' },
    conditions: [{ type: 'minMessages', count: 2 }],
    compliancePlan: { forceStoreOnHipaaEnabled: true },
  });
});

describeWith(contractAvailable(), 'the contract is missing', 'by the contract', () => {
  it.each<[string, INodeParameters]>([
    ['with what is required', {}],
    ['with everything', FULL],
  ])('is valid %s', async (_, parameters) => {
    expect(contractErrors('POST /structured-output', (await stage.sent(parameters)) as never)).toEqual([]);
  });

  it('would not be with a long name: the validator is awake', () => {
    const body = { name: 'n'.repeat(41), schema: { type: 'string' } };
    expect(contractErrors('POST /structured-output', body)).not.toEqual([]);
  });
});

it('gives a small item, as its preview says', async () => {
  const kept = {
    ...{ id: 'o', name: 'N', description: 'D', type: 'ai', schema: { type: 'string' }, regex: 'r' },
    ...{ assistantIds: ['a'], createdAt: 'c', updatedAt: 'u' },
  };
  stage.vapi.reply = () => ({ status: 201, body: { ...kept, orgId: 'x', workflowIds: [] } });
  expect((await stage.run()).output('Vapi')).toEqual([kept]);
  expect(previewKeys('structuredOutput', 'create')).toEqual(Object.keys(kept));
});

it.each<[string, INodeParameters, string]>([
  ['no name', { name: ' ' }, 'Name is missing'],
  ['a long name', { name: 'n'.repeat(41) }, 'Name has 41 characters, at most 40 are possible'],
  ['no values', { values: {} }, 'Values is missing'],
  ['a schema that is no JSON', { valuesAs: 'json', schema: '{' }, 'JSON Schema is not a JSON object'],
])('refuses %s before anything is sent', async (_, parameters, message) => {
  expect((await stage.run(parameters)).error?.message).toBe(message);
  expect(stage.vapi.requests).toEqual([]);
});
