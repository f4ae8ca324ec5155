import type { Vapi } from '@vapi-ai/server-sdk';
import { outsideDestinations, spokenBefore } from '../../../../shared/form/destinations';
import { choice, text } from '../../../../shared/form/fields';
import type { FieldOf } from '../../../../shared/form/form';
import { group } from '../../../../shared/form/collections';
import { variantRows, type Variant } from '../../../../shared/form/variants';
import { optionalFunction } from './optionalFunction';
import type { ToolForm } from './toolForm';

/** Another member of the squad. Source: OpenAPI TransferDestinationAssistant. */
const toAssistant: Variant = {
  value: 'assistant',
  name: 'Assistant of the Squad',
  fields: [
    text({
      displayName: 'Assistant Name',
      path: 'assistantName',
      required: true,
      placeholder: 'e.g. Billing',
      description: 'Of a member of the same squad, exactly as in Vapi',
    }),
    text({
      displayName: 'When',
      path: 'description',
      rows: 2,
      placeholder: 'e.g. The caller has a question about a bill',
      description: 'Tells the assistant when to choose this destination',
    }),
    choice({
      displayName: 'Conversation Passed On',
      name: 'historyMode',
      path: 'transferMode',
      default: '',
      options: [
        { name: 'Default of Vapi', value: '' },
        { name: 'Everything', value: 'rolling-history' },
        { name: 'Everything, Other System Message', value: 'swap-system-message-in-history' },
        {
          name: 'Everything, Other System Message, Without the Transfer',
          value: 'swap-system-message-in-history-and-remove-transfer-tool-messages',
        },
        { name: 'Nothing', value: 'delete-history' },
      ],
    }),
    group({ displayName: 'Options', name: 'options', path: '', placeholder: 'Add Option' }, [spokenBefore]),
  ],
};

const destinations: FieldOf<Vapi.CreateTransferCallToolDto> = variantRows(
  {
    displayName: 'Destinations',
    // Not the name that the hand-off has: n8n checks the required fields of rows of either by the rows of both.
    name: 'transferDestinations',
    path: 'destinations',
    row: 'Destination',
    tagLabel: 'Transfer To',
    description:
      'Without any, Vapi asks the server of the assistant each time (transfer-destination-request), such as a Vapi Request Trigger',
  },
  [...outsideDestinations, toAssistant],
);

/** Source: OpenAPI CreateTransferCallToolDTO. */
export const transferCallTool: ToolForm = {
  type: 'transferCall',
  name: 'Transfer Call',
  description: 'Passes the call to a phone number, a SIP address or another member of the squad',
  messages: 'plain',
  main: () => [destinations],
  more: optionalFunction,
};
