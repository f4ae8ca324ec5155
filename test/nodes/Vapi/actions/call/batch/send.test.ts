import { Readable } from 'node:stream';
import { sleep, type IExecuteFunctions } from 'n8n-workflow';
import type { BatchRequest } from '../../../../../../nodes/Vapi/actions/call/batch/requests';
import { sendAll } from '../../../../../../nodes/Vapi/actions/call/batch/send';

jest.mock('n8n-workflow', () => ({
  ...jest.requireActual<object>('n8n-workflow'),
  sleep: jest.fn(() => Promise.resolve()),
}));

const requestOf = (item: number): BatchRequest => {
  const customer = { number: `+1415555010${item}` };
  const row = { item, call: {}, customer, overridesField: 'assistantOverrides' as const, overrides: {} };
  return { rows: [row], body: { customers: [customer] } };
};

it('places no more calls when the execution is stopped during a pause', async () => {
  const stop = new AbortController();
  jest.mocked(sleep).mockImplementation(async () => stop.abort());
  const send = jest.fn(async () => ({
    ...{ statusCode: 201, headers: {} },
    body: Readable.from([
      Buffer.from(JSON.stringify({ results: [{ id: 'first', customer: { number: '+14155550100' } }] })),
    ]),
  }));
  const context = {
    getNode: () => ({ name: 'Vapi' }),
    getNodeParameter: () => ({ itemsPerSecond: 0.1 }),
    getCredentials: async () => ({ region: 'us' }),
    getExecutionCancelSignal: () => stop.signal,
    helpers: { httpRequestWithAuthentication: send },
  };
  const { outcomes } = await sendAll(context as unknown as IExecuteFunctions, [0, 1, 2].map(requestOf), {
    goOn: false,
    stopOnRefused: false,
  });
  expect(send).toHaveBeenCalledTimes(1);
  expect(outcomes.map(({ kind }) => kind)).toEqual(['placed', 'unsent', 'unsent']);
});
