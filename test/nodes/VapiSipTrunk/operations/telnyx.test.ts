import type { INodeParameters } from 'n8n-workflow';
import { startTelnyxEmulator, type TelnyxEmulator } from '../../../emulators/telnyx';
import { startVapiEmulator, type VapiEmulator } from '../../../emulators/vapi';
import { runWorkflow } from '../../../support/engine';

// Looking after what was made waits for seconds.
jest.mock('n8n-workflow', () => ({
  ...jest.requireActual<object>('n8n-workflow'),
  sleep: jest.fn(() => Promise.resolve()),
}));

const NODE = 'SIP trunk';
const NUMBER = '+14155550142';
const KEY = 'private-key-of-the-test';
const NAMED: INodeParameters = { carrier: 'telnyx', trunkName: 'Support line', options: { sipRegion: 'us' } };
const TRUNK: INodeParameters = { ...NAMED, phoneNumbers: NUMBER, answeredBy: 'nobody' };

let vapi: VapiEmulator;
let telnyx: TelnyxEmulator;
beforeEach(async () => {
  vapi = await startVapiEmulator({ apiKey: KEY });
  telnyx = await startTelnyxEmulator({ apiKey: 'telnyx-key', numbers: [{ number: NUMBER }] });
});
afterEach(() => Promise.all([vapi.close(), telnyx.close()]));

async function output(operation: string, parameters: INodeParameters) {
  const run = await runWorkflow({
    nodes: [{ name: NODE, type: 'vapiSipTrunk', parameters: { operation, ...parameters } }],
    start: [[{ json: {} }]],
    credentials: {
      vapiApi: { apiKey: KEY, region: 'custom', baseUrl: vapi.url },
      vapiTelnyxApi: { apiKey: 'telnyx-key', baseUrl: telnyx.url },
    },
  });
  expect(run.error?.message).toBeUndefined();
  return run.output(NODE)[0] ?? {};
}

const writes = (): number =>
  [...vapi.requests, ...telnyx.requests].filter(({ method }) => method !== 'GET').length;

it('previews, provisions once, checks, and takes everything down', async () => {
  const preview = await output('preview', TRUNK);
  expect(preview).toMatchObject({ ok: true, carrier: 'telnyx' });
  expect(writes()).toBe(0);

  const provisioned = await output('provision', TRUNK);
  expect(provisioned).toMatchObject({ status: 'done', changed: preview.wouldChange, phoneNumbers: [NUMBER] });
  expect(provisioned).toMatchObject({
    connectionId: telnyx.state.connections[0]?.id,
    outboundVoiceProfileId: telnyx.state.profiles[0]?.id,
  });
  const before = writes();
  expect(before).toBe(preview.wouldChange);
  expect(await output('provision', TRUNK)).toMatchObject({ status: 'unchanged' });
  expect(await output('check', { ...NAMED, phoneNumbers: NUMBER })).toMatchObject({ errors: 0 });
  expect(await output('remove', NAMED)).toMatchObject({ ok: true });
  expect(writes()).toBe(before);

  expect(await output('remove', { ...NAMED, confirmRemoval: true })).toMatchObject({ status: 'done' });
  expect(vapi.storedAll('credential')).toEqual([]);
  expect(vapi.storedAll('phone-number')).toEqual([]);
  expect(await output('remove', { ...NAMED, confirmRemoval: true })).toMatchObject({ status: 'unchanged' });
});

it('puts the login that Telnyx has into Vapi', async () => {
  await output('provision', TRUNK);
  const first = vapi.storedAll('credential')[0]?.outboundAuthenticationPlan;
  await output('update', { ...NAMED, change: 'rotateLogin' });
  const second = vapi.storedAll('credential')[0]?.outboundAuthenticationPlan;
  expect(second).toMatchObject({ authUsername: expect.stringMatching(/^vapi/) });
  expect(second).not.toEqual(first);
});
