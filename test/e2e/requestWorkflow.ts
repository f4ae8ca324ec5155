import type { ImportedCredential } from './harness/cli';
import type { WorkflowJson } from './harness/rest';

type Workflow = WorkflowJson & { id: string };

/** Name of the trigger in all of these workflows. */
export const TRIGGER = 'Requests';

export const DEFAULT_ASSISTANT = '5b0a4a08-133c-4146-9315-0984f8c6be80';
export const DEFAULT_REPLY = 'Could you say that again?';

/** What each request is answered with by the workflow: fields of the Respond node. */
const ANSWERS: Record<string, Record<string, unknown>> = {
  'assistant-request': {
    ...{ respondWith: 'assistant', target: 'assistant', assistantId: 'f47ac10b-58cc-4372-a567-0e02b2c3d479' },
  },
  'transfer-destination-request': {
    ...{ respondWith: 'transferDestination', target: 'number', destinationNumber: '+14155550142' },
  },
  'handoff-destination-request': {
    ...{ respondWith: 'handoffDestination', target: 'member', assistantName: 'Billing' },
  },
  'knowledge-base-request': {
    ...{ respondWith: 'documents', documentsFrom: 'text', documentText: '=About {{ $json.query }}' },
  },
  'call.endpointing.request': { respondWith: 'endpointing', timeoutSeconds: 1.5 },
  'campaign.predial': { respondWith: 'predial', eligible: true },
  'voice-request': { respondWith: 'voiceAudio', binaryPropertyName: 'data' },
  'chat-completion': {
    ...{ respondWith: 'chatCompletion', replyText: '=You said {{ $json.chatInput }}' },
    toolCalls: { call: [{ name: 'endCall', parameters: '{"why":"done"}' }] },
  },
};

/** Each branch does as the variables of the call say: answers, fails, ends without items, or takes its time. */
const OBEY = `const [item] = $input.all();
const { variables, request } = item.json;
if (variables.fail) throw new Error('the directory is on fire');
if (variables.empty) return [];
if (variables.waitMs) await new Promise((resolve) => setTimeout(resolve, variables.waitMs));
if (request !== 'voice-request') return [item];
return [{ ...item, binary: { data: { data: 'AQIDBA==', mimeType: 'audio/pcm', fileName: 'voice.pcm' } } }];`;

const to = (node: string, type = 'main'): unknown[] => [{ node, type, index: 0 }];

function triggerNode(id: string, path: string, credential: ImportedCredential, parameters: object): unknown {
  return {
    ...{ id: 'trigger', name: TRIGGER, type: 'n8n-nodes-vapi.vapiRequestTrigger', typeVersion: 1 },
    ...{ position: [0, 0], webhookId: `${id}-webhook` },
    parameters: { authentication: 'vapiWebhookApi', path, ...parameters },
    credentials: { vapiWebhookApi: { id: credential.id, name: credential.name } },
  };
}

interface Spec {
  id: string;
  path: string;
  credential: ImportedCredential;
  deadlineSeconds: number;
}

/** A Vapi Request Trigger with all requests, each on an output of its own with a Code node and a Respond node. */
export function decisionWorkflow({ id, path, credential, deadlineSeconds }: Spec): Workflow {
  const requests = Object.keys(ANSWERS);
  const branch = ([request, parameters]: [string, object], index: number): unknown[] => [
    {
      ...{ id: `code-${index}`, name: `Work: ${request}`, type: 'n8n-nodes-base.code', typeVersion: 2 },
      ...{ position: [260, index * 160], parameters: { jsCode: OBEY } },
    },
    {
      ...{ id: `respond-${index}`, name: `Answer: ${request}`, type: 'n8n-nodes-vapi.vapiRespond' },
      ...{ typeVersion: 1, position: [520, index * 160], parameters },
    },
  ];
  const parameters = {
    ...{ requests, options: { deadlineSeconds }, defaultReply: DEFAULT_REPLY },
    defaultAssistant: { __rl: true, mode: 'id', value: DEFAULT_ASSISTANT },
  };
  return {
    ...{ id, name: id },
    nodes: [triggerNode(id, path, credential, parameters), ...Object.entries(ANSWERS).flatMap(branch)],
    connections: {
      [TRIGGER]: { main: requests.map((request) => to(`Work: ${request}`)) },
      ...Object.fromEntries(
        requests.map((request) => [`Work: ${request}`, { main: [to(`Answer: ${request}`)] }]),
      ),
    },
    settings: { executionOrder: 'v1' },
  };
}

interface AgentSpec extends Spec {
  model: ImportedCredential;
  /** A Respond node with the agent's output behind the agent. */
  responds?: boolean;
  /** A tool and a memory for the agent, in their default settings. */
  equipped?: boolean;
}

/** A Vapi Request Trigger for a custom LLM with n8n's AI Agent behind it, in their default settings. */
export function agentWorkflow(spec: AgentSpec): Workflow {
  const { id, path, credential, deadlineSeconds, model } = spec;
  const parameters = {
    ...{ requests: ['chat-completion'], options: { deadlineSeconds }, defaultReply: DEFAULT_REPLY },
  };
  const LANGCHAIN = '@n8n/n8n-nodes-langchain';
  return {
    ...{ id, name: id },
    nodes: [
      triggerNode(id, path, credential, parameters),
      {
        ...{
          id: 'agent',
          name: 'AI Agent',
          type: `${LANGCHAIN}.agent`,
          typeVersion: 3.1,
          position: [260, 0],
        },
        parameters: { options: {} },
      },
      {
        ...{ id: 'model', name: 'Model', type: `${LANGCHAIN}.lmChatOpenAi`, typeVersion: 1.2 },
        position: [260, 200],
        parameters: {
          model: { __rl: true, mode: 'id', value: 'fake' },
          options: { maxRetries: 0 },
        },
        credentials: { openAiApi: { id: model.id, name: model.name } },
      },
      {
        ...{ id: 'respond', name: 'Answer', type: 'n8n-nodes-vapi.vapiRespond', typeVersion: 1 },
        ...{ position: [520, 0], parameters: { respondWith: 'chatCompletion' } },
      },
      {
        ...{ id: 'memory', name: 'Memory', type: `${LANGCHAIN}.memoryBufferWindow`, typeVersion: 1.3 },
        ...{ position: [400, 200], parameters: {} },
      },
      {
        ...{
          id: 'tool',
          name: 'calendar',
          type: `${LANGCHAIN}.toolCode`,
          typeVersion: 1.3,
          position: [540, 200],
        },
        parameters: { description: 'Looks a day up in the calendar', jsCode: "return 'free on ' + query" },
      },
    ],
    connections: {
      [TRIGGER]: { main: [to('AI Agent')] },
      Model: { ai_languageModel: [to('AI Agent', 'ai_languageModel')] },
      ...(spec.equipped === true
        ? {
            Memory: { ai_memory: [to('AI Agent', 'ai_memory')] },
            calendar: { ai_tool: [to('AI Agent', 'ai_tool')] },
          }
        : {}),
      ...(spec.responds === true ? { 'AI Agent': { main: [to('Answer')] } } : {}),
    },
    settings: { executionOrder: 'v1' },
  };
}

/** The credential with which n8n's OpenAI node reaches the stand-in. */
export function modelCredential(url: string): ImportedCredential {
  return { id: 'model', name: 'Model', type: 'openAiApi', data: { apiKey: 'no-key-needed', url } };
}
