import type { IDataObject } from 'n8n-workflow';
import { AnswerFields } from './answerFields';
import type { ToolAnswerKind } from './answerKind';

/** Fields of the incoming item as JSON; several items of one call become a list. */
export const item: ToolAnswerKind = {
  option: {
    name: 'Tool: Item as JSON',
    value: 'item',
    description: 'The fields of the incoming item, a list if there are several items for one call',
  },
  properties: [
    {
      displayName: 'Fields to Include',
      name: 'fields',
      type: 'string',
      default: '',
      placeholder: 'e.g. date, time',
      description: 'Names separated by commas; leave empty for all. Fewer fields make the assistant faster.',
    },
  ],
  kind: 'result',
  content: (context, items) => {
    const picked = items.map(({ index, json }) =>
      pick(json, String(context.getNodeParameter('fields', index, ''))),
    );
    const [first] = items;
    // Names that are spelled wrong: an empty object would tell the assistant that nothing was found.
    if (first !== undefined && picked.every(isEmpty) && !items.every(({ json }) => isEmpty(json))) {
      const there = Object.keys(first.json).join(', ');
      const fields = new AnswerFields(context, first.index);
      throw fields.fail('ANSWER_EMPTY', `Fields to Include names none of the fields of the item (${there})`);
    }
    return picked.length === 1 ? picked[0] : picked;
  },
};

function isEmpty(json: IDataObject): boolean {
  return Object.keys(json).length === 0;
}

function pick(json: IDataObject, fields: string): IDataObject {
  const names = fields
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (names.length === 0) return json;
  return Object.fromEntries(
    names.filter((name) => Object.hasOwn(json, name)).map((name) => [name, json[name]]),
  );
}
