import type { INodeParameters } from 'n8n-workflow';
import { operationStage } from '../../../../support/engineOperation';

const stage = operationStage('squad', 'getAll');

beforeEach(() => {
  stage.vapi.reply = () => ({ body: [] });
});

it.each<[string, INodeParameters, string]>([
  ['the usual', {}, '50'],
  ['a number', { limit: 7 }, '7'],
  ['a number that an expression gives as text', { limit: '={{ "7" }}' }, '7'],
  ['nothing', { limit: '={{ null }}' }, '50'],
  ['all', { returnAll: true }, '1000'],
  ['all that an expression asks for in words', { returnAll: '={{ "true" }}' }, '1000'],
  ['not all, in words', { returnAll: '={{ "false" }}', limit: 7 }, '7'],
])('as many as wanted: %s', async (_, parameters, limit) => {
  expect((await stage.run(parameters)).error).toBeUndefined();
  expect(stage.vapi.requests.map(({ query }) => query)).toEqual([{ limit }]);
});

it.each<[string, INodeParameters, string]>([
  ['0', { limit: '={{ 0 }}' }, 'Limit is "0", but has to be a whole number from 1'],
  ['words', { limit: '={{ "many" }}' }, 'Limit is "many", but has to be a whole number from 1'],
  ['a list', { limit: '={{ [5] }}' }, 'Limit is "[5]", but has to be a whole number from 1'],
])('refuses a limit that is %s', async (_, parameters, message) => {
  expect((await stage.run(parameters)).error?.message).toBe(message);
  expect(stage.vapi.requests).toEqual([]);
});

it('filters by time, in the time zone of the workflow', async () => {
  await stage.run({ filters: { createdAfter: '2026-11-20T10:00:00+01:00' } });
  expect(stage.vapi.requests[0]?.query).toEqual({ createdAtGt: '2026-11-20T09:00:00.000Z', limit: '50' });
});
