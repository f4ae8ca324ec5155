import { randomUUID } from 'node:crypto';
import { answerErrors } from '../contract';
import type { JsonObject } from '../json';
import { api, emulator, phoneCall, socketCall, stopAll } from '../testSupport';
import { example } from './structuredOutputRun';

afterEach(stopAll);

const SCHEMA = {
  type: 'object',
  properties: {
    name: { type: 'string' },
    mood: { type: 'string', enum: ['good', 'bad'] },
    age: { type: 'integer' },
    again: { type: 'boolean' },
    topics: { type: 'array', items: { type: 'string' } },
  },
};
const RESULT = { name: 'text', mood: 'good', age: 1, again: true, topics: ['text'] };

describe('structured outputs', () => {
  it('are created, listed in pages, changed and deleted', async () => {
    const vapi = await emulator();
    const made = await api(vapi, 'POST', '/structured-output', { name: 'Lead', schema: SCHEMA });
    expect([made.status, answerErrors('POST /structured-output', made.body)]).toEqual([201, []]);
    const page = await api(vapi, 'GET', '/structured-output?name=Lead');
    expect(answerErrors('GET /structured-output', page.body)).toEqual([]);
    expect(page.body).toMatchObject({ results: [{ id: made.body.id, type: 'ai' }] });
    const path = `/structured-output/${String(made.body.id)}`;
    const patched = await api(vapi, 'PATCH', `${path}?schemaOverride=true`, { schema: { type: 'string' } });
    expect(patched.body).toMatchObject({ name: 'Lead', schema: { type: 'string' } });
    expect((await api(vapi, 'DELETE', path)).status).toBe(200);
  });

  it('run on calls: a preview answers the result, a run changes the calls', async () => {
    const vapi = await emulator();
    const output = vapi.seed('structured-output', { name: 'Lead', schema: SCHEMA });
    const call = await phoneCall(vapi, { assistant: {} });
    const seeded = vapi.seedCalls(1).id(0);
    const body = { structuredOutputId: output.id, callIds: [call.id] };
    const artifact = async (id: string) =>
      ((await api(vapi, 'GET', `/call/${id}`)).body.artifact as JsonObject | undefined)?.structuredOutputs;
    const preview = await api(vapi, 'POST', '/structured-output/run', { ...body, previewEnabled: true });
    const expected = { [output.id]: { name: 'Lead', result: RESULT } };
    expect(preview).toEqual({ status: 200, body: expected });
    expect(await artifact(call.id)).toBeUndefined();
    const run = await api(vapi, 'POST', '/structured-output/run', { ...body, callIds: [call.id, seeded] });
    expect(run.body).toMatchObject({ message: expect.any(String), workflowId: expect.any(String) });
    expect([await artifact(call.id), await artifact(seeded)]).toEqual([expected, expected]);
  });

  it('refuse what cannot be run', async () => {
    const vapi = await emulator();
    const output = vapi.seed('structured-output', { name: 'Lead', schema: SCHEMA });
    const id = { structuredOutputId: output.id };
    const { id: running } = await socketCall(vapi);
    const cases: Array<[JsonObject, number, string]> = [
      [{ ...id, callIds: [] }, 400, 'callIds must contain at least 1 elements'],
      [{ ...id, callIds: Array(101).fill(randomUUID()) }, 400, 'no more than 100 elements'],
      [{ ...id, previewEnabled: true, callIds: [running, running] }, 400, 'no more than 1 elements'],
      [{ callIds: [running] }, 400, 'Need Either'],
      [{ ...id, structuredOutput: { name: 'x', schema: SCHEMA }, callIds: [running] }, 400, 'Need Either'],
      [{ ...id, callIds: [running] }, 400, 'Has Not Ended'],
      [{ ...id, callIds: [randomUUID()] }, 404, 'Not Found'],
      [{ structuredOutputId: randomUUID(), callIds: [running] }, 404, 'Not Found'],
    ];
    for (const [body, status, message] of cases) {
      const answer = await api(vapi, 'POST', '/structured-output/run', body);
      expect([answer.status, JSON.stringify(answer.body.message)]).toEqual([
        status,
        expect.stringContaining(message),
      ]);
    }
  });

  it('make an example of any schema', () => {
    expect(example(undefined)).toBe('text');
    expect(example({ type: 'array', items: { type: 'number' } })).toEqual([1]);
  });
});
