import { startTwilioEmulator, type TwilioEmulator } from '../emulators/twilio';
import { startVapiEmulator, type VapiEmulator } from '../emulators/vapi';
import { twilioContract } from '../support/sipTrunk/twilioContract';
import { account } from '../world/account';
import { exampleWorkflow } from '../world/world';
import { outputsOf, type Execution } from './harness/executions';
import { startN8n, type N8n } from './harness/n8n';
import { packNodes } from './harness/pack';

const { privateKey, assistantId } = account.vapi;
const { accountSid, authToken, number: NUMBER } = account.twilio;
const FORM_LOGIN = { user: 'admin', password: 'form-password-4d1b' };

let vapi: VapiEmulator;
let twilio: TwilioEmulator;
let n8n: N8n;
let example: ReturnType<typeof exampleWorkflow>;

/** The example as it is imported, with the one field that stand-ins need: their address says no region. */
function withRegion(workflow: typeof example): typeof example {
  const nodes = (workflow.nodes as Array<{ type: string; parameters: Record<string, unknown> }>).map(
    (node) =>
      node.type === 'n8n-nodes-vapi.vapiSipTrunk'
        ? { ...node, parameters: { ...node.parameters, options: { sipRegion: 'us' } } }
        : node,
  );
  return { ...workflow, nodes: nodes };
}

beforeAll(async () => {
  example = withRegion(exampleWorkflow('sip-trunk'));
  const tarballs = [await packNodes()];
  vapi = await startVapiEmulator({ apiKey: privateKey });
  vapi.seed('assistant', { id: assistantId, name: 'Front desk' });
  const contract = await twilioContract();
  twilio = await startTwilioEmulator({
    ...{ accountSid, authToken, hosts: {}, ...(contract ? { contract } : {}) },
    numbers: [{ number: NUMBER, voiceUrl: 'https://n8n.test/webhook/calls' }],
  });
  n8n = await startN8n({
    tarballs,
    webhookUrl: 'https://n8n.test/',
    credentials: [
      {
        ...{ id: 'vapiApi', name: 'Vapi', type: 'vapiApi' },
        data: { apiKey: privateKey, region: 'custom', baseUrl: vapi.url },
      },
      {
        ...{ id: 'vapiTwilioApi', name: 'Vapi Twilio', type: 'vapiTwilioApi' },
        data: { accountSid, authToken, login: 'authToken', region: 'custom', baseUrl: twilio.url },
      },
      { id: 'sipTrunkForm', name: 'SIP trunk form', type: 'httpBasicAuth', data: FORM_LOGIN },
    ],
    workflows: [example],
  });
}, 600_000);

afterAll(async () => {
  await n8n?.stop();
  await twilio?.close();
  await vapi?.close();
  expect(twilio?.contractProblems ?? []).toEqual([]);
});

const item = (execution: Execution, node: string): Record<string, unknown> =>
  outputsOf(execution, node)[0]?.[0]?.json ?? {};

/** Requests to either side that change something. */
const writes = (): number =>
  [...twilio.requests, ...vapi.requests].filter(({ method }) => method !== 'GET').length;

async function setUp(): Promise<Execution> {
  const { executionId } = await n8n.rest.runManually(example.id, 'Set it up');
  const execution = await n8n.waitForExecution(example.id, ({ id }) => id === executionId, 180_000);
  expect(execution.data.resultData.error?.message).toBeUndefined();
  return execution;
}

/** What somebody sends off who fills in the form. */
async function takeDown(forGood: string): Promise<Execution> {
  const { webhookId } = (example.nodes as Array<{ name: string; webhookId?: string }>).find(
    ({ name }) => name === 'Take it down',
  ) ?? { webhookId: '' };
  const known = new Set((await n8n.rest.executions({ workflowId: example.id })).map(({ id }) => id));
  const body = new FormData();
  body.set('field-0', 'Support line');
  body.set('field-1', forGood);
  const login = Buffer.from(`${FORM_LOGIN.user}:${FORM_LOGIN.password}`).toString('base64');
  const headers = { authorization: `Basic ${login}` };
  const answer = await fetch(`${n8n.url}/form/${webhookId}`, { method: 'POST', headers, body });
  expect([answer.status, answer.status === 200 ? '' : await answer.text()]).toEqual([200, '']);
  const execution = await n8n.waitForExecution(example.id, ({ id }) => !known.has(id), 180_000);
  expect(execution.data.resultData.error?.message).toBeUndefined();
  return execution;
}

it('shows, sets up, and finds nothing amiss', async () => {
  const execution = await setUp();
  const preview = item(execution, 'Preview');
  expect(preview).toMatchObject({ ok: true, trunkName: 'Support line', unchanged: expect.any(Array) });
  expect(preview.wouldChange).toBeGreaterThan(5);
  const provisioned = item(execution, 'Provision');
  expect(provisioned).toMatchObject({ ok: true, status: 'done', changed: preview.wouldChange });
  expect(writes()).toBe(preview.wouldChange);
  expect(item(execution, 'Check')).toMatchObject({ ok: true, errors: 0, warnings: 0 });

  const [trunk] = twilio.trunking.trunks;
  expect(twilio.numbers.map(({ number, trunkSid }) => [number, trunkSid])).toEqual([[NUMBER, trunk?.sid]]);
  expect(provisioned.trunkSid).toBe(trunk?.sid);
  expect(vapi.storedAll('credential')).toMatchObject([
    { id: provisioned.credentialId, provider: 'byo-sip-trunk' },
  ]);
  expect(vapi.storedAll('phone-number')).toMatchObject([
    { number: NUMBER, provider: 'byo-phone-number', assistantId, credentialId: provisioned.credentialId },
  ]);
});

it('changes nothing when it is run again', async () => {
  const before = writes();
  const execution = await setUp();
  expect(item(execution, 'Preview')).toMatchObject({ ok: true, wouldChange: 0 });
  expect(item(execution, 'Provision')).toMatchObject({ status: 'unchanged', changed: 0 });
  expect(writes()).toBe(before);
});

it('takes nothing down for somebody who only wants to see', async () => {
  const before = writes();
  const shown = item(await takeDown('No, only show me'), 'Remove');
  expect(shown).toMatchObject({ ok: true, trunkName: 'Support line' });
  expect(shown.wouldChange).toBeGreaterThan(4);
  expect(writes()).toBe(before);
});

it('takes everything down for somebody who says so, but for the number', async () => {
  expect(item(await takeDown('Yes'), 'Remove')).toMatchObject({ ok: true, status: 'done' });
  expect(twilio.trunking.trunks).toEqual([]);
  expect(vapi.storedAll('credential')).toEqual([]);
  expect(vapi.storedAll('phone-number')).toEqual([]);
  expect(twilio.numbers.map(({ number }) => number)).toEqual([NUMBER]);
  expect(twilio.numbers[0]?.trunkSid ?? '').toBe('');
});
