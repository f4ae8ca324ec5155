import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { MAX_SPOKEN_LENGTH, type SpokenMessage } from '../../shared/protocol/results';
import { AnswerFields, toText } from './answerFields';
import { joinTexts, type AnsweringItem } from './answerKind';

/** Goes with every answer to a tool call. */
export const spokenMessageProperty: INodeProperties = {
  displayName: 'Options',
  name: 'toolOptions',
  type: 'collection',
  placeholder: 'Add Option',
  default: {},
  options: [
    {
      displayName: 'End Call After Message',
      name: 'endCall',
      type: 'boolean',
      default: false,
      description: 'Whether to hang up once the spoken message has been said',
    },
    {
      displayName: 'Spoken Message',
      name: 'spokenMessage',
      type: 'string',
      typeOptions: { rows: 2 },
      default: '',
      placeholder: 'e.g. You are booked for Friday at two.',
      description:
        'Said word for word at once, instead of what the model makes of the answer. Up to 1,000 characters.',
    },
  ],
};

/** What is to be said for one call; the texts of several items are joined, the same one is said once. */
export function readSpokenMessage(
  context: IExecuteFunctions,
  items: readonly AnsweringItem[],
): SpokenMessage | undefined {
  const fields = new AnswerFields(context, items[0]?.index ?? 0);
  const chosen = items.map(({ index }) => fields.at(index).collection('toolOptions'));
  const content = joinTexts(chosen.map(({ spokenMessage }) => toText(spokenMessage)));
  const endCall = chosen.some((options) => options.endCall === true);
  if (content !== '') {
    return {
      content: fields.limited(content, 'Spoken Message', MAX_SPOKEN_LENGTH),
      ...(endCall ? { endCall } : {}),
    };
  }
  if (endCall) throw fields.fail('INPUT_MISSING', 'Spoken Message, after which the call is to end,');
  return undefined;
}
