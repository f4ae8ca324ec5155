import type { Vapi } from '@vapi-ai/server-sdk';
import type { IDataObject } from 'n8n-workflow';
import { picks } from '../../../shared/form/collections';
import { flag } from '../../../shared/form/fields';
import { formFor } from '../../../shared/form/form';
import { ids } from '../../../shared/form/ids';
import { fail } from '../../../shared/fail';
import { asArray, asObject } from '../../../shared/protocol/json';
import { vapiRequest } from '../../../shared/transport';
import { subjectId, subjectProperty } from '../common/idField';
import { outputOf } from '../../../shared/actions/output';
import type { Operation } from '../../../shared/actions/operation';
import { structuredOutputSubject } from './structuredOutputSubject';

const calls = formFor([
  picks(
    { displayName: 'Calls', path: 'picked', name: 'callIds', row: 'Call', description: 'Finished calls' },
    'searchCalls',
  ),
  ids({
    displayName: 'Call IDs',
    path: 'written',
    name: 'moreCallIds',
    description: 'More calls by ID, separated by commas; an expression may give a list. Up to 100 in all.',
  }),
]);

const form = formFor<Vapi.StructuredOutputRunDto>([
  flag({
    displayName: 'Preview',
    path: 'previewEnabled',
    default: false,
    description: 'Whether to return the result for one call at once, without storing it with the call',
  }),
]);

/** Source: Vapi API reference, POST /structured-output/run. */
export const run: Operation = {
  option: {
    name: 'Run',
    value: 'run',
    action: 'Run a structured output on calls',
    description:
      'Extract a structured output from calls that are over, again or for the first time. A language model reads each call, which costs money.',
  },
  properties: [subjectProperty(structuredOutputSubject), ...calls.properties, ...form.properties],
  execute: async (context, itemIndex) => {
    const structuredOutputId = subjectId(context, itemIndex, structuredOutputSubject);
    const { picked, written } = calls.read(context, itemIndex);
    const callIds = [...new Set([...asArray(picked), ...asArray(written)])];
    if (callIds.length === 0) throw fail(context.getNode(), 'INPUT_MISSING', 'Calls', itemIndex);
    const body = { structuredOutputId, callIds, ...form.read(context, itemIndex) } as IDataObject;
    if (body.previewEnabled === true && callIds.length !== 1)
      throw fail(context.getNode(), 'PREVIEW_NEEDS_ONE_CALL', String(callIds.length), itemIndex);
    const path = '/structured-output/run';
    const answer = await vapiRequest.call(context, { method: 'POST', path, body, itemIndex });
    return [outputOf(answer, false, asObject)];
  },
};
