import { inspect } from 'node:util';
import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { properties } from '../../../nodes/Vapi/actions/router';
import { ERRORS } from '../../../nodes/shared/errors';
import { runWorkflow, type EngineRun } from '../engine';
import { jsonAnswer, PRIVATE_KEY, type Answer, type BadServer } from './badServer';
import type { OperationCase } from './cases';

const allProperties = [...properties];

/**
 * Takes the fields of all other operations out of the node: they are not shown anyway, but n8n works out hundreds of them
 * for each run, which would take most of the time of thousands of runs.
 */
export function onlyFieldsOf({ resource, operation }: OperationCase): void {
  const shown = allProperties.filter(({ displayOptions: { show } = {} }) => {
    const { resource: resources = [resource], operation: operations = [operation] } = show ?? {};
    return resources.includes(resource) && operations.includes(operation);
  });
  properties.splice(0, properties.length, ...shown);
}

export function allFields(): void {
  properties.splice(0, properties.length, ...allProperties);
}

export interface CaseOptions {
  parameters?: INodeParameters;
  items?: INodeExecutionData[];
  continueOnFail?: boolean;
}

/** Runs the operation alone; the request that decides gets the answer, all others go well. */
export async function runCase(
  server: BadServer,
  operationCase: OperationCase,
  answer: Answer,
  { parameters = operationCase.parameters, items, continueOnFail }: CaseOptions = {},
): Promise<EngineRun> {
  const { resource, operation, well } = operationCase;
  server.requests.length = 0;
  server.foreignRequests.length = 0;
  server.answer = (request) => {
    const good = well?.(request, server.url);
    request.wentWell = good !== undefined;
    return good === undefined ? answer : jsonAnswer(good);
  };
  const fast = { itemsPerSecond: 1000 };
  return await runWorkflow({
    nodes: [
      {
        name: 'Vapi',
        type: 'vapi',
        parameters: { resource, operation, ...parameters, options: fast },
        continueOnFail,
      },
    ],
    start: [items ?? operationCase.items?.slice(0, 1) ?? [{ json: {} }]],
    credentials: server.credentials,
  });
}

/** What JavaScript says when something unexpected is in a value. */
const CRASH =
  /\bTypeError\b|\bRangeError\b|\bSyntaxError\b|Cannot read|is not a function|is not iterable|\[object |of undefined|of null|Cannot destructure|Invalid time value/;

const FIXES = Object.values(ERRORS)
  .map(({ fix }) => fix)
  .filter((fix) => fix !== '');

/** What is wrong with an error as such, whatever it is about. */
export function problemsOfError({ error }: EngineRun): string[] {
  if (error === undefined) return ['there is no error'];
  const problems: string[] = [];
  const { name, message, description } = error;
  if (name !== 'NodeApiError' && name !== 'NodeOperationError') problems.push(`it is a ${name}`);
  if (CRASH.test(message)) problems.push(`it crashed: ${message}`);
  // n8n writes something of its own where there is none.
  if (!FIXES.some((fix) => description?.includes(fix))) problems.push(`no fix of ours: ${message}`);
  if (inspect(error, { depth: 12, showHidden: true }).includes(PRIVATE_KEY))
    problems.push('it shows the key');
  return problems;
}

/** What is wrong with items, whatever they are about. */
export function problemsOfItems(items: readonly INodeExecutionData[]): string[] {
  const text = JSON.stringify(items);
  return [
    ...(text.includes(PRIVATE_KEY) ? ['the key is in the output'] : []),
    ...items.flatMap(({ json, pairedItem }, index) => {
      const problems: string[] = [];
      if (typeof json !== 'object' || json === null || Array.isArray(json)) problems.push('it has no object');
      if (pairedItem === undefined) problems.push('it belongs to no input item');
      if ('error' in json && typeof json.error === 'string' && CRASH.test(json.error))
        problems.push(`it crashed: ${json.error}`);
      return problems.map((problem) => `item ${index}: ${problem}`);
    }),
  ];
}
