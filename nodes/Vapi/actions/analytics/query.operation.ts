import type { Vapi } from '@vapi-ai/server-sdk';
import type { IDataObject } from 'n8n-workflow';
import { group, rows } from '../../../shared/form/collections';
import { mapped, onlyWhen } from '../../../shared/form/field';
import { choice, choices, json, moment, text, texts } from '../../../shared/form/fields';
import { formFor } from '../../../shared/form/form';
import { asArray, asObject } from '../../../shared/protocol/json';
import { vapiRequest } from '../../../shared/transport';
import { outputOf } from '../../../shared/actions/output';
import type { Operation } from '../../../shared/actions/operation';
import { COLUMNS, GROUPS, OPERATIONS, STEPS } from './columns';

const MAX_NAME = 40;

const built = formFor<Vapi.AnalyticsQuery>([
  text({
    displayName: 'Query Name',
    path: 'name',
    name: 'queryName',
    default: 'calls',
    required: true,
    maxLength: MAX_NAME,
    description: 'On each item of the result, in the field query',
    displayOptions: { show: { specifyQuery: ['fields'] } },
  }),
  ...onlyWhen({ specifyQuery: ['fields'] }, [
    choice({
      displayName: 'Table',
      path: 'table',
      default: 'call',
      options: [
        { name: 'Calls', value: 'call' },
        { name: 'Subscription', value: 'subscription' },
      ],
    }),
    rows(
      {
        displayName: 'Calculate',
        path: 'operations',
        row: 'Figure',
        required: true,
        description: 'For example the count of calls, the sum of their cost, the average of their duration',
      },
      [
        choice({ displayName: 'Operation', path: 'operation', default: 'count', options: OPERATIONS }),
        choice({ displayName: 'Of', path: 'column', default: 'id', options: COLUMNS }),
        text({
          displayName: 'Name in the Result',
          path: 'alias',
          maxLength: MAX_NAME,
          placeholder: 'e.g. calls',
          description: 'Otherwise Vapi makes one of operation and column, such as sumCost',
        }),
      ],
    ),
    choices({ displayName: 'Group By', path: 'groupBy', options: GROUPS }),
    group({ displayName: 'Time Range', name: 'timeRange', path: 'timeRange', placeholder: 'Add Limit' }, [
      moment({ displayName: 'From', path: 'start', description: 'The last seven days if left out' }),
      moment({ displayName: 'To', path: 'end', description: 'Now if left out' }),
      choice({
        displayName: 'One Row Per',
        path: 'step',
        default: 'day',
        options: STEPS,
        description: 'One row for the whole time if left out',
      }),
      text({
        displayName: 'Time Zone',
        path: 'timezone',
        placeholder: 'e.g. Europe/Berlin',
        description: 'Where days begin; UTC if left out',
      }),
    ]),
    mapped(
      texts({
        displayName: 'Group By Variables',
        path: 'groupByVariableValue',
        name: 'groupByVariables',
        button: 'Add Variable',
        description: 'Names of variables of the calls, for example a campaign or a branch',
      }),
      (keys) => asArray(keys).map((key) => ({ key })),
    ),
  ]),
]);

const written = formFor<Vapi.AnalyticsQueryDto>([
  json({
    displayName: 'Queries (JSON)',
    path: 'queries',
    kind: 'array',
    required: true,
    default:
      '[\n  {\n    "name": "calls",\n    "table": "call",\n    "operations": [{ "operation": "count", "column": "id" }]\n  }\n]',
    description: "Several at once, as in Vapi's API reference",
    displayOptions: { show: { specifyQuery: ['json'] } },
  }),
]);

/** Figures over calls. Source: Vapi API reference, POST /analytics. */
export const query: Operation = {
  option: {
    name: 'Query',
    value: 'query',
    action: 'Query the analytics of calls',
    description: 'Count calls, add up their cost or duration, by day, assistant or ended reason',
  },
  properties: [
    {
      displayName: 'Specify Query',
      name: 'specifyQuery',
      type: 'options',
      noDataExpression: true,
      options: [
        { name: 'Using Fields Below', value: 'fields' },
        { name: 'Using JSON', value: 'json' },
      ],
      default: 'fields',
    },
    ...built.properties,
    ...written.properties,
  ],
  execute: async (context, itemIndex) => {
    const asJson = context.getNodeParameter('specifyQuery', itemIndex, 'fields') === 'json';
    const body = asJson ? written.read(context, itemIndex) : { queries: [built.read(context, itemIndex)] };
    const results = await vapiRequest.call(context, {
      method: 'POST',
      path: '/analytics',
      body: body as IDataObject,
      itemIndex,
      // It only reads.
      repeatable: 'always',
    });
    return asArray(results).flatMap(itemsOf);
  },
};

/** One item a row. A query without rows gives none. */
function itemsOf(result: unknown): IDataObject[] {
  const { name, result: rowsOfResult } = asObject(result);
  return asArray(rowsOfResult).map((row) => ({ query: name as string, ...outputOf(row, false, asObject) }));
}
