import { fail } from '../../../shared/fail';
import { bridgeRequest } from '../../../shared/bridge/transport';
import { text } from '../../../shared/form/fields';
import { formFor } from '../../../shared/form/form';
import type { ItemOperation } from '../../../shared/actions/operation';

const form = formFor([
  text({
    displayName: 'Event ID',
    path: 'eventId',
    required: true,
    placeholder: 'e.g. 5b0a4a08-133c-4146-9315-0984f8c6be80',
    description: 'As Get Many Dead Letters gives it',
  }),
]);

/** `POST /v1/events/dead/{id}/resend`. Who gets the event twice knows it by its ID, so it may be asked for twice. */
export const resend: ItemOperation = {
  option: {
    name: 'Resend Dead Letter',
    value: 'resend',
    action: 'Resend a dead letter of the bridge',
    description: 'Put an event that could not be delivered back into the queue',
  },
  properties: form.properties,
  execute: async (context, itemIndex) => {
    const eventId = String(form.read(context, itemIndex).eventId).trim();
    if (eventId === '.' || eventId === '..')
      throw fail(context.getNode(), 'INPUT_NOT_AN_ID', `Event ID "${eventId}"`, itemIndex);
    const path = `/v1/events/dead/${encodeURIComponent(eventId)}/resend`;
    await bridgeRequest(context, { method: 'POST', path, repeatable: 'always', itemIndex });
    return [{ eventId, resent: true }];
  },
};
