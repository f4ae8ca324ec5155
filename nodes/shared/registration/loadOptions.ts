import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';
import { asArray, asObject, asText, type JsonObject } from '../protocol/json';
import { vapiRequest } from '../transport';
import type { Kind } from './vapiObjects';

/** The most that Vapi gives in one page; what lies beyond is chosen by its ID, in an expression. */
const PAGE_SIZE = 1000;

/** Pickers of the registration fields, for `methods.loadOptions` of the triggers. */
export const registrationLoadOptions = {
  async getAssistants(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
    return await optionsOf(this, 'assistant', ({ name }) => asText(name));
  },

  async getPhoneNumbers(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
    return await optionsOf(this, 'phone-number', ({ name, number, sipUri }) => {
      const parts = [asText(name), asText(number) ?? asText(sipUri)].filter(Boolean);
      return parts.length === 0 ? undefined : parts.join(' · ');
    });
  },
};

async function optionsOf(
  context: ILoadOptionsFunctions,
  kind: Kind,
  nameOf: (row: JsonObject) => string | undefined,
): Promise<INodePropertyOptions[]> {
  const answer = await vapiRequest.call(context, {
    method: 'GET',
    path: `/${kind}`,
    qs: { limit: PAGE_SIZE },
  });
  return asArray(answer)
    .map(asObject)
    .map((row) => ({ name: nameOf(row) ?? String(row.id), value: String(row.id) }))
    .sort((a, b) => a.name.localeCompare(b.name));
}
