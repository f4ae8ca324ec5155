import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { Vapi } from '@vapi-ai/server-sdk';
import { fail } from '../../../shared/fail';
import { onlyWhen } from '../../../shared/form/field';
import { json, pick } from '../../../shared/form/fields';
import { formFor } from '../../../shared/form/form';
import { isEmptyObject } from '../../../shared/form/merge';

/** The part of a call's body that says who talks. */
type WhoTalks = Pick<Vapi.CreateCallDto, 'assistantId' | 'squadId' | 'assistant'>;

const whoTalks: INodeProperties = {
  displayName: 'Who Talks',
  name: 'whoTalks',
  type: 'options',
  // Which fields there are depends on it.
  noDataExpression: true,
  options: [
    { name: 'Assistant', value: 'assistant', description: 'An assistant of the organisation' },
    {
      name: 'Squad',
      value: 'squad',
      description: 'Several assistants of the organisation that hand over to each other',
    },
    {
      name: 'Transient Assistant',
      value: 'transientAssistant',
      description: 'An assistant for this call only, as JSON',
    },
  ],
  default: 'assistant',
};

const form = formFor<Vapi.CreateCallDto>([
  ...onlyWhen({ whoTalks: ['assistant'] }, [
    pick({ displayName: 'Assistant', path: 'assistantId', required: true }, 'searchAssistants'),
  ]),
  ...onlyWhen({ whoTalks: ['squad'] }, [
    pick({ displayName: 'Squad', path: 'squadId', required: true }, 'searchSquads'),
  ]),
  ...onlyWhen({ whoTalks: ['transientAssistant'] }, [
    json({
      displayName: 'Assistant (JSON)',
      path: 'assistant' as const,
      name: 'transientAssistant',
      required: true,
      description:
        'The assistant as for Assistant > Create, for example { "firstMessage": "Hello", "model": { "provider": "openai", "model": "gpt-4o" } }',
    }),
  ]),
]);

/** Fields that choose who talks: `whoTalks` and one of `assistantId`, `squadId`, `transientAssistant`. */
export const whoTalksProperties: INodeProperties[] = [whoTalks, ...form.properties];

/**
 * Exactly one of the three: Vapi refuses two.
 *
 * @throws NodeOperationError when nothing is chosen
 */
export function readWhoTalks(context: IExecuteFunctions, itemIndex: number): WhoTalks {
  const who: WhoTalks = form.read(context, itemIndex);
  if (who.assistant === undefined || !isEmptyObject(who.assistant)) return who;
  throw fail(context.getNode(), 'INPUT_MISSING', 'Assistant (JSON)', itemIndex);
}

/** Where the overrides and variables of a call belong: those of a squad have a field of their own. */
export function overridesField(who: WhoTalks): 'squadOverrides' | 'assistantOverrides' {
  return who.squadId === undefined ? 'assistantOverrides' : 'squadOverrides';
}
