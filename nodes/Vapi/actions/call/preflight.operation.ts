import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { fail, toNodeError } from '../../../shared/fail';
import { asObject, asText, compact, type JsonObject } from '../../../shared/protocol/json';
import type { ItemOperation } from '../../../shared/actions/operation';
import { readCallBody } from './callBody';
import { callProperties } from './callFields';
import { overridesField, readWhoTalks } from './whoTalks';
import { checkLines, preflightOptions } from './preflight/lines';
import { problem, type Problem } from './preflight/problems';
import { checkRoute, checkSchedule } from './preflight/routeChecks';
import { findTalkers, readOrUndefined } from './preflight/talkers';
import { checkVariables } from './preflight/variableChecks';

const NOT_READABLE = [
  'The balance of the organisation',
  'The daily limit of free numbers',
  'Whether the carrier lets the number call this country',
];

const failOnProblems: INodeProperties = {
  displayName: 'Fail on Problems',
  name: 'failOnProblems',
  type: 'boolean',
  default: false,
  description: 'Whether to fail when a problem is an error, instead of returning it. Warnings never fail.',
};

/** Looks for what would go wrong with a call, without placing it. Only reads. */
export const preflight: ItemOperation = {
  option: {
    name: 'Preflight',
    value: 'preflight',
    action: 'Check a call before it is placed',
    description:
      'Check numbers, assistant, variables and free lines for a call with the same fields as Create. No call is placed.',
  },
  properties: [...callProperties, preflightOptions, failOnProblems],
  execute: async (context, itemIndex) => {
    const report = await check(context, itemIndex);
    const errors = report.problems.filter(({ severity }) => severity === 'error');
    if (errors.length > 0 && context.getNodeParameter('failOnProblems', itemIndex, false) === true) {
      const messages = errors.map(({ message, fix }) => `${message}. ${fix}`).join(' ');
      throw fail(context.getNode(), 'PREFLIGHT_FAILED', messages, itemIndex);
    }
    return [{ ok: errors.length === 0, ...report }];
  },
};

interface Report extends IDataObject {
  problems: Problem[];
}

async function check(context: IExecuteFunctions, itemIndex: number): Promise<Report> {
  const { body, invalid } = readBody(context, itemIndex);
  const problems: Problem[] = invalid === undefined ? [] : [invalid];
  const checked = ['fields'];
  const notChecked = [...NOT_READABLE];

  const phoneNumberId = asText(body.phoneNumberId);
  let from: JsonObject | undefined;
  if (phoneNumberId !== undefined) {
    from = await readOrUndefined(context, itemIndex, `/phone-number/${encodeURIComponent(phoneNumberId)}`);
    const found = from === undefined ? [problem('PHONE_NUMBER_UNKNOWN', phoneNumberId)] : [];
    problems.push(...found, ...checkRoute(from ?? {}, asObject(body.customer)));
    checked.push('phoneNumber');
  }

  const talkers = await findTalkers(context, itemIndex, body);
  problems.push(...talkers.problems);
  checked.push('assistant');
  // With a part unknown, its placeholders are, too.
  if (invalid === undefined && talkers.problems.length === 0) {
    const { variableValues } = asObject(body[overridesField(body)]);
    problems.push(...checkVariables(talkers.assistants, asObject(variableValues)));
    checked.push('variables');
  } else notChecked.push('Variables');

  const plan = asObject(body.schedulePlan);
  problems.push(...checkSchedule(plan, Date.now()));
  const lines = await checkLines(context, itemIndex, plan);
  problems.push(...lines.problems);
  if (lines.liveCalls !== undefined) checked.push('lines');
  notChecked.push(...lines.notChecked);

  const { number, sipUri } = asObject(body.customer);
  return compact({
    problems,
    checked,
    notChecked,
    customerNumber: asText(number) ?? asText(sipUri),
    fromNumber: asText(from?.number) ?? asText(from?.sipUri),
    fromProvider: asText(from?.provider),
    assistantName: talkers.name,
    liveCalls: lines.liveCalls,
  });
}

/** The body of the call. If a field is wrong, what still can be looked at without it. */
function readBody(context: IExecuteFunctions, itemIndex: number): { body: JsonObject; invalid?: Problem } {
  try {
    return { body: readCallBody(context, itemIndex) };
  } catch (thrown) {
    const { message, description } = toNodeError(context.getNode(), thrown, itemIndex);
    const invalid: Problem = { severity: 'error', code: 'FIELD_INVALID', message, fix: description ?? '' };
    const phoneNumberId: unknown = orNothing(() =>
      context.getNodeParameter('phoneNumberId', itemIndex, '', { extractValue: true }),
    );
    const who = orNothing(() => readWhoTalks(context, itemIndex));
    return { body: compact({ ...who, phoneNumberId }), invalid };
  }
}

function orNothing<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
