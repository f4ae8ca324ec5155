import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { fail } from '../../../shared/fail';
import { group } from '../../../shared/form/collections';
import { onlyWhen, type Field } from '../../../shared/form/field';
import { flag, json, text } from '../../../shared/form/fields';
import { formFor, type Form } from '../../../shared/form/form';
import { PROVIDERS } from './providers';
import { OTHER } from './providers/other';
import type { Provider } from './providers/provider';

const nameField = text({
  displayName: 'Name',
  path: 'name',
  maxLength: 40,
  placeholder: 'e.g. Recordings bucket',
  description: 'Up to 40 characters, to find it again',
});

const newerFields = json({
  displayName: 'Other Fields (JSON)',
  path: '',
  name: 'otherFields',
  description:
    'Anything else that Vapi takes, merged into the request last. Not masked: no place for secrets.',
});

const providerProperty: INodeProperties = {
  displayName: 'Type',
  name: 'provider',
  type: 'options',
  // The fields below depend on it.
  noDataExpression: true,
  options: PROVIDERS.map(({ name, value, description }) => ({ name, value, description })),
  default: 'byo-sip-trunk',
};

/** Everything that a new credential needs, and what it may have. */
function createFields({ own, plan, extra = [] }: Provider): Field[] {
  return [
    nameField,
    ...own,
    ...(plan === undefined ? [] : planFields(plan)),
    ...(extra.length > 0
      ? [group({ displayName: 'Additional Fields', name: 'additionalFields', path: '' }, extra)]
      : []),
    newerFields,
  ];
}

function planFields({ label, fields, optional, when }: NonNullable<Provider['plan']>): Field[] {
  const shown = when === undefined ? fields : onlyWhen(when, fields);
  if (optional === undefined) return [...shown];
  const description = `Whether to set the ${label.toLowerCase()} of the credential`;
  return [planSwitch(`Set ${label}`, description, optional.preset), ...onlyWhen({ withPlan: [true] }, shown)];
}

/** What can be changed alone, and what has to be given as a whole. */
function updateFields({ own, plan, extra = [] }: Provider): Field[] {
  const single = [nameField, ...own, ...extra].map(optional);
  const whole =
    plan === undefined
      ? []
      : [
          planSwitch(
            `Replace ${plan.label}`,
            `Whether to replace the ${plan.label.toLowerCase()}. Fill in all of it: Vapi replaces it as a whole and never gives its secrets back.`,
            false,
          ),
          ...onlyWhen({ withPlan: [true] }, plan.fields),
        ];
  return [
    group({ displayName: 'Update Fields', name: 'updateFields', path: '' }, single),
    ...whole,
    newerFields,
  ];
}

function planSwitch(displayName: string, description: string, preset: boolean): Field {
  const field = flag({ displayName, path: '', name: 'withPlan', default: preset, description });
  return { ...field, read: () => undefined };
}

/** In a collection nothing is required: what is not added stays as it is. */
function optional(field: Field): Field {
  const { required: _, ...property } = field.property;
  return { ...field, property };
}

/** A form for each provider, of which the chosen one is shown and read. */
export interface CredentialForm {
  properties: INodeProperties[];
  /**
   * The body with its `provider`.
   *
   * @throws NodeOperationError with the field and the fix, never with a secret
   */
  read(context: IExecuteFunctions, itemIndex: number): IDataObject;
}

function credentialForm(fieldsOf: (provider: Provider) => Field[]): CredentialForm {
  const forms = new Map<string, Form>(
    PROVIDERS.map((provider) => [
      provider.value,
      formFor(onlyWhen({ provider: [provider.value] }, fieldsOf(provider))),
    ]),
  );
  return {
    properties: [providerProperty, ...[...forms.values()].flatMap(({ properties }) => properties)],
    read: (context, itemIndex) => {
      const provider = String(context.getNodeParameter('provider', itemIndex, ''));
      const form = forms.get(provider);
      if (form === undefined) throw fail(context.getNode(), 'OPERATION_UNKNOWN', provider, itemIndex);
      const body = { provider, ...form.read(context, itemIndex) };
      // In an update it is one of the fields to add, so n8n does not ask for it.
      if (body.provider === OTHER) throw fail(context.getNode(), 'INPUT_MISSING', 'Provider Name', itemIndex);
      return body;
    },
  };
}

export const createForm = credentialForm(createFields);

export const updateForm = credentialForm(updateFields);
