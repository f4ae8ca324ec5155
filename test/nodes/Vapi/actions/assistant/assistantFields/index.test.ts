import { assistantForm } from '../../../../../../nodes/Vapi/actions/assistant/assistantFields';
import {
  CLIENT_MESSAGES,
  SERVER_MESSAGES,
} from '../../../../../../nodes/Vapi/actions/assistant/assistantFields/messages';
import { MODEL_PROVIDERS } from '../../../../../../nodes/Vapi/actions/assistant/assistantFields/modelProviders';
import type { Providers } from '../../../../../../nodes/Vapi/actions/assistant/assistantFields/providers';
import {
  MULTILINGUAL,
  NO_FALLBACK_TRANSCRIBERS,
  TRANSCRIBER_PROVIDERS,
} from '../../../../../../nodes/Vapi/actions/assistant/assistantFields/transcriberProviders';
import {
  NO_FALLBACK_VOICES,
  VOICE_PROVIDERS,
} from '../../../../../../nodes/Vapi/actions/assistant/assistantFields/voiceProviders';
import { contractAvailable, contractErrors } from '../../../../../emulators/vapi/contract';
import type { JsonObject } from '../../../../../emulators/vapi/json';
import { operationStage } from '../../../../../support/engineOperation';
import { describeWith } from '../../../../../support/needs';
import {
  assistantEnum,
  assistantProperties,
  enumOf,
  itemVariants,
  propertyOf,
  unknownProperties,
  variants,
} from '../../../../../support/contractSchema';
import { choicesOf, fillForm, type Values } from '../fillForm';

const { properties } = assistantForm('create');

/** What the fields need where any text would not do. */
const VALUES: Values = {
  'artifacts.moreArtifacts': '{ "scorecardIds": ["5b0a4a08-133c-4146-9315-0984f8c6be80"] }',
  'callEnd.endCallPhrases': ['goodbye', 'see you'],
  'modelOptions.inlineTools': '[{ "type": "endCall" }]',
  'modelOptions.moreModel': '{ "toolRefs": [] }',
  'monitoring.filters': '[{ "type": "sql-injection" }]',
  'monitoring.monitorIds': '["monitor-1"]',
  'more.additionalFieldsJson': '{ "voicemailMessage": "Please call us back." }',
  'more.analysisPlan': '{ "minMessagesThreshold": 2 }',
  'more.credentials': '[{ "provider": "openai", "apiKey": "k" }]',
  'more.hooks':
    '[{ "on": "customer.speech.timeout", "options": { "timeoutSeconds": 8 }, "do": [{ "type": "say", "exact": "Hello?" }] }]',
  'more.transportConfigurations': '[{ "provider": "twilio", "timeout": 60 }]',
  'more.clientMessages': ['transcript'],
  'server.serverMessages': ['end-of-call-report'],
  'speaking.customEndpointingRules': '[{ "type": "assistant", "regex": "number", "timeoutSeconds": 3 }]',
  'voice.more': '{ "chunkPlan": { "minCharacters": 20 } }',
  'more.metadata': { row: [{ name: 'crmId', value: '7' }] },
  'more.observabilityPlan': '{ "provider": "langfuse", "tags": ["n8n"] }',
  'server.retries': {
    values: { type: 'fixed', maxRetries: 2, baseDelaySeconds: 1, excludedStatusCodes: ['400'] },
  },
  'transcriber.multilingual': false,
  'sound.backgroundSoundUrl': 'https://example.com/cafe.mp3',
};

/** The first value that a provider takes for a field, of those that the contract lists. */
function known(definition: JsonObject | undefined, field: string, otherwise: string): string {
  return String(enumOf(propertyOf(definition ?? {}, field))?.[0] ?? otherwise);
}

/** What a voice, a transcriber or a row of fallbacks needs to be valid for one provider. */
function valid(at: string, definition: JsonObject | undefined): Values {
  return Object.fromEntries(
    ['model', 'language', 'voiceId', 'languages'].map((field) => {
      const value = known(definition, field, 'en');
      return [`${at}.${field}`, field === 'languages' ? [value] : value];
    }),
  );
}

/** Chosen values by the path of their field. */
type Choices = Readonly<Record<string, string>>;

const BASIC: Choices = {
  modelProvider: 'openai',
  'voice.provider': '11labs',
  'voice.fallbackVoices.provider': 'openai',
  'transcriber.provider': 'deepgram',
  'transcriber.fallbackTranscribers.provider': 'deepgram',
};

/** Something valid in every field, for what is chosen. */
function valuesFor(choices: Choices): Values {
  const chosen = { ...BASIC, ...choices } as Record<keyof typeof BASIC, string>;
  const variant = (field: string, of: string): JsonObject | undefined =>
    variants('CreateAssistantDTO', field)[chosen[of] ?? ''];
  const fallback = (plan: string, field: string, of: string): JsonObject | undefined =>
    itemVariants(plan, field)[chosen[of] ?? ''];
  return {
    ...VALUES,
    modelName: known(variant('model', 'modelProvider'), 'model', 'some/model'),
    'modelOptions.fallbackModels': [known(variants('CreateAssistantDTO', 'model').openai, 'model', '')],
    ...valid('voice', variant('voice', 'voice.provider')),
    ...valid('voice.fallbackVoices', fallback('FallbackPlan', 'voices', 'voice.fallbackVoices.provider')),
    ...valid('transcriber', variant('transcriber', 'transcriber.provider')),
    ...valid(
      'transcriber.fallbackTranscribers',
      fallback('FallbackTranscriberPlan', 'transcribers', 'transcriber.fallbackTranscribers.provider'),
    ),
    ...chosen,
  };
}

/** What has to be chosen for another choice to be seen. */
const PARENTS: Readonly<Record<string, Choices>> = {
  'modelOptions.metadataSendMode': { modelProvider: 'custom-llm' },
  'modelOptions.reasoningEffort': { modelProvider: 'openai' },
  'transcriber.speechModel': { 'transcriber.provider': 'assembly-ai' },
  'transcriber.fallbackTranscribers.provider': { 'transcriber.provider': 'azure' },
  'voice.version': { 'voice.provider': 'vapi' },
  'voice.fallbackVoices.provider': { 'voice.provider': 'azure' },
  'callEnd.voicemailType': { 'callEnd.voicemailDetection': 'google' },
};

const OPTIONS = choicesOf(properties);

/** The first of every choice, the second of every choice … until each was there. */
const ROUNDS: Choices[] = Array.from(
  { length: Math.max(...OPTIONS.map(([, values]) => values.length)) },
  (_, n) => Object.fromEntries(OPTIONS.map(([path, values]) => [path, values[n % values.length] ?? ''])),
);

const DEPENDENT = OPTIONS.filter(([path]) => path in PARENTS).flatMap(([path, values]) =>
  values.map((value): [string, string] => [path, value]),
);

describeWith(contractAvailable(), 'shared/contract/vapi-contract.json is missing', 'by the contract', () => {
  const stage = operationStage('assistant', 'create', { modelName: 'gpt-4o' });

  const expectValid = (body: JsonObject): void => {
    expect(contractErrors('POST /assistant', body)).toEqual([]);
    expect(unknownProperties('CreateAssistantDTO', body)).toEqual([]);
  };

  it.each(ROUNDS)('everything filled in is valid in round %#', async (choices) => {
    expectValid((await stage.sent(fillForm(properties, valuesFor(choices)))) as JsonObject);
  });

  it.each(DEPENDENT)('everything filled in is valid with %s = %s', async (path, value) => {
    const choices = { ...PARENTS[path], [path]: value };
    const body = (await stage.sent(fillForm(properties, valuesFor(choices)))) as JsonObject;
    expectValid(body);
    expect(JSON.stringify(body)).toContain(`"${value}"`);
  });

  it('has a field for everything that an assistant has', async () => {
    const body = (await stage.sent(fillForm(properties, valuesFor({})))) as JsonObject;
    expect(Object.keys(body).sort()).toEqual(Object.keys(assistantProperties()).sort());
  });

  it.each(Object.keys(MULTILINGUAL))('is valid for a multilingual %s', async (provider) => {
    expectValid((await stage.sent({ transcriber: { provider, multilingual: true } })) as JsonObject);
  });

  it('would not be with wrong values: the validators are awake', () => {
    const body = {
      voice: { provider: 'cartesia', voiceId: 'x', speed: 1 },
      stopSpeakingPlan: { voiceSeconds: 2 },
      hooks: [{ on: 'call.ending', do: [], nonsense: 1 }],
    };
    expect(contractErrors('POST /assistant', body)).not.toEqual([]);
    expect(unknownProperties('CreateAssistantDTO', body)).toEqual(['voice.speed', 'hooks[0].nonsense']);
  });

  it.each<[string, Providers<string>, string, string[]]>([
    ['model', MODEL_PROVIDERS, 'model', ['maxTokens']],
    ['voice', VOICE_PROVIDERS, 'voice', ['model', 'speed', 'language', 'fallbackPlan']],
    [
      'transcriber',
      TRANSCRIBER_PROVIDERS,
      'transcriber',
      ['model', 'language', 'languages', 'keywords', 'fallbackPlan'],
    ],
  ])('lists the providers of the %s with the fields that they have', (_, providers, field, traits) => {
    const expected = Object.entries(variants('CreateAssistantDTO', field)).map(
      ([provider, definition]): [string, string[]] => [
        provider,
        traits.filter((trait) => propertyOf(definition, trait) !== undefined),
      ],
    );
    const listed = Object.entries(providers).map(([provider, { has }]) => [provider, has]);
    expect(Object.fromEntries(listed)).toEqual(Object.fromEntries(expected));
  });

  it.each([
    ['voices', 'FallbackPlan', VOICE_PROVIDERS, NO_FALLBACK_VOICES],
    ['transcribers', 'FallbackTranscriberPlan', TRANSCRIBER_PROVIDERS, NO_FALLBACK_TRANSCRIBERS],
  ])('knows which %s can stand in', (field, definition, providers, none) => {
    const standIns = Object.keys(providers).filter((provider) => !none.includes(provider));
    expect(standIns.sort()).toEqual(Object.keys(itemVariants(definition, field)).sort());
  });

  it.each([
    ['serverMessages', SERVER_MESSAGES],
    ['clientMessages', CLIENT_MESSAGES],
  ])('offers every value of %s', (field, options) => {
    const values = options.map(({ value }) => value);
    expect(values.sort()).toEqual([...(assistantEnum(field) ?? [])].sort());
  });
});
