import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { fail } from '../../../shared/fail';
import { onlyWhen } from '../../../shared/form/field';
import { json, text } from '../../../shared/form/fields';
import { formFor } from '../../../shared/form/form';
import { isEmptyObject } from '../../../shared/form/merge';
import type { JsonObject } from '../../../shared/protocol/json';

const whoTalks: INodeProperties = {
  displayName: 'Who Talks',
  name: 'whoTalks',
  type: 'options',
  // Which fields there are depends on it.
  noDataExpression: true,
  options: [
    { name: 'Assistant', value: 'assistant', description: 'An assistant of the Vapi organisation' },
    {
      name: 'Default of the Bridge',
      value: 'default',
      description: 'The assistant that VAPI_ASSISTANT_ID names in the settings of the bridge',
    },
    { name: 'Squad', value: 'squad', description: 'Several assistants that hand over to each other' },
    {
      name: 'Transient Assistant',
      value: 'transientAssistant',
      description: 'An assistant for this call only, as JSON',
    },
  ],
  default: 'default',
};

const form = formFor([
  ...onlyWhen({ whoTalks: ['assistant'] }, [
    text({
      displayName: 'Assistant ID',
      path: 'assistantId',
      required: true,
      placeholder: 'e.g. 5b0a4a08-133c-4146-9315-0984f8c6be80',
    }),
  ]),
  ...onlyWhen({ whoTalks: ['squad'] }, [
    text({
      displayName: 'Squad ID',
      path: 'squadId',
      required: true,
      placeholder: 'e.g. 1d6f2c0e-52a1-4a39-8f6b-1f5a3f0f8a11',
    }),
  ]),
  ...onlyWhen({ whoTalks: ['transientAssistant'] }, [
    json({
      displayName: 'Assistant (JSON)',
      path: 'assistant',
      name: 'transientAssistant',
      required: true,
      description:
        'The assistant as in the Vapi API, for example { "firstMessage": "Hello", "model": { "provider": "openai", "model": "gpt-4o" } }',
    }),
  ]),
]);

/** Fields that choose who talks. */
export const whoTalksProperties: INodeProperties[] = [whoTalks, ...form.properties];

/** The part of a call's body that says who talks; nothing for the bridge's own assistant. */
export function readWhoTalks(context: IExecuteFunctions, itemIndex: number): JsonObject {
  const who = form.read(context, itemIndex);
  if (!isEmptyObject(who.assistant)) return who;
  throw fail(context.getNode(), 'INPUT_MISSING', 'Assistant (JSON)', itemIndex);
}
