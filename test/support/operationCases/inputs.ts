import {
  NodeHelpers,
  type INodeExecutionData,
  type INodeParameters,
  type INodeProperties,
} from 'n8n-workflow';
import { properties } from '../../../nodes/Vapi/actions/router';
import { IDS } from '../engineOperation';
import { jsonAnswer, type BadServer } from './badServer';
import type { OperationCase } from './cases';
import { problemsOfError, problemsOfItems, runCase } from './runCase';

/** What expressions give that find nothing. */
const BLANKS: ReadonlyArray<readonly [string, unknown]> = [
  ['undefined', undefined],
  ['null', null],
  ['an empty text', ''],
  ['white space', ' \t'],
];

const VALUES: ReadonlyArray<readonly [string, unknown]> = [
  ...BLANKS,
  ['a number', 5],
  ['a number below zero', -1.5],
  ['yes', true],
  ['an object', { a: { b: 1 } }],
  ['a list', [1, null, { a: 1 }]],
  ['a text', 'some text'],
];

/** Types whose fields take an expression. */
const WITH_EXPRESSION = new Set([
  'boolean',
  'dateTime',
  'json',
  'multiOptions',
  'number',
  'options',
  'resourceLocator',
  'string',
]);

/** A field that takes an expression. */
export interface InputField {
  /** As in the parameters: `updateFields.name`. */
  path: string;
  property: INodeProperties;
  /** The collection that it is added to. */
  collection?: string;
}

/** The fields that the editor shows for a case, also those to add. Needs `onlyFieldsOf`. */
export function fieldsOf({ resource, operation, parameters }: OperationCase): InputField[] {
  const given = { resource, operation, ...parameters };
  const shown = NodeHelpers.getNodeParameters(properties, given, true, false, null, null) ?? {};
  const fields = properties
    .filter(({ name }) => name in shown && name !== 'options')
    .flatMap((property): InputField[] => {
      const { name, type, options = [] } = property;
      if (type !== 'collection') return [{ path: name, property }];
      return (options as INodeProperties[]).map((option) => ({
        ...{ path: `${name}.${option.name}`, property: option, collection: name },
      }));
    })
    .filter(
      ({ property: { name, type, noDataExpression } }) =>
        WITH_EXPRESSION.has(type) && noDataExpression !== true && !decides(name),
    );
  return fields.filter(({ path }, index) => fields.findIndex((field) => field.path === path) === index);
}

/** With an expression in it, n8n wants every required field that it may lead to, and does not run otherwise. */
function decides(name: string): boolean {
  return properties.some(
    ({ required, default: preset, displayOptions }) =>
      required === true && preset !== 'data' && displayOptions?.show?.[name] !== undefined,
  );
}

/** Something that every operation can live with. */
const GOOD = { id: IDS.call, status: 'in-progress', results: [], members: [], files: [], toolId: IDS.tool };

/** What is wrong with what an operation does when an expression gives odd values for one field. */
export async function problemsOfField(
  server: BadServer,
  operationCase: OperationCase,
  { property, collection }: InputField,
): Promise<string[]> {
  const parameters = withExpression(operationCase.parameters, property, collection);
  const binary = operationCase.items?.[0]?.binary;
  const items = VALUES.map(([, v]): INodeExecutionData => ({ json: { v } as never, binary }));
  // One thing is made of all items, so they come one by one.
  const runs = operationCase.oneForAll === true ? items.map((item) => [item]) : [items];
  const problems: string[] = [];
  for (const [index, input] of runs.entries()) {
    const run = await runCase(server, operationCase, jsonAnswer(GOOD), {
      parameters,
      items: input,
      continueOnFail: true,
    });
    if (run.error !== undefined) problems.push(...problemsOfError(run));
    const output = run.items('Vapi');
    problems.push(...problemsOfItems(output), ...problemsOfErrorItems(output));
    const isBlank = (item: number): boolean => (runs.length > 1 ? index : item) < BLANKS.length;
    if (property.required === true && operationCase.reports !== true)
      problems.push(...acceptedBlanks(output, isBlank));
    problems.push(...problemsOfRequests(server));
  }
  return [...new Set(problems)];
}

function withExpression(
  parameters: INodeParameters,
  { name, type }: INodeProperties,
  collection: string | undefined,
): INodeParameters {
  const text = '={{ $json.v }}';
  const value = type === 'resourceLocator' ? { __rl: true, mode: 'id', value: text } : text;
  if (collection === undefined) return { ...parameters, [name]: value };
  const added = { ...(parameters[collection] as INodeParameters | undefined), [name]: value };
  return { ...parameters, [collection]: added };
}

function problemsOfErrorItems(items: readonly INodeExecutionData[]): string[] {
  return items.flatMap(({ json }) =>
    typeof json.error === 'string' && Object.keys(json).length <= 2 && typeof json.details !== 'string'
      ? [`no fix: ${json.error}`]
      : [],
  );
}

function acceptedBlanks(items: readonly INodeExecutionData[], isBlank: (item: number) => boolean): string[] {
  return items.flatMap(({ json, pairedItem }) => {
    const item = (pairedItem as { item?: number } | undefined)?.item ?? 0;
    return isBlank(item) && typeof json.error !== 'string'
      ? [`it is required, and empty was taken: ${JSON.stringify(json)}`]
      : [];
  });
}

/** What JavaScript makes of values that are no text. */
const NO_TEXT = /\[object |\bundefined\b|\bNaN\b|Infinity/;

function problemsOfRequests({ requests, foreignRequests }: BadServer): string[] {
  const odd = requests.filter(
    ({ path, body }) => NO_TEXT.test(decodeURIComponent(path)) || NO_TEXT.test(body),
  );
  return [
    ...odd.map(({ method, path, body }) => `sent ${method} ${path} ${body}`),
    ...(foreignRequests.length > 0 ? ['something was sent to another host'] : []),
  ];
}
