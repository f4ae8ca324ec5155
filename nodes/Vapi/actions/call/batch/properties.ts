import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { variablesProperties } from '../../../../shared/fields/variables';
import type { Field } from '../../../../shared/form/field';
import { json } from '../../../../shared/form/fields';
import { asObject } from '../../../../shared/protocol/json';
import { metadataField } from '../additionalFields';
import { additionalCollection, additionalFields } from '../callFields';
import { routeProperties } from '../callRoute';
import { whoTalksProperties } from '../whoTalks';

/** Nothing is documented; vapi-api.md advises it. */
const DEFAULT_SIZE = 100;
const MAX_SIZE = 1000;

/** Overrides of one customer; read apart from the fields of the call. */
export const customerOverrides = json({
  displayName: 'Customer Overrides (JSON)',
  path: '',
  name: 'customerOverrides',
  description:
    'Overrides for the customer of the item only, merged over all others by this node, because Vapi would replace them',
});

/** In a batch the metadata of the request would be that of every call. */
const metadata: Field = {
  ...metadataField,
  property: {
    ...metadataField.property,
    description:
      'Kept with the call of the item, as metadata of its overrides, and sent with its events; not shown to the assistant',
  },
};

const batchOptions: INodeProperties = {
  displayName: 'Batch Options',
  name: 'batchOptions',
  type: 'collection',
  placeholder: 'Add Option',
  default: {},
  options: [
    {
      displayName: 'Batch Size',
      name: 'batchSize',
      type: 'number',
      typeOptions: { minValue: 1, maxValue: MAX_SIZE },
      default: DEFAULT_SIZE,
      description:
        'How many customers one request has at most. Vapi documents no limit. Items per Second counts requests here.',
    },
    {
      displayName: 'Invalid Items',
      name: 'invalidItems',
      type: 'options',
      options: [
        {
          name: 'Fail Before Anything Is Sent',
          value: 'fail',
          description: 'No call is placed as long as one item cannot be called',
        },
        {
          name: 'Skip and Report',
          value: 'skip',
          description: 'The others are called; each skipped item becomes an item with the reason',
        },
      ],
      default: 'fail',
      description: 'What to do with items that cannot be called, for example for a number that is none',
    },
    {
      displayName: 'When Vapi Refuses a Customer',
      name: 'refusedCustomers',
      type: 'options',
      options: [
        {
          name: 'Return an Item With the Reason',
          value: 'item',
          description: 'With customerNumber and error',
        },
        {
          name: 'Fail',
          value: 'fail',
          description: 'Stops before the next request, or continues as On Error in the settings says',
        },
      ],
      default: 'item',
      description: 'Vapi takes a batch even if it refuses some of its customers',
    },
  ],
};

/** Fields of Create Many, evaluated for each input item. */
export const batchProperties: INodeProperties[] = [
  ...whoTalksProperties,
  ...routeProperties({ webSocket: false }),
  ...variablesProperties,
  additionalCollection([
    ...additionalFields.filter((field) => field !== metadataField),
    metadata,
    customerOverrides,
  ]).property,
  batchOptions,
];

export interface BatchOptions {
  size: number;
  skipInvalid: boolean;
  failOnRefused: boolean;
}

/** The options; they are those of the first item, and what is no number is the default. */
export function readBatchOptions(context: IExecuteFunctions): BatchOptions {
  const { batchSize, invalidItems, refusedCustomers } = asObject(
    context.getNodeParameter('batchOptions', 0, {}),
  );
  const size = Math.floor(Number(batchSize ?? DEFAULT_SIZE));
  return {
    size: size >= 1 ? Math.min(size, MAX_SIZE) : DEFAULT_SIZE,
    skipInvalid: invalidItems === 'skip',
    failOnRefused: refusedCustomers === 'fail',
  };
}
