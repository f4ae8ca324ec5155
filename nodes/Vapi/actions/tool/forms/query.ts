import type { Vapi } from '@vapi-ai/server-sdk';
import { picks, rows } from '../../../../shared/form/collections';
import { mapped } from '../../../../shared/form/field';
import { choice, text } from '../../../../shared/form/fields';
import type { FieldOf } from '../../../../shared/form/form';
import { asArray, asObject } from '../../../../shared/protocol/json';
import { optionalFunction } from './optionalFunction';
import type { ToolForm } from './toolForm';

const MODELS = [
  'gemini-2.0-flash',
  'gemini-2.5-flash',
  'gemini-2.5-flash-lite',
  'gemini-2.5-pro',
  'gemini-3.1-flash-lite',
  'gemini-3.5-flash',
];

const knowledgeBases = (required: boolean): FieldOf<Vapi.CreateQueryToolDto> =>
  mapped(
    rows(
      {
        displayName: 'Knowledge Bases',
        path: 'knowledgeBases',
        row: 'Knowledge Base',
        required,
        description: 'Files that the assistant looks things up in, grouped by what they are about',
      },
      [
        text({ displayName: 'Name', path: 'name', required: true, placeholder: 'e.g. price-list' }),
        text({
          displayName: 'Description',
          path: 'description',
          rows: 2,
          required: true,
          placeholder: 'e.g. Prices and durations of all treatments',
          description: 'Tells the model what is to be found here',
        }),
        picks({ displayName: 'Files', path: 'fileIds', row: 'File', required: true }, 'searchFiles'),
        choice({
          displayName: 'Model',
          path: 'model',
          default: '',
          options: [
            { name: 'Default of Vapi', value: '' },
            ...MODELS.map((value) => ({ name: value, value })),
          ],
        }),
      ],
    ),
    // The only provider there is. Source: OpenAPI KnowledgeBase.
    (list) => asArray(list).map((base) => ({ provider: 'google', ...asObject(base) })),
  );

/** Source: OpenAPI CreateQueryToolDTO. */
export const queryTool: ToolForm = {
  type: 'query',
  name: 'Query',
  description: 'Answers from uploaded files',
  messages: 'waiting',
  main: (creating) => [knowledgeBases(creating)],
  more: optionalFunction,
};
