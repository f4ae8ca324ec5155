import type { INodePropertyOptions } from 'n8n-workflow';
import { fail } from '../../../shared/fail';
import {
  onlyWhen,
  isBlank,
  baseOf,
  type Field,
  type FieldPlace,
  type FieldSpec,
} from '../../../shared/form/field';
import { choice, json, pick } from '../../../shared/form/fields';
import { phoneNumberFrom } from '../../../shared/fields/phoneNumber';
import { textOf } from '../../../shared/fields/textOf';
import { asArray, isObject } from '../../../shared/protocol/json';

type WhoPath = 'assistantId' | 'squadId' | 'assistant' | '';

/** Fields for who talks in a chat or session. `more` are choices besides an assistant and a squad. */
export function whoFields(more: INodePropertyOptions): Array<Field<WhoPath>> {
  const who = choice({
    displayName: 'Who Answers',
    path: '',
    name: 'who',
    default: 'assistant',
    options: [
      { name: 'Assistant', value: 'assistant' },
      more,
      { name: 'Squad', value: 'squad' },
      {
        name: 'Transient Assistant',
        value: 'transient',
        description: 'One that is described here and not stored in Vapi',
      },
    ],
  });
  return [
    unsent(who),
    ...onlyWhen({ who: ['assistant'] }, [
      pick({ displayName: 'Assistant', path: 'assistantId', required: true }, 'searchAssistants'),
    ]),
    ...onlyWhen({ who: ['squad'] }, [
      pick({ displayName: 'Squad', path: 'squadId', required: true }, 'searchSquads'),
    ]),
    ...onlyWhen({ who: ['transient'] }, [
      json({
        displayName: 'Assistant (JSON)',
        path: 'assistant',
        required: true,
        description: 'As in the body of Vapi\'s "Create Assistant", with its model',
      }),
    ]),
  ];
}

/** A field that only decides which others are shown. */
export function unsent(field: Field): Field<''> {
  return { ...field, path: '', read: () => undefined };
}

const ROLES = ['assistant', 'developer', 'system', 'tool', 'user'];

/** A list of chat messages: `[{role, content, …}]`. Source: Vapi API reference, CreateChatDTO. */
export function messages<P extends string>(spec: FieldSpec<P>): Field<P> {
  const field = json({ ...spec, kind: 'array' });
  return {
    ...field,
    read: (value, place) => {
      const list = asArray(field.read(value, place));
      if (list.length === 0 && spec.required !== true) return undefined;
      if (list.length === 0) throw fail(place.node, 'INPUT_MISSING', spec.displayName, place.itemIndex);
      list.forEach((entry, index) =>
        checkMessage(entry, `Message ${index + 1} of ${spec.displayName}`, place),
      );
      return list;
    },
  };
}

function checkMessage(message: unknown, what: string, { node, itemIndex }: FieldPlace): void {
  if (!isObject(message)) throw fail(node, 'CHAT_MESSAGES_INVALID', `${what} is no object`, itemIndex);
  const { role } = message;
  if (typeof role === 'string' && ROLES.includes(role)) return;
  const given = role === undefined ? 'no role' : `the role "${textOf(role)}"`;
  throw fail(node, 'CHAT_MESSAGES_INVALID', `${what} has ${given}`, itemIndex);
}

/** A phone number in E.164. */
export function phoneNumber<P extends string>(spec: FieldSpec<P>): Field<P> {
  return {
    path: spec.path,
    property: { ...baseOf(spec), type: 'string', default: '' },
    read: (value, { node, itemIndex }) =>
      isBlank(value) && spec.required !== true
        ? undefined
        : phoneNumberFrom(node, value, { field: spec.displayName, itemIndex }),
  };
}

/** Any other fields of Vapi's body; they win over the form. Comes last in it. */
export const newerFields: Field<''> = json({
  displayName: 'Other Fields (JSON)',
  path: '',
  name: 'otherFields',
  description: 'Anything else that Vapi takes, merged into the request last',
});
