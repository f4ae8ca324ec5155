import type { Vapi } from '@vapi-ai/server-sdk';
import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { errorItem, fail, toNodeError } from '../../../shared/fail';
import { defaultCountryProperty } from '../../../shared/fields/phoneNumber';
import { checkSchedule } from '../../../shared/fields/schedule';
import { variablesProperties } from '../../../shared/fields/variables';
import { group } from '../../../shared/form/collections';
import { onlyWhen } from '../../../shared/form/field';
import { pick, text } from '../../../shared/form/fields';
import { formFor } from '../../../shared/form/form';
import { mergeDeep } from '../../../shared/form/merge';
import { asArray } from '../../../shared/protocol/json';
import { vapiRequest } from '../../../shared/transport';
import { mustNotRetry } from '../../../shared/actions/mustNotRetry';
import { outputOf, wantsSimple } from '../../../shared/actions/output';
import { simplifyProperty } from '../../../shared/actions/simplifyProperty';
import type { BatchOperation } from '../../../shared/actions/operation';
import { moreFields } from './campaignFields';
import { readCustomers } from './customers';
import { simplifyCampaign } from './simplifyCampaign';

const basics = formFor<Vapi.CreateCampaignDto>([
  text({ displayName: 'Name', path: 'name', required: true, placeholder: 'e.g. Recall in spring' }),
  ...onlyWhen({ whoTalks: ['assistant'] }, [
    pick({ displayName: 'Assistant', path: 'assistantId', required: true }, 'searchAssistants'),
  ]),
  ...onlyWhen({ whoTalks: ['squad'] }, [
    pick({ displayName: 'Squad', path: 'squadId', required: true }, 'searchSquads'),
  ]),
  pick(
    {
      displayName: 'Phone Number',
      path: 'phoneNumberId',
      description: 'The number in Vapi that the calls come from; leave empty for a dialPlan in JSON',
    },
    'searchPhoneNumbers',
  ),
]);

const more = formFor([
  group({ displayName: 'Additional Fields', name: 'additionalFields', path: '' }, moreFields),
]);

const whoTalks: INodeProperties = {
  displayName: 'Who Talks',
  name: 'whoTalks',
  type: 'options',
  noDataExpression: true,
  options: [
    { name: 'Assistant', value: 'assistant' },
    { name: 'Squad', value: 'squad' },
  ],
  default: 'assistant',
};

const fromItems = { show: { customersFrom: ['items'] } };

const customerProperties: INodeProperties[] = [
  {
    displayName: 'Customers From',
    name: 'customersFrom',
    type: 'options',
    noDataExpression: true,
    options: [
      { name: 'Input Items', value: 'items', description: 'One campaign; each item is somebody to call' },
      { name: 'JSON', value: 'json' },
    ],
    default: 'items',
  },
  {
    displayName: 'Customer Number',
    name: 'customerNumber',
    type: 'string',
    required: true,
    default: '',
    placeholder: 'e.g. {{ $json.phone }}',
    description: 'Whom to call, in E.164 format: plus sign, country code, number',
    displayOptions: fromItems,
  },
  { ...defaultCountryProperty, displayOptions: fromItems },
  {
    displayName: 'Customer Name',
    name: 'customerName',
    type: 'string',
    default: '',
    placeholder: 'e.g. {{ $json.name }}',
    description: 'Available in prompts as customer.name; cut to 40 characters',
    displayOptions: fromItems,
  },
  ...variablesProperties.map((property) => ({
    ...property,
    displayOptions: { show: { ...fromItems.show, ...property.displayOptions?.show } },
  })),
  {
    displayName: 'Customers (JSON)',
    name: 'customersJson',
    type: 'json',
    default: '[\n  { "number": "+14155550123", "name": "Dana" }\n]',
    description: 'A list as in the API reference of Vapi',
    displayOptions: { show: { customersFrom: ['json'] } },
  },
];

/** One campaign out of all input items. Source: Vapi API reference, POST /v2/campaign. */
export const create: BatchOperation = {
  option: {
    name: 'Create',
    value: 'create',
    action: 'Create a campaign that calls many customers',
    description:
      'Let an assistant call everybody on a list, up to 10,000 contacts. This places real calls that cost money.',
  },
  properties: [
    ...basics.properties.slice(0, 1),
    whoTalks,
    ...basics.properties.slice(1),
    ...customerProperties,
    simplifyProperty,
    ...more.properties,
  ],
  executeAll: async (context) => {
    try {
      return [await createCampaign(context)];
    } catch (error) {
      const nodeError = toNodeError(context.getNode(), error);
      if (!context.continueOnFail()) throw nodeError;
      return [errorItem(nodeError, 0)];
    }
  },
};

async function createCampaign(context: IExecuteFunctions): Promise<INodeExecutionData> {
  mustNotRetry(context);
  const squad = context.getNodeParameter('whoTalks', 0, 'assistant') === 'squad';
  const customers = readCustomers(context, squad ? 'squadOverrides' : 'assistantOverrides');
  const given = mergeDeep(basics.read(context, 0), more.read(context, 0));
  checkSchedule(context.getNode(), given.schedulePlan);
  const body: IDataObject = { ...(given.dialPlan === undefined ? { customers } : {}), ...given };
  // What a campaign is copied from has both of these.
  if (body.dialPlan === undefined && body.duplicateFromCampaignId === undefined) {
    if (body.phoneNumberId === undefined) throw fail(context.getNode(), 'INPUT_MISSING', 'Phone Number');
    if (asArray(body.customers).length === 0) throw fail(context.getNode(), 'INPUT_MISSING', 'Customers');
  }
  if (asArray(body.customers).length === 0) delete body.customers;
  const campaign = await vapiRequest.call(context, { method: 'POST', path: '/v2/campaign', body });
  const pairedItem = context.getInputData().map((_, item) => ({ item }));
  return { json: outputOf(campaign, wantsSimple(context, 0), simplifyCampaign), pairedItem };
}
