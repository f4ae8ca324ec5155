import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { errorItem, fail } from '../../../shared/fail';
import { simplifyProperty } from '../../../shared/actions/simplifyProperty';
import type { BatchOperation } from '../../../shared/actions/operation';
import { outputOf, wantsSimple } from '../../../shared/actions/output';
import { batchProperties, readBatchOptions } from './batch/properties';
import { invalidBatch, stoppedBatch } from './batch/report';
import { requestsOf } from './batch/requests';
import { readRows, type InvalidRow } from './batch/rows';
import { refusal, sendAll, type Outcome, type Sent } from './batch/send';
import { mustNotRetry } from '../../../shared/actions/mustNotRetry';
import { simplifyCall } from './simplifyCall';

/**
 * Places a call for each input item, many with one request. Source: Vapi API reference, POST /call, `customers` and
 * CallBatchResponse.
 */
export const createMany: BatchOperation = {
  option: {
    name: 'Create Many',
    value: 'createMany',
    action: 'Create a batch of outbound calls',
    description:
      'Let an assistant or squad call the customer of every input item. This places real calls that cost money.',
  },
  properties: [...batchProperties, simplifyProperty],
  executeAll: async (context) => {
    mustNotRetry(context);
    const { size, skipInvalid, failOnRefused } = readBatchOptions(context);
    const goOn = context.continueOnFail();
    // Both first: once calls are placed, a broken expression must not turn them into an error.
    const simple = readSimple(context);
    const { rows, invalid } = readRows(context);
    if (invalid.length > 0 && !skipInvalid) {
      if (!goOn) throw invalidBatch(context.getNode(), invalid);
      const unsent = rows.map(({ item }): Outcome => ({ kind: 'unsent', item }));
      return inOrder([
        ...unsent.map((row) => toItem(context, row, { simple, refusedFails: true })),
        ...asErrors(invalid),
      ]);
    }
    const sent = await sendAll(context, requestsOf(rows, size), {
      goOn,
      stopOnRefused: failOnRefused && !goOn,
    });
    if (sent.stoppedBy !== undefined && !goOn) throw stoppedBatch(context.getNode(), sent, invalid);
    return [
      ...inOrder([
        ...sent.outcomes.map((outcome) => toItem(context, outcome, { simple, refusedFails: failOnRefused })),
        ...(failOnRefused && goOn ? asErrors(invalid) : asReports(invalid)),
      ]),
      ...otherCalls(sent, simple),
    ];
  },
};

interface ItemOutput {
  item: number;
  output: INodeExecutionData;
}

function inOrder(outputs: ItemOutput[]): INodeExecutionData[] {
  return outputs.sort((a, b) => a.item - b.item).map(({ output }) => output);
}

/** Whether the builder wants few fields, by input item. */
function readSimple(context: IExecuteFunctions): boolean[] {
  return context.getInputData().map((_, item) => wantsSimple(context, item));
}

interface Wanted {
  simple: readonly boolean[];
  /** Whether a customer that Vapi refused is an error and not a result. */
  refusedFails: boolean;
}

function toItem(context: IExecuteFunctions, outcome: Outcome, { simple, refusedFails }: Wanted): ItemOutput {
  const { item, kind } = outcome;
  const pairedItem = { item };
  switch (kind) {
    case 'placed': {
      const json = outputOf(outcome.call, simple[item] !== false, simplifyCall);
      return { item, output: { json, pairedItem } };
    }
    case 'refused': {
      if (refusedFails) return { item, output: errorItem(refusal(context, outcome), item) };
      const json = { customerNumber: outcome.customer, error: outcome.reason };
      return { item, output: { json, pairedItem } };
    }
    case 'failed':
    case 'unclear':
      return { item, output: errorItem(outcome.error, item) };
    case 'unsent':
      return {
        item,
        output: errorItem(fail(context.getNode(), 'BATCH_ITEM_UNSENT', String(item), item), item),
      };
  }
}

function asErrors(invalid: readonly InvalidRow[]): ItemOutput[] {
  return invalid.map(({ item, error }) => ({ item, output: errorItem(error, item) }));
}

/** Skipped items look like those that Vapi refused. */
function asReports(invalid: readonly InvalidRow[]): ItemOutput[] {
  return invalid.map(({ item, customerNumber, error }) => ({
    item,
    output: { json: { customerNumber, error: error.message }, pairedItem: { item } },
  }));
}

/** Calls that cannot be told to belong to one item are still calls that were placed. */
function otherCalls({ others }: Sent, [simple]: readonly boolean[]): INodeExecutionData[] {
  return others.map(({ call, items }) => ({
    json: outputOf(call, simple !== false, simplifyCall),
    pairedItem: items.map((item) => ({ item })),
  }));
}
