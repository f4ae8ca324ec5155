import { startVapiEmulator, type VapiEmulator } from '../emulators/vapi';
import { askCustomLlm } from '../emulators/vapi/customLlm';
import { startFakeModel, type FakeModel } from './fakeModel';
import { startN8n, type N8n } from './harness/n8n';
import { packNodes } from './harness/pack';
import type { WorkflowJson } from './harness/rest';
import { agentWorkflow, modelCredential } from './requestWorkflow';
import { bearerCredential, TOKEN } from './toolCallClient';

const KEY = 'e2e-vapi-key-5d21c7';
const FRONT_DESK = '5b0a4a08-133c-4146-9315-0984f8c6be80';

let vapi: VapiEmulator;
let model: FakeModel;
let n8n: N8n;

beforeAll(async () => {
  vapi = await startVapiEmulator({ apiKey: KEY });
  vapi.seed('assistant', { id: FRONT_DESK, name: 'Front desk' });
  model = await startFakeModel();
  const openAi = modelCredential(model.url);
  n8n = await startN8n({
    tarballs: [await packNodes()],
    webhookUrl: 'https://n8n.test/',
    credentials: [
      bearerCredential,
      openAi,
      {
        ...{ id: 'vapi', name: 'Vapi', type: 'vapiApi' },
        data: { apiKey: KEY, region: 'custom', baseUrl: vapi.url },
      },
    ],
    workflows: [
      withVapiAsTool(
        agentWorkflow({
          ...{ id: 'agent', path: 'agent', credential: bearerCredential, model: openAi },
          ...{ deadlineSeconds: 60, equipped: true },
        }),
      ),
    ],
  });
}, 600_000);

afterAll(async () => {
  await n8n?.stop();
  await model?.close();
  await vapi?.close();
});

/** The agent's tool is the Vapi node: what n8n makes of a node that says `usableAsTool`. */
function withVapiAsTool<W extends WorkflowJson>(workflow: W): W {
  const tool = {
    ...{
      id: 'tool',
      name: 'calendar',
      type: 'n8n-nodes-vapi.vapiTool',
      typeVersion: 1,
      position: [540, 200],
    },
    parameters: {
      ...{ resource: 'chat', operation: 'send' },
      assistantId: { __rl: true, mode: 'id', value: FRONT_DESK },
      inputText: "={{ $fromAI('input', 'What to ask the front desk', 'string') }}",
    },
    credentials: { vapiApi: { id: 'vapi', name: 'Vapi' } },
  };
  const nodes = (workflow.nodes as Array<{ name: string }>).map((node) =>
    node.name === 'calendar' ? tool : node,
  );
  return { ...workflow, nodes };
}

it('an AI agent uses the Vapi node: it fills in a field and gets a small answer', async () => {
  const { text, problems } = await askCustomLlm({
    ...{ url: `${n8n.url}/webhook/agent`, apiKey: TOKEN },
    messages: [{ role: 'user', content: 'Let me ask.|tool|' }],
  });
  expect(problems).toEqual([]);
  const sent = vapi.requests.filter(({ method, path }) => method === 'POST' && path === '/chat');
  expect(sent.map(({ body }) => body)).toEqual([{ assistantId: FRONT_DESK, input: 'Monday' }]);
  // What the tool gave is what the model says next.
  expect(text).toMatch(/^Let me ask\. The calendar says /);
  expect(text).toContain('Monday');
  expect(text).not.toContain(KEY);
});
