import type { INodeParameters } from 'n8n-workflow';
import { NUMBER, startSipTrunkStage, type SipTrunkStage } from '../../../support/sipTrunkStage';

// Looking after what was made waits for seconds.
jest.mock('n8n-workflow', () => ({
  ...jest.requireActual<object>('n8n-workflow'),
  sleep: jest.fn(() => Promise.resolve()),
}));

const NODE = 'SIP trunk';
const TRUNK: INodeParameters = {
  ...{ carrier: 'custom', trunkName: 'Office PBX', phoneNumbers: NUMBER, answeredBy: 'nobody' },
  ...{ outboundHost: 'sip.example.com', inboundNetworks: '203.0.113.10, 203.0.113.16/28' },
  options: { sipRegion: 'eu' },
};

let stage: SipTrunkStage;
beforeEach(async () => {
  stage = await startSipTrunkStage();
});
afterEach(() => stage.close());

async function output(operation: string, parameters: INodeParameters) {
  const run = await stage.run(operation, parameters);
  expect(run.error?.message).toBeUndefined();
  return run.output(NODE)[0] ?? {};
}

it('sets Vapi up, and tells a person what to type in at the carrier', async () => {
  const { login, manualSteps, credentialId, ...item } = await output('provision', TRUNK);
  expect(item).toMatchObject({ ok: true, status: 'done', carrier: 'custom', sipRegion: 'eu' });
  const [credential] = stage.vapi.storedAll('credential');
  expect(credential).toMatchObject({
    ...{ id: credentialId, provider: 'byo-sip-trunk', name: 'Office PBX' },
    gateways: [
      { ip: 'sip.example.com', inboundEnabled: false, outboundEnabled: true },
      { ip: '203.0.113.10', netmask: 32, inboundEnabled: true, outboundEnabled: false },
      { ip: '203.0.113.16', netmask: 28, inboundEnabled: true, outboundEnabled: false },
    ],
  });
  const { username, password } = login as { username: string; password: string };
  expect(credential?.outboundAuthenticationPlan).toEqual({ authUsername: username, authPassword: password });
  const steps = manualSteps as Array<{ number: number; values: Record<string, string> }>;
  expect(steps.map(({ number }) => number)).toEqual(steps.map((_, index) => index + 1));
  const values = steps.flatMap((step) => Object.values(step.values)).join('\n');
  expect(values).toContain(`sip:${NUMBER}@${String(credentialId)}.sip.eu.vapi.ai`);
  expect(values).toContain(password);
});

it('shows no password in a preview, which would not be the one', async () => {
  const preview = await output('preview', TRUNK);
  expect(preview.wouldChange).toBe(3);
  expect(JSON.stringify(preview)).toMatch(/"authPassword":"\[redacted\]"/);
  const typedIn = '"User name":"made when this is carried out","Password":"made when this is carried out"';
  expect(JSON.stringify(preview)).toContain(typedIn);
  expect(stage.writes()).toEqual([]);
});

it('shows where requests to Vapi would go', async () => {
  const { steps } = await output('preview', TRUNK);
  expect((steps as Array<{ request: string }>).map(({ request }) => request)).toEqual([
    ...[`POST ${stage.vapi.url}/credential`, `POST ${stage.vapi.url}/phone-number`],
    `PATCH ${stage.vapi.url}/credential/{vapi.credential}`,
  ]);
});

it('leaves no login in Vapi that a run which stopped did not show', async () => {
  stage.vapi.failNext({ method: 'POST', path: '/phone-number', status: 400 });
  const { error } = await stage.run('provision', { ...TRUNK, onFailure: 'keep' });
  expect(error?.message).toContain('The run stopped at a step that failed');
  expect(stage.vapi.storedAll('credential')[0]).not.toHaveProperty('outboundAuthenticationPlan');
  const { login } = await output('provision', TRUNK);
  expect(stage.vapi.storedAll('credential')[0]?.outboundAuthenticationPlan).toEqual({
    authUsername: (login as { username: string }).username,
    authPassword: (login as { password: string }).password,
  });
});

it('keeps the SIP registration when the login is rotated without it', async () => {
  const registration = { domain: 'sip.example.com', username: 'acme', realm: 'sip.example.com' };
  await output('provision', { ...TRUNK, options: { sipRegion: 'eu', register: { values: registration } } });
  const registered = { sipRegisterPlan: registration };
  expect(stage.vapi.storedAll('credential')[0]?.outboundAuthenticationPlan).toMatchObject(registered);
  const rotation = { change: 'rotateLogin', loginUsername: 'acme', loginPassword: 'OfTheBuilder123' };
  await output('update', {
    ...rotation,
    carrier: 'custom',
    trunkName: 'Office PBX',
    options: { sipRegion: 'eu' },
  });
  expect(stage.vapi.storedAll('credential')[0]?.outboundAuthenticationPlan).toEqual({
    ...{ authUsername: 'acme', authPassword: 'OfTheBuilder123', ...registered },
  });
});

it('puts a login that was filled in into Vapi, and into no item', async () => {
  const login = { loginUsername: 'acme', loginPassword: 'OfTheBuilder123' };
  const item = await output('provision', { ...TRUNK, ...login });
  const [credential] = stage.vapi.storedAll('credential');
  expect(credential?.outboundAuthenticationPlan).toMatchObject({ authPassword: 'OfTheBuilder123' });
  expect(item).not.toHaveProperty('login');
  expect(JSON.stringify(item)).not.toContain('OfTheBuilder123');
});

it('needs neither account nor credential of the carrier, and asks Vapi alone', async () => {
  await output('provision', TRUNK);
  expect(stage.twilio.requests).toEqual([]);
});

it('changes networks, and takes everything of Vapi down', async () => {
  await output('provision', TRUNK);
  const options = { sipRegion: 'eu' };
  const named: INodeParameters = { carrier: 'custom', trunkName: 'Office PBX', options };
  const networks = { change: 'changeEdges', inboundNetworks: ['203.0.113.99'] };
  expect(await output('update', { ...named, ...networks })).toMatchObject({ status: 'done', changed: 1 });
  expect(JSON.stringify(stage.vapi.storedAll('credential')[0]?.gateways)).toContain('203.0.113.99');
  await output('remove', { ...named, confirmRemoval: true });
  expect(stage.vapi.storedAll('credential')).toEqual([]);
  expect(stage.vapi.storedAll('phone-number')).toEqual([]);
});

it.each([['10.1.2.3'], ['pbx.example.com'], ['8.8.0.0/16']])(
  'refuses the network %s before the first request',
  async (inboundNetworks) => {
    const { error } = await stage.run('provision', { ...TRUNK, inboundNetworks });
    expect(error?.message).toContain(`Inbound Networks "${inboundNetworks}"`);
    expect(stage.vapi.requests).toEqual([]);
  },
);
