import { group } from '../../../shared/form/collections';
import { onlyWhen } from '../../../shared/form/field';
import { choice, json, number, pick, text } from '../../../shared/form/fields';
import { formFor } from '../../../shared/form/form';
import * as messages from '../../../shared/protocol/controlMessages';
import { asObject, type JsonObject } from '../../../shared/protocol/json';
import { liveOperation } from './liveOperation';

const CONTEXT_LENGTH = 10;

/** Fields of HandoffDestinationAssistant, which the OpenAPI has for hand-off tools only. */
const form = formFor([
  choice({
    displayName: 'Hand Off To',
    path: 'to',
    closed: true,
    default: 'assistant',
    options: [
      { name: 'Assistant', value: 'assistant' },
      { name: 'Member of the Squad', value: 'member', description: 'An assistant of the squad of this call' },
      { name: 'Transient Assistant', value: 'transient', description: 'Described here, for this call only' },
    ],
  }),
  ...onlyWhen({ to: ['assistant'] }, [
    pick({ displayName: 'Assistant', path: 'destination.assistantId', required: true }, 'searchAssistants'),
  ]),
  ...onlyWhen({ to: ['member'] }, [
    text({
      displayName: 'Assistant Name',
      path: 'destination.assistantName',
      required: true,
      placeholder: 'e.g. Billing',
    }),
  ]),
  ...onlyWhen({ to: ['transient'] }, [
    json({
      displayName: 'Assistant (JSON)',
      path: 'destination.assistant',
      required: true,
      description: 'As in the Vapi API, POST /assistant',
    }),
  ]),
  text({
    displayName: 'Announcement',
    path: 'content',
    rows: 2,
    placeholder: 'e.g. My colleague takes over.',
    description: 'What is said before the other assistant takes over',
  }),
  group({ displayName: 'Additional Fields', name: 'additionalFields', path: '' }, [
    choice({
      displayName: 'Context',
      path: 'destination.contextEngineeringPlan.type',
      name: 'context',
      default: 'all',
      options: [
        { name: 'All Messages', value: 'all' },
        { name: 'Last Messages', value: 'lastNMessages' },
        { name: 'Messages of Earlier Assistants', value: 'previousAssistantMessages' },
        { name: 'Messages of User and Assistant', value: 'userAndAssistantMessages' },
        { name: 'None', value: 'none' },
      ],
      description: 'What the other assistant learns of the conversation so far',
    }),
    number({
      displayName: 'Context Length',
      path: 'destination.contextEngineeringPlan.maxMessages',
      default: CONTEXT_LENGTH,
      min: 1,
      description: 'How many messages the context Last Messages holds',
    }),
    json({
      displayName: 'Assistant Overrides (JSON)',
      path: 'destination.assistantOverrides',
      placeholder: 'e.g. { "variableValues": { "orderId": "17" } }',
    }),
    json({
      displayName: 'More Fields (JSON)',
      name: 'moreFields',
      path: '',
      description: 'Fields of the message that this form lacks; merged last',
    }),
  ]),
]);

/** Source: Vapi docs, live call control; experimental. */
export const handOff = liveOperation(
  {
    name: 'Hand Off',
    value: 'handOff',
    action: 'Hand a live call off to another assistant',
    description: 'Let another assistant go on with the call. In the docs of Vapi, not in its API reference.',
  },
  form.properties,
  (context, itemIndex) => {
    const { to: _, destination, content, ...more } = form.read(context, itemIndex);
    const handOffTo = withContext(asObject(destination));
    return { ...messages.handOff(handOffTo, content as string | undefined), ...more };
  },
);

/** The length goes with one kind of context only, and there it has to be. */
function withContext(destination: JsonObject): JsonObject {
  if (destination.contextEngineeringPlan === undefined) return destination;
  const { maxMessages = CONTEXT_LENGTH, ...plan } = asObject(destination.contextEngineeringPlan);
  const isLimited = plan.type === 'lastNMessages' || plan.type === undefined;
  return {
    ...destination,
    contextEngineeringPlan: isLimited ? { ...plan, type: 'lastNMessages', maxMessages } : plan,
  };
}
