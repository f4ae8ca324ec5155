import type { INodePropertyOptions } from 'n8n-workflow';
import { fail } from '../fail';
import { textOf } from '../fields/textOf';
import { onlyWhen, type Field } from './field';
import { choice, pick, text } from './fields';

/** Part of a phone number's body that says who answers. Source: OpenAPI CreateByoPhoneNumberDTO and its siblings. */
type AnsweredByField = Field<'' | 'assistantId' | 'squadId' | 'workflowId' | 'server.url'>;

const OPTIONS: INodePropertyOptions[] = [
  { name: 'Assistant', value: 'assistant' },
  {
    name: 'Server',
    value: 'server',
    description:
      'Vapi asks a server about each call (assistant-request), such as a Vapi Request Trigger, because nobody is assigned',
  },
  { name: 'Squad', value: 'squad' },
  { name: 'Workflow', value: 'workflow', description: 'A workflow of Vapi, not of n8n' },
];

/**
 * Who takes calls to the number.
 *
 * @param more what else can be chosen
 * @param preset value that is chosen at first
 * @param without values that cannot be chosen here
 */
export function answeredByFields(
  more: INodePropertyOptions[],
  preset: string,
  without: readonly string[] = [],
): AnsweredByField[] {
  const known = [...OPTIONS, ...more]
    .filter(({ value }) => !without.includes(String(value)))
    .sort((a, b) => a.name.localeCompare(b.name));
  const chooser = choice({
    displayName: 'Answered By',
    name: 'answeredBy',
    path: '',
    default: preset,
    options: known,
    description:
      'Who takes calls to this number. With no assistant, squad or workflow Vapi asks the server of the number, or else that of the organisation.',
  });
  const when = (value: string, field: AnsweredByField): AnsweredByField[] =>
    without.includes(value) ? [] : onlyWhen({ answeredBy: [value] }, [field]);
  return [
    {
      ...chooser,
      // n8n would show, and ask for, the fields of every choice.
      property: { ...chooser.property, noDataExpression: true },
      // What is not understood must not take off whoever is assigned: callers would hear nothing.
      read: (value, { node, itemIndex }) => {
        if (known.some((option) => option.value === value)) return undefined;
        const values = known.map((option) => option.value).join(', ');
        throw fail(
          node,
          'INPUT_NO_CHOICE',
          `Answered By is ${textOf(value) || 'empty'}, but has to be one of ${values}`,
          itemIndex,
        );
      },
    },
    ...when(
      'assistant',
      pick({ displayName: 'Assistant', path: 'assistantId', required: true }, 'searchAssistants'),
    ),
    ...when('squad', pick({ displayName: 'Squad', path: 'squadId', required: true }, 'searchSquads')),
    ...when(
      'workflow',
      text({
        displayName: 'Workflow ID',
        path: 'workflowId',
        required: true,
        placeholder: 'e.g. 5b0a4a08-133c-4146-9315-0984f8c6be80',
      }),
    ),
    ...when(
      'server',
      text({
        displayName: 'Server URL',
        name: 'serverUrl',
        path: 'server.url',
        required: true,
        placeholder: 'e.g. https://n8n.example.com/webhook/incoming',
        description: 'Such as the URL of a Vapi Request Trigger; it has about 7.5 seconds to answer',
      }),
    ),
  ];
}
