import type { IDataObject } from 'n8n-workflow';
import { fail } from '../../../shared/fail';
import { answeredByFields } from '../../../shared/form/answeredBy';
import { group } from '../../../shared/form/collections';
import { mapped, type FieldPlace } from '../../../shared/form/field';
import { choices, text } from '../../../shared/form/fields';
import { formFor } from '../../../shared/form/form';
import { isEmptyObject } from '../../../shared/form/merge';
import { asArray, asObject, type JsonObject } from '../../../shared/protocol/json';
import { vapiRequest } from '../../../shared/transport';
import { findMask } from '../common/findMask';
import { subjectPath, subjectProperty } from '../common/idField';
import { mergeChanges } from '../common/mergeChanges';
import { outputOf, wantsSimple } from '../../../shared/actions/output';
import { refuseRedacted } from '../common/refuseRedacted';
import { simplifyProperty } from '../../../shared/actions/simplifyProperty';
import type { ItemOperation } from '../../../shared/actions/operation';
import { commonFields, otherFields } from './commonFields';
import {
  credential,
  e164,
  e164Check,
  sipAuthentication,
  sipUri,
  smsEnabled,
  trunkNumber,
  twilioAccountSid,
  twilioApiKey,
  twilioAuthToken,
  type AnyPhoneNumber,
  type PhoneField,
} from './numberFields';
import { phoneNumberSubject } from './phoneNumberSubject';
import { simplifyPhoneNumber } from './simplifyPhoneNumber';
import { unassigned } from './unassigned';

const cleared: PhoneField = mapped(
  choices({
    displayName: 'Clear Fields',
    name: 'clearFields',
    path: '',
    options: [
      { name: 'Fallback Destination', value: 'fallbackDestination' },
      { name: 'Name', value: 'name' },
      { name: 'Server', value: 'server' },
      { name: 'SIP Authentication', value: 'authentication' },
    ],
    description: 'What is taken away',
  }),
  (names) => Object.fromEntries(asArray(names).map((name) => [String(name), null])),
);

/** Looked at once the provider is known. */
const number: PhoneField = text({
  displayName: 'Number',
  path: 'number',
  placeholder: 'e.g. +14155550123',
});

const form = formFor<AnyPhoneNumber>([
  ...answeredByFields(
    [
      { name: 'No Change', value: 'keep' },
      {
        name: 'Nobody',
        value: 'nobody',
        description: 'Whoever is assigned is taken off; Vapi asks the server of the number, if it has one',
      },
    ],
    'keep',
  ),
  group({ displayName: 'Update Fields', name: 'updateFields', path: '' }, [
    ...commonFields,
    credential(false),
    e164Check,
    number,
    sipAuthentication,
    sipUri(false),
    smsEnabled,
    twilioAccountSid(false),
    twilioAuthToken(false),
    ...twilioApiKey(false),
    cleared,
    otherFields,
  ]),
]);

const WHOLE = ['authentication', 'fallbackDestination', 'server.backoffPlan', 'server.headers'];

/**
 * Reads the number first: Vapi wants its provider with every change, and replaces objects such as `server` whole.
 *
 * Source: Vapi API reference, PATCH /phone-number/{id}.
 */
export const update: ItemOperation = {
  option: {
    name: 'Update',
    value: 'update',
    action: 'Update a phone number',
    description:
      'Change who answers calls to a phone number, its server, its fallback destination or its name',
  },
  properties: [subjectProperty(phoneNumberSubject), ...form.properties, simplifyProperty],
  execute: async (context, itemIndex) => {
    const node = context.getNode();
    const path = subjectPath(context, itemIndex, phoneNumberSubject);
    const answeredBy = context.getNodeParameter('answeredBy', itemIndex) as string;
    const changes = form.read(context, itemIndex);
    if (answeredBy === 'keep' && isEmptyObject(changes))
      throw fail(node, 'INPUT_MISSING', 'Answered By or Update Fields', itemIndex);

    // Whoever is assigned is taken off for the server: without it nobody would be left.
    if (answeredBy === 'server' && changes.server === null)
      throw fail(node, 'SERVER_CLEARED', 'Answered By is Server, but Clear Fields has Server', itemIndex);
    refuseRedacted(node, changes, itemIndex);
    const stored = asObject(await vapiRequest.call(context, { method: 'GET', path, itemIndex }));
    const place = { node, itemIndex, timezone: context.getTimezone() };
    const merged = mergeChanges(stored, withNumber(stored, changes, place), WHOLE);
    const hidden = findMask(merged, changes);
    if (hidden !== undefined) throw fail(node, 'STORED_VALUE_HIDDEN', hidden, itemIndex);
    const body = {
      ...(answeredBy === 'keep' ? {} : unassigned(stored, changes)),
      ...merged,
      provider: stored.provider,
    } as IDataObject;
    const updated = await vapiRequest.call(context, { method: 'PATCH', path, body, itemIndex });
    return [outputOf(updated, wantsSimple(context, itemIndex), simplifyPhoneNumber)];
  },
};

/** Only a number of a SIP trunk may be something else than E.164, and only with Vapi's own check off. */
function withNumber(stored: JsonObject, changes: JsonObject, place: FieldPlace): JsonObject {
  if (changes.number === undefined) return changes;
  const check = changes.numberE164CheckEnabled ?? stored.numberE164CheckEnabled;
  const free = stored.provider === 'byo-phone-number' && check === false;
  return { ...changes, number: (free ? trunkNumber : e164)(changes.number, place) };
}
