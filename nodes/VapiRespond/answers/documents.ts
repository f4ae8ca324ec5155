import type { INodePropertyOptions } from 'n8n-workflow';
import type { JsonObject } from '../../shared/protocol/json';
import { MAX_SPOKEN_LENGTH } from '../../shared/protocol/results';
import { warnNoDocuments } from '../hints';
import { toText, type AnswerFields } from './answerFields';
import type { RequestAnswerKind } from './answerKind';

const ANY_NUMBER = { min: -Number.MAX_VALUE, max: Number.MAX_VALUE };

const SOURCES: INodePropertyOptions[] = [
  { name: 'One Document for All Items', value: 'text', description: 'A text as a single document' },
  { name: 'One for Each Item', value: 'items' },
  {
    name: 'Say a Sentence Instead',
    value: 'message',
    description: 'The assistant says it word for word; the model is not asked',
  },
];

/** Documents for the model, or a sentence to say. Source: Vapi docs, custom knowledge base. */
export const documents: RequestAnswerKind = {
  option: {
    name: 'Knowledge Base: Documents',
    value: 'documents',
    description: 'What was found for the question of the caller, for the model to answer from',
  },
  properties: [
    {
      displayName: 'Documents',
      name: 'documentsFrom',
      type: 'options',
      noDataExpression: true,
      options: SOURCES,
      default: 'items',
    },
    {
      displayName: 'Content',
      name: 'content',
      type: 'string',
      typeOptions: { rows: 2 },
      default: '={{ $json.document?.pageContent ?? $json.content }}',
      description: 'The text of a document; items without text are left out',
      displayOptions: { show: { documentsFrom: ['items'] } },
    },
    {
      displayName: 'Similarity',
      name: 'similarity',
      type: 'string',
      default: '={{ $json.score ?? $json.similarity ?? 1 }}',
      description: 'How well the document fits: 1 is the best. The best ones come first.',
      displayOptions: { show: { documentsFrom: ['items'] } },
    },
    {
      displayName: 'Limit',
      name: 'limit',
      type: 'number',
      typeOptions: { minValue: 1 },
      default: 50,
      description: 'Max number of results to return',
      displayOptions: { show: { documentsFrom: ['items'] } },
    },
    {
      displayName: 'Text',
      name: 'documentText',
      type: 'string',
      typeOptions: { rows: 4 },
      required: true,
      default: '',
      displayOptions: { show: { documentsFrom: ['text'] } },
    },
    {
      displayName: 'Sentence',
      name: 'sentence',
      type: 'string',
      typeOptions: { rows: 2 },
      required: true,
      default: '',
      placeholder: 'e.g. Cancellations are free until the day before.',
      description: 'Up to 1,000 characters',
      displayOptions: { show: { documentsFrom: ['message'] } },
    },
  ],
  requests: ['knowledge-base-request'],
  body: (fields) => {
    switch (fields.choice('documentsFrom', 'Documents', SOURCES)) {
      case 'text':
        return { documents: [{ content: fields.requiredText('documentText', 'Text'), similarity: 1 }] };
      case 'message': {
        const content = fields.limited(
          fields.requiredText('sentence', 'Sentence'),
          'Sentence',
          MAX_SPOKEN_LENGTH,
        );
        // Vapi's schema has a type, the sample in its docs a role.
        return { message: { type: 'custom-message', role: 'assistant', content } };
      }
      default:
        return { documents: documentsOfItems(fields) };
    }
  },
};

/** A search without a hit is an answer, too: no documents. */
function documentsOfItems(fields: AnswerFields): JsonObject[] {
  const limit = fields.number(fields.value('limit'), 'Limit', { min: 1, max: Number.MAX_SAFE_INTEGER });
  const items = fields.context.getInputData();
  const found = items.flatMap((_, index) => {
    const item = fields.at(index);
    const content = toText(item.value('content'));
    if (content === '') return [];
    return [{ content, similarity: item.number(item.value('similarity'), 'Similarity', ANY_NUMBER) }];
  });
  if (found.length === 0) warnNoDocuments(fields.context, items.length);
  return found.sort((a, b) => b.similarity - a.similarity).slice(0, Math.round(limit));
}
