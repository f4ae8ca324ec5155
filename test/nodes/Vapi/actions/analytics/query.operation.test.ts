import type { INodeParameters } from 'n8n-workflow';
import { COLUMNS, GROUPS, OPERATIONS, STEPS } from '../../../../../nodes/Vapi/actions/analytics/columns';
import { contractAvailable, contractErrors } from '../../../../emulators/vapi/contract';
import { operationStage } from '../../../../support/engineOperation';
import { describeWith } from '../../../../support/needs';

const stage = operationStage('analytics', 'query', {
  operations: { row: [{ operation: 'count', column: 'id', alias: 'calls' }] },
});

const FULL: INodeParameters = {
  queryName: 'by day',
  table: 'call',
  operations: {
    row: [
      { operation: 'sum', column: 'cost' },
      { operation: 'avg', column: 'duration' },
    ],
  },
  groupBy: ['assistantId', 'endedReason'],
  groupByVariables: ['branch'],
  timeRange: {
    start: '2026-11-01T00:00:00Z',
    end: '2026-11-20T00:00:00Z',
    step: 'day',
    timezone: 'Europe/Berlin',
  },
};

it('asks for one figure', async () => {
  stage.vapi.reply = () => ({ body: [] });
  expect(await stage.sent()).toEqual({
    queries: [
      {
        name: 'calls',
        table: 'call',
        operations: [{ operation: 'count', column: 'id', alias: 'calls' }],
        groupBy: [],
      },
    ],
  });
  expect(stage.vapi.requests[0]).toMatchObject({ method: 'POST', path: '/analytics' });
});

it('sends every field', async () => {
  expect(await stage.sent(FULL)).toEqual({
    queries: [
      {
        name: 'by day',
        table: 'call',
        operations: [
          { operation: 'sum', column: 'cost' },
          { operation: 'avg', column: 'duration' },
        ],
        groupBy: ['assistantId', 'endedReason'],
        groupByVariableValue: [{ key: 'branch' }],
        timeRange: {
          start: '2026-11-01T00:00:00.000Z',
          end: '2026-11-20T00:00:00.000Z',
          step: 'day',
          timezone: 'Europe/Berlin',
        },
      },
    ],
  });
});

it('makes an item of each row, named after its query', async () => {
  stage.vapi.reply = () => ({
    body: [
      {
        name: 'a',
        timeRange: {},
        result: [
          { date: '2026-11-01', calls: '3' },
          { date: '2026-11-02', calls: '5' },
        ],
      },
      { name: 'b', timeRange: {}, result: [{ sumCost: 1.5 }] },
      { name: 'empty', timeRange: {}, result: [] },
    ],
  });
  expect((await stage.run({ specifyQuery: 'json', queries: '[{}]' })).output('Vapi')).toEqual([
    { query: 'a', date: '2026-11-01', calls: '3' },
    { query: 'a', date: '2026-11-02', calls: '5' },
    { query: 'b', sumCost: 1.5 },
  ]);
});

it.each<[string, INodeParameters, string]>([
  ['no figure', { operations: {} }, 'Calculate is missing'],
  ['no name', { queryName: '={{ "" }}' }, 'Query Name is missing'],
  ['queries that are no list', { specifyQuery: 'json', queries: '{}' }, 'Queries (JSON) is not a JSON list'],
  ['a time that is none', { timeRange: { start: 'soon' } }, '"soon" is no date and time'],
])('refuses %s before anything is sent', async (_, parameters, message) => {
  expect((await stage.run(parameters)).error?.message).toBe(message);
  expect(stage.vapi.requests).toEqual([]);
});

describeWith(contractAvailable(), 'the contract is missing', 'by the contract', () => {
  const queryOf = async (parameters: INodeParameters): Promise<string[]> => {
    stage.vapi.requests.length = 0;
    return contractErrors('POST /analytics', (await stage.sent(parameters)) as never);
  };

  it('is valid with everything', async () => {
    expect(await queryOf(FULL)).toEqual([]);
  });

  it('is valid with every choice there is', async () => {
    for (const { value: column } of COLUMNS)
      expect(await queryOf({ operations: { row: [{ operation: 'sum', column }] } })).toEqual([]);
    for (const { value: operation } of OPERATIONS)
      expect(await queryOf({ operations: { row: [{ operation, column: 'id' }] } })).toEqual([]);
    for (const { value: step } of STEPS) expect(await queryOf({ timeRange: { step } })).toEqual([]);
    expect(await queryOf({ groupBy: GROUPS.map(({ value }) => value as string) })).toEqual([]);
  });

  it('would not be with another column: the validator is awake', async () => {
    expect(
      await queryOf({ operations: { row: [{ operation: 'sum', column: '={{ "money" }}' }] } }),
    ).not.toEqual([]);
  });
});
