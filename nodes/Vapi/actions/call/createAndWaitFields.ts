import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { variablesProperties } from '../../../shared/fields/variables';
import { asNumber, asObject } from '../../../shared/protocol/json';
import { simplifyProperty } from '../../../shared/actions/simplifyProperty';
import { additionalCollection, additionalFields } from './callFields';
import { routeProperties } from './callRoute';
import { whoTalksProperties } from './whoTalks';

const DEFAULT_MARGIN_MINUTES = 5;

const waitOptions: INodeProperties = {
  displayName: 'Wait Options',
  name: 'waitOptions',
  type: 'collection',
  placeholder: 'Add Option',
  default: {},
  options: [
    {
      displayName: 'Margin in Minutes',
      name: 'marginMinutes',
      type: 'number',
      typeOptions: { minValue: 0, numberPrecision: 2 },
      default: DEFAULT_MARGIN_MINUTES,
      description:
        "How long to wait beyond the assistant's maximum duration, for dialling, Vapi's analysis, and calls that start late",
    },
    {
      displayName: 'Tools Without a Server of Their Own',
      name: 'toolsWithoutServer',
      type: 'options',
      options: [
        {
          name: 'Refuse',
          value: 'refuse',
          description: 'Place no call, and name what relies on the server URL of the assistant',
        },
        {
          name: 'Send to the Old URL',
          value: 'oldUrl',
          description:
            'Give them the server URL of the assistant or phone number for this call. The model is sent along as it is in Vapi.',
        },
      ],
      default: 'refuse',
      description:
        'For this call, the execution takes the place of the server of the assistant. What to do about tools that rely on it.',
    },
  ],
};

export const createAndWaitProperties: INodeProperties[] = [
  {
    displayName:
      "The execution waits until Vapi posts the end-of-call report of this call, which the Vapi Trigger then does not get. If there is none in time (maximum duration of the assistant plus a margin), n8n goes on with the input item: check for <code>endedReason</code>, and read the call with Call: Get and the ID <code>{{ $('Name of this node').context.callId }}</code>.",
    name: 'waitNotice',
    type: 'notice',
    default: '',
  },
  ...whoTalksProperties,
  // Who joined a WebSocket call would have to know its URL before the execution goes on.
  ...routeProperties({ webSocket: false }),
  ...variablesProperties,
  additionalCollection(additionalFields).property,
  simplifyProperty,
  waitOptions,
];

export interface WaitOptions {
  marginMinutes: number;
  /** Send the requests of tools without a server to the URL that the call would have had. */
  keepOldUrl: boolean;
}

export function readWaitOptions(context: IExecuteFunctions): WaitOptions {
  const { marginMinutes, toolsWithoutServer } = asObject(context.getNodeParameter('waitOptions', 0, {}));
  return {
    marginMinutes: Math.max(
      asNumber(Number(marginMinutes ?? DEFAULT_MARGIN_MINUTES)) ?? DEFAULT_MARGIN_MINUTES,
      0,
    ),
    keepOldUrl: toolsWithoutServer === 'oldUrl',
  };
}
