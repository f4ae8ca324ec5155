import type { Vapi } from '@vapi-ai/server-sdk';
import { metadataFrom, metadataProperty } from '../../../shared/fields/metadata';
import { defaultCountryProperty } from '../../../shared/fields/phoneNumber';
import { onlyWhen, type Field } from '../../../shared/form/field';
import { flag, json, moment, number, text } from '../../../shared/form/fields';
import type { FieldOf } from '../../../shared/form/form';
import { isEmptyObject } from '../../../shared/form/merge';

/** Vapi's limit for names of calls and customers, e-mail addresses and external IDs. */
const MAX_NAME = 40;
const MAX_EXTENSION = 10;

const WHOLE_OBJECTS =
  'Vapi replaces whole objects such as model: send them complete. Variables from the fields above are merged in.';

/** Overrides of the assistant or squad, whichever talks. */
export const overridesFields: Array<FieldOf<Vapi.CreateCallDto>> = [
  ...onlyWhen({ '/whoTalks': ['assistant', 'transientAssistant'] }, [
    json({
      displayName: 'Assistant Overrides (JSON)',
      path: 'assistantOverrides' as const,
      description: `Any other fields of assistantOverrides. ${WHOLE_OBJECTS}`,
    }),
  ]),
  ...onlyWhen({ '/whoTalks': ['squad'] }, [
    json({
      displayName: 'Squad Overrides (JSON)',
      path: 'squadOverrides' as const,
      description: `Fields of an assistant that take effect for every member of the squad. ${WHOLE_OBJECTS}`,
    }),
  ]),
  ...onlyWhen({ '/whoTalks': ['assistant'] }, [
    text({
      displayName: 'Assistant Version',
      path: 'assistantVersion' as const,
      description: 'A published version of the assistant; the newest if left out',
    }),
  ]),
];

/** Who is called, besides the number. */
export const customerFields: Array<FieldOf<Vapi.CreateCallDto>> = [
  ...onlyWhen({ '/callTo': ['phone'] }, [
    flag({
      displayName: 'Check Number Format',
      path: 'customer.numberE164CheckEnabled' as const,
      default: true,
      description:
        'Whether the number has to be in E.164 format. Switch off for extensions of a telephone system behind your own SIP trunk.',
    }),
  ]),
  ...onlyWhen({ '/callTo': ['phone', 'sip'] }, [
    text({
      displayName: 'Customer Email',
      path: 'customer.email' as const,
      name: 'customerEmail',
      maxLength: MAX_NAME,
      placeholder: 'e.g. dana@example.com',
      description: 'Available in prompts as {{ customer.email }}; up to 40 characters',
    }),
    text({
      displayName: 'Customer Extension',
      path: 'customer.extension' as const,
      name: 'customerExtension',
      maxLength: MAX_EXTENSION,
      description: 'Dialled after the call was answered; up to 10 characters',
    }),
    text({
      displayName: 'Customer External ID',
      path: 'customer.externalId' as const,
      name: 'customerExternalId',
      maxLength: MAX_NAME,
      description: 'ID of the customer in your own system, kept with the call; up to 40 characters',
    }),
    text({
      displayName: 'Customer Name',
      path: 'customer.name' as const,
      name: 'customerName',
      maxLength: MAX_NAME,
      description: 'Available in prompts as {{ customer.name }}; up to 40 characters',
    }),
  ]),
];

/** Fields of the call as a whole. */
export const generalFields: Field[] = [
  text({
    displayName: 'Call Name',
    path: 'name',
    maxLength: MAX_NAME,
    description: 'Up to 40 characters, for your own reference',
  }),
  moment({
    displayName: 'Earliest Start',
    path: 'schedulePlan.earliestAt',
    name: 'earliestStart',
    description: 'Schedules the call. A time without a zone is in the time zone of the workflow.',
  }),
  moment({
    displayName: 'Latest Start',
    path: 'schedulePlan.latestAt',
    name: 'latestStart',
    description: 'After this time the scheduled call is no longer placed. Needs Earliest Start.',
  }),
  ...onlyWhen({ '/callTo': ['sip'] }, [
    number({
      displayName: 'Ringing Time (Seconds)',
      path: 'transport.dialTimeout',
      name: 'dialTimeout',
      default: 60,
      min: 1,
      max: 600,
      description: 'How long the SIP address rings before the call is given up',
    }),
  ]),
];

/** Metadata is accepted by Vapi though absent from its OpenAPI (first-party samples send it). */
export const metadataField: Field = {
  path: 'metadata',
  property: metadataProperty,
  read: (value) => {
    const metadata = metadataFrom(value);
    return isEmptyObject(metadata) ? undefined : metadata;
  },
};

/** In which country numbers without a country code are; it is no field of Vapi. */
export const defaultCountryField: Field = {
  path: '',
  property: { ...defaultCountryProperty, displayOptions: { show: { '/callTo': ['phone'] } } },
  read: () => undefined,
};

/** Merged over everything else, so it is read apart. */
export const extraJson = json({
  displayName: 'JSON for Anything Newer',
  path: '',
  name: 'extraJson',
  description: 'Fields of the request that this node lacks, merged over all others at the end',
});

export const extraField: Field = { ...extraJson, read: () => undefined };
