import { fail } from '../../../../shared/fail';
import { group } from '../../../../shared/form/collections';
import type { Field } from '../../../../shared/form/field';
import { choice, flag, json, number, texts } from '../../../../shared/form/fields';
import { asObject, asText, type JsonObject } from '../../../../shared/protocol/json';
import { onlyFor, providerOptions } from './providers';
import { customUrl, deepgram, fallbacks, language, model } from './transcriberParts';
import { MULTILINGUAL, TRANSCRIBER_PROVIDERS } from './transcriberProviders';

/** Stands below this name until the provider is known. */
const MULTILINGUAL_FLAG = 'multilingual';

const fields: Field[] = [
  choice({
    displayName: 'Provider',
    path: 'provider',
    default: 'deepgram',
    options: providerOptions(TRANSCRIBER_PROVIDERS),
  }),
  model,
  language,
  flag({
    displayName: 'Multilingual',
    path: MULTILINGUAL_FLAG,
    default: true,
    description:
      'Whether callers may speak or mix several languages. Takes the place of the language. Possible with AssemblyAI, Deepgram, Gladia, Google, Soniox, Speechmatics and Vapi.',
  }),
  texts({
    displayName: 'Language Hints',
    path: 'languages',
    button: 'Add Language',
    description: 'Languages to expect, e.g. en and es. Deepgram reads them with flux-general-multi only.',
    displayOptions: { show: { provider: having('languages') } },
  }),
  texts({
    displayName: 'Keywords',
    path: 'keywords',
    button: 'Add Keyword',
    description: 'Names and rare words to listen for, such as the name of the company',
    displayOptions: { show: { provider: having('keywords') } },
  }),
  number({
    displayName: 'Confidence Threshold',
    path: 'confidenceThreshold',
    default: 0.4,
    min: 0,
    max: 1,
    decimals: true,
    description: 'What is less certain than this is dropped, 0 to 1',
    displayOptions: onlyFor('assembly-ai', 'deepgram', 'gladia'),
  }),
  choice({
    displayName: 'AssemblyAI: Model',
    name: 'speechModel',
    path: 'speechModel',
    default: 'universal-streaming-english',
    options: [
      { name: 'Universal 3.5 Pro', value: 'universal-3-5-pro' },
      { name: 'Universal Streaming English', value: 'universal-streaming-english' },
      { name: 'Universal Streaming Multilingual', value: 'universal-streaming-multilingual' },
    ],
    displayOptions: onlyFor('assembly-ai'),
  }),
  customUrl,
  ...deepgram,
  fallbacks,
  json({
    displayName: 'More Transcriber Settings (JSON)',
    name: 'more',
    path: '',
    placeholder: 'e.g. { "eotThreshold": 0.8 }',
    description: 'Other fields of transcriber as in the Vapi API, merged last',
  }),
];

function having(trait: 'languages' | 'keywords'): string[] {
  const entries = Object.entries(TRANSCRIBER_PROVIDERS);
  return entries.filter(([, { has }]) => has.includes(trait)).map(([provider]) => provider);
}

const plain = group({ displayName: 'Transcriber', name: 'transcriber', path: 'transcriber' }, fields);

/** Who understands the caller, in which language, and who stands in. */
export const transcriberField: Field<'transcriber'> = {
  ...plain,
  read: (value, place) => {
    const read = plain.read(value, place);
    if (read === undefined) return undefined;
    const { [MULTILINGUAL_FLAG]: multilingual, ...body } = asObject(read);
    if (multilingual !== true) return Object.keys(body).length > 0 ? body : undefined;
    const provider = asText(body.provider);
    if (provider === undefined) {
      const what = 'Provider of the transcriber, which Multilingual depends on,';
      throw fail(place.node, 'INPUT_MISSING', what, place.itemIndex);
    }
    const hints = body.languages === undefined ? {} : { languages: body.languages };
    return { ...body, ...multilingualOf(provider, place), ...hints };
  },
};

function multilingualOf(provider: string, { node, itemIndex }: Parameters<Field['read']>[1]): JsonObject {
  const settings = MULTILINGUAL[provider];
  if (settings !== undefined) return settings;
  const name = TRANSCRIBER_PROVIDERS[provider]?.name ?? provider;
  throw fail(node, 'TRANSCRIBER_NOT_MULTILINGUAL', name, itemIndex);
}
