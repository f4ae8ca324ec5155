import type { Vapi } from '@vapi-ai/server-sdk';
import { fail } from '../../../../shared/fail';
import { group } from '../../../../shared/form/collections';
import type { Field } from '../../../../shared/form/field';
import { choice, json, number, pick, text } from '../../../../shared/form/fields';
import type { FieldOf } from '../../../../shared/form/form';
import { serverFields } from '../../../../shared/form/server';
import { variantRows, type Variant } from '../../../../shared/form/variants';
import { asObject, type JsonObject } from '../../../../shared/protocol/json';
import { functionFields } from '../fields/definition';
import { schemaFields } from '../fields/schema';
import type { ToolForm } from './toolForm';

type Fields = ReadonlyArray<FieldOf<Vapi.CreateHandoffToolDto>>;

const when = text({
  displayName: 'When',
  path: 'description',
  rows: 2,
  placeholder: 'e.g. The caller has a question about a bill',
  description: 'Tells the assistant when to choose this destination',
});

const context = choice({
  displayName: 'Conversation Passed On',
  name: 'context',
  path: 'contextEngineeringPlan.type',
  default: '',
  options: [
    { name: 'All Messages', value: 'all' },
    { name: 'Default of Vapi', value: '' },
    { name: 'Last Messages', value: 'lastNMessages' },
    { name: 'Nothing', value: 'none' },
    { name: 'What Caller and Assistants Said', value: 'userAndAssistantMessages' },
    { name: 'What the Assistant Before Said', value: 'previousAssistantMessages' },
  ],
  description: 'What the next assistant knows of the call so far',
});

const lastMessages = number({
  displayName: 'Number of Last Messages',
  name: 'maxMessages',
  path: 'contextEngineeringPlan.maxMessages',
  default: 10,
  min: 1,
  displayOptions: { show: { context: ['lastNMessages'] } },
});

const other = json({
  displayName: 'Other Fields (JSON)',
  name: 'otherFields',
  path: '',
  placeholder: 'e.g. { "assistantOverrides": { "firstMessage": "Hello again" } }',
  description: 'Anything else of this destination in the Vapi API, merged last',
});

const extraction = json({
  displayName: 'Variables From the Conversation (JSON Schema)',
  name: 'extractionSchema',
  path: 'variableExtractionPlan.schema',
  description: 'What a model is to find in the conversation, as variables for the next assistant',
});

const options = (own: readonly Field[] = []): Field =>
  group({ displayName: 'Options', name: 'options', path: '', placeholder: 'Add Option' }, [...own, other]);

/** Source: OpenAPI HandoffDestinationAssistant, HandoffDestinationSquad, HandoffDestinationDynamic. */
const variants: readonly Variant[] = [
  {
    value: 'assistant',
    name: 'Assistant',
    fields: [
      pick({ displayName: 'Assistant', path: 'assistantId' }, 'searchAssistants'),
      when,
      context,
      lastMessages,
      options([
        text({
          displayName: 'Assistant Name',
          path: 'assistantName',
          description: 'Of a member of the same squad, instead of a stored assistant',
        }),
        extraction,
      ]),
    ],
    finish: (destination, { node, itemIndex }) => {
      if (destination.assistantId ?? destination.assistantName ?? destination.assistant) return destination;
      throw fail(node, 'INPUT_MISSING', 'Assistant of a destination', itemIndex);
    },
  },
  {
    value: 'squad',
    name: 'Squad',
    fields: [
      pick({ displayName: 'Squad', path: 'squadId' }, 'searchSquads'),
      when,
      context,
      lastMessages,
      options([
        text({
          displayName: 'Entry Assistant Name',
          path: 'entryAssistantName',
          description: 'Who talks first; the first member where nothing is set',
        }),
        extraction,
      ]),
    ],
    finish: (destination, { node, itemIndex }) => {
      if (destination.squadId ?? destination.squad) return destination;
      throw fail(node, 'INPUT_MISSING', 'Squad of a destination', itemIndex);
    },
  },
  {
    value: 'dynamic',
    name: 'What a Server Answers',
    description: 'Vapi asks by a handoff-destination-request',
    fields: [
      text({
        displayName: 'Server URL',
        name: 'serverUrl',
        path: 'server.url',
        placeholder: 'e.g. https://n8n.example.com/webhook/handoff',
        description: 'Such as the URL of a Vapi Request Trigger; empty for the server of the assistant',
      }),
      when,
      options(serverFields),
    ],
    finish: (destination): JsonObject => ({ ...asObject(destination) }),
  },
];

const main = (creating: boolean): Fields => [
  variantRows(
    {
      displayName: 'Destinations',
      name: 'handoffDestinations',
      path: 'destinations',
      row: 'Destination',
      tagLabel: 'Hand Off To',
      required: creating,
    },
    variants,
  ),
];

const more: Fields = [
  ...functionFields(false),
  ...schemaFields('function.parameters', { plural: 'Parameters', singular: 'Parameter' }, false),
  text({
    displayName: 'Result',
    path: 'defaultResult',
    placeholder: 'e.g. Handing over to billing.',
    description: 'What the model of the present assistant gets as the result of the tool',
  }),
];

/** Source: OpenAPI CreateHandoffToolDTO. */
export const handoffTool: ToolForm = {
  type: 'handoff',
  name: 'Hand-Off',
  description: 'Lets another assistant or squad go on with the call',
  messages: 'plain',
  main,
  more,
};
