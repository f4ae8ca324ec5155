import type { INodeParameters } from 'n8n-workflow';
import type { JsonObject } from '../../../../emulators/vapi/json';
import { IDS, picked } from '../../../../support/engineOperation';

const rows = (...row: INodeParameters[]): INodeParameters => ({ row });

/** What is filled in besides the name, and what it adds to the body. */
export const MAPPED: Array<[what: string, parameters: INodeParameters, body: JsonObject]> = [
  ['a model of OpenAI by default', {}, { model: { provider: 'openai', model: 'gpt-4o' } }],
  ['no model', { modelProvider: 'unset', systemPrompt: 'hidden', modelOptions: { temperature: 1 } }, {}],
  [
    'a model whose provider an expression gives',
    { modelProvider: '={{ "groq" }}', modelName: 'openai/gpt-oss-20b' },
    { model: { provider: 'groq', model: 'openai/gpt-oss-20b' } },
  ],
  ['Vapi’s own model, which needs no name', { modelProvider: 'vapi' }, { model: { provider: 'vapi' } }],
  [
    'a prompt and settings of the model',
    {
      firstMessage: 'Hello',
      systemPrompt: 'You are {{role}}.',
      modelOptions: {
        temperature: 0,
        toolIds: rows({ id: picked(IDS.tool) }),
        moreModel: '{ "maxTokens": 300 }',
      },
    },
    {
      firstMessage: 'Hello',
      model: {
        provider: 'openai',
        model: 'gpt-4o',
        messages: [{ role: 'system', content: 'You are {{role}}.' }],
        temperature: 0,
        toolIds: [IDS.tool],
        maxTokens: 300,
      },
    },
  ],
  [
    'a custom LLM',
    {
      modelProvider: 'custom-llm',
      customLlmUrl: 'https://llm.example.com/v1',
      modelName: 'north',
      modelOptions: {
        metadataSendMode: 'destructured',
        modelHeaders: rows({ name: 'X-Clinic', value: 'north' }),
        modelTimeout: 5,
        reasoningEffort: 'high',
      },
    },
    {
      model: {
        provider: 'custom-llm',
        url: 'https://llm.example.com/v1',
        model: 'north',
        metadataSendMode: 'destructured',
        headers: { 'X-Clinic': 'north' },
        timeoutSeconds: 5,
      },
    },
  ],
  [
    'a voice with fallbacks, without what belongs to other providers',
    {
      modelProvider: 'unset',
      voice: {
        provider: 'cartesia',
        voiceId: 'v1',
        model: 'sonic-3',
        speed: 1.2,
        stability: 0.4,
        fallbackVoices: rows(
          { provider: 'openai', voiceId: 'alloy', more: '{ "speed": 1.1 }' },
          { provider: 'azure', voiceId: 'emma', model: 'of another' },
        ),
      },
    },
    {
      voice: {
        provider: 'cartesia',
        voiceId: 'v1',
        model: 'sonic-3',
        fallbackPlan: {
          voices: [
            { provider: 'openai', voiceId: 'alloy', speed: 1.1 },
            { provider: 'azure', voiceId: 'emma' },
          ],
        },
      },
    },
  ],
  [
    'a voice and a transcriber of one’s own',
    {
      modelProvider: 'unset',
      voice: { provider: 'custom-voice', serverUrl: 'https://n8n.example.com/webhook/v' },
      transcriber: { provider: 'custom-transcriber', serverUrl: 'wss://stt.example.com' },
    },
    {
      voice: { provider: 'custom-voice', server: { url: 'https://n8n.example.com/webhook/v' } },
      transcriber: { provider: 'custom-transcriber', server: { url: 'wss://stt.example.com' } },
    },
  ],
  [
    'a multilingual transcriber with fallbacks',
    {
      modelProvider: 'unset',
      transcriber: {
        provider: 'deepgram',
        model: 'nova-3',
        language: 'en',
        multilingual: true,
        languages: ['en', 'es'],
        fallbackTranscribers: rows({ provider: 'speechmatics', language: 'en' }),
      },
    },
    {
      transcriber: {
        provider: 'deepgram',
        model: 'nova-3',
        language: 'multi',
        languages: ['en', 'es'],
        fallbackPlan: {
          transcribers: [{ provider: 'speechmatics', language: 'en', customVocabulary: [] }],
        },
      },
    },
  ],
  [
    'a multilingual transcriber that takes no language',
    { modelProvider: 'unset', transcriber: { provider: 'vapi', language: 'en', multilingual: true } },
    { transcriber: { provider: 'vapi', languages: [] } },
  ],
  [
    'one language',
    {
      modelProvider: 'unset',
      transcriber: { provider: 'speechmatics', language: 'de', multilingual: false },
    },
    { transcriber: { provider: 'speechmatics', language: 'de', customVocabulary: [] } },
  ],
  [
    'when to start and to stop speaking',
    {
      modelProvider: 'unset',
      speaking: {
        waitSeconds: 0.8,
        smartEndpointing: 'livekit',
        waitFunction: '200 + 8000 * x',
        endpointingUrl: 'https://of.another.choice',
        onNumberSeconds: 1,
        customEndpointingRules: '[{ "type": "assistant", "regex": "number", "timeoutSeconds": 3 }]',
        numWords: 0,
        voiceSeconds: 0.5,
        interruptionPhrases: ['stop', ' '],
      },
    },
    {
      startSpeakingPlan: {
        waitSeconds: 0.8,
        smartEndpointingPlan: { provider: 'livekit', waitFunction: '200 + 8000 * x' },
        transcriptionEndpointingPlan: { onNumberSeconds: 1 },
        customEndpointingRules: [{ type: 'assistant', regex: 'number', timeoutSeconds: 3 }],
      },
      stopSpeakingPlan: { numWords: 0, voiceSeconds: 0.5, interruptionPhrases: ['stop'] },
    },
  ],
  [
    'no background sound',
    { modelProvider: 'unset', sound: { backgroundSound: 'off' } },
    { backgroundSound: 'off' },
  ],
  [
    'a background sound of one’s own',
    {
      modelProvider: 'unset',
      sound: { backgroundSound: 'custom', backgroundSoundUrl: 'https://example.com/cafe.mp3' },
    },
    { backgroundSound: 'https://example.com/cafe.mp3' },
  ],
  [
    'no voicemail detection, whatever was set for one',
    { modelProvider: 'unset', callEnd: { voicemailDetection: 'off', voicemailType: 'audio' } },
    { voicemailDetection: 'off' },
  ],
  [
    'voicemail detection',
    {
      modelProvider: 'unset',
      callEnd: {
        voicemailDetection: 'vapi',
        voicemailType: 'transcript',
        maxRetries: 3,
        machineDetectionTimeout: 9,
      },
    },
    { voicemailDetection: { provider: 'vapi', type: 'transcript', backoffPlan: { maxRetries: 3 } } },
  ],
  [
    'custom storage',
    {
      modelProvider: 'unset',
      artifacts: {
        credentialIds: rows({ id: picked(IDS.file) }),
        recordingUseCustomStorageEnabled: true,
        pcapUseCustomStorageEnabled: false,
        recordingPath: 'calls/north',
      },
    },
    {
      credentialIds: [IDS.file],
      artifactPlan: {
        recordingUseCustomStorageEnabled: true,
        pcapUseCustomStorageEnabled: false,
        recordingPath: 'calls/north',
      },
    },
  ],
  [
    'a server with retries and messages',
    {
      modelProvider: 'unset',
      server: {
        url: 'https://n8n.example.com/webhook/1',
        serverCredentialId: picked(IDS.file),
        serverHeaders: rows({ name: 'X-Key', value: 'k' }),
        retries: {
          values: { type: 'fixed', maxRetries: 2, baseDelaySeconds: 0.5, excludedStatusCodes: ['400'] },
        },
        serverMessages: ['end-of-call-report'],
      },
    },
    {
      server: {
        url: 'https://n8n.example.com/webhook/1',
        credentialId: IDS.file,
        headers: { 'X-Key': 'k' },
        backoffPlan: { type: 'fixed', maxRetries: 2, baseDelaySeconds: 0.5, excludedStatusCodes: [400] },
      },
      serverMessages: ['end-of-call-report'],
    },
  ],
  [
    'one message that an expression gives',
    {
      modelProvider: 'unset',
      server: { serverMessages: '={{ "tool-calls" }}' },
      more: { clientMessages: '={{ "transcript" }}' },
    },
    { serverMessages: ['tool-calls'], clientMessages: ['transcript'] },
  ],
  [
    'Vapi’s default where no message is chosen',
    { modelProvider: 'unset', server: { serverMessages: [] }, more: { clientMessages: [] } },
    {},
  ],
  [
    'live control with a key and consent to be recorded',
    {
      modelProvider: 'unset',
      monitoring: {
        controlAuthenticationEnabled: true,
        consentType: 'verbal',
        consentMessage: 'May we record this?',
        consentWait: 5,
        declineToolId: picked(IDS.tool),
      },
    },
    {
      monitorPlan: { controlAuthenticationEnabled: true },
      compliancePlan: {
        recordingConsentPlan: { type: 'verbal', message: 'May we record this?', declineToolId: IDS.tool },
      },
    },
  ],
  [
    'keys, metadata and JSON over everything',
    {
      firstMessage: 'Hello',
      more: {
        keypad: true,
        delimiters: 'none',
        metadata: rows({ name: 'crmId', value: '7' }),
        additionalFieldsJson:
          '{ "firstMessage": "Hi", "model": { "temperature": 1, "maxTokens": null }, "metadata": { "a": 1 }, "id": "mine" }',
      },
    },
    {
      firstMessage: 'Hi',
      model: { provider: 'openai', model: 'gpt-4o', temperature: 1 },
      keypadInputPlan: { enabled: true, delimiters: '' },
      metadata: { crmId: '7', a: 1 },
    },
  ],
];
