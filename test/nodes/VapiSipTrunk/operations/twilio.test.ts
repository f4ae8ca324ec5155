import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { runWorkflow, type EngineRun } from '../../../support/engine';
import { picked } from '../../../support/engineOperation';
import {
  ACCOUNT,
  ASSISTANT_ID,
  FOR_SALE,
  NUMBER,
  SECOND_NUMBER,
  startSipTrunkStage,
  type SipTrunkStage,
} from '../../../support/sipTrunkStage';
import { derivedDomain } from '../../../../nodes/VapiSipTrunk/input/domain';

// Looking after what was made, and repeated requests, wait for seconds.
jest.mock('n8n-workflow', () => ({
  ...jest.requireActual<object>('n8n-workflow'),
  sleep: jest.fn(() => Promise.resolve()),
}));

const NODE = 'SIP trunk';
const OTHER_ID = '7d9f6c52-61b3-4b33-8d0c-2f6f3f0c8a11';
const NAMED: INodeParameters = { trunkName: 'Support line', options: { sipRegion: 'us' } };
const TRUNK: INodeParameters = {
  ...NAMED,
  ...{
    phoneNumbers: [NUMBER],
    answeredBy: 'assistant',
    assistantId: picked(ASSISTANT_ID),
    edges: ['ashburn'],
  },
};

let stage: SipTrunkStage;
beforeEach(async () => {
  stage = await startSipTrunkStage();
});
afterEach(() => stage.close());

/** Expects success, and gives the item. */
async function output(operation: string, parameters: INodeParameters = {}) {
  const run = await stage.run(operation, parameters);
  expect(run.error?.message).toBeUndefined();
  const [item, ...others] = run.output(NODE);
  expect(others).toEqual([]);
  return item ?? {};
}

const requestsSoFar = (): number => stage.twilio.requests.length + stage.vapi.requests.length;

describe('from nothing to a trunk and back', () => {
  it('previews, provisions once, checks, updates, and takes everything down', async () => {
    const before = stage.state();
    const preview = await output('preview', TRUNK);
    expect(preview).toMatchObject({
      ...{ ok: true, trunkName: 'Support line', domain: derivedDomain('Support line', ACCOUNT) },
      unchanged: expect.arrayContaining([]),
    });
    expect(stage.writes()).toEqual([]);

    const provisioned = await output('provision', TRUNK);
    expect(provisioned).toMatchObject({
      ...{ ok: true, status: 'done', changed: preview.wouldChange },
      trunkSid: expect.stringMatching(/^TK/),
      originationUrlSid: expect.stringMatching(/^OU/),
      phoneNumberIds: [expect.any(String)],
      sipUris: [`sip:${NUMBER}@${String(provisioned.credentialId)}.sip.vapi.ai`],
    });
    const writes = stage.writes().length;
    expect(writes).toBe(preview.wouldChange);

    expect(await output('provision', TRUNK)).toMatchObject({ status: 'unchanged', changed: 0 });
    expect(await output('preview', TRUNK)).toMatchObject({ wouldChange: 0, steps: [] });
    expect(await output('check', { ...NAMED, phoneNumbers: [NUMBER], edges: ['ashburn'] })).toMatchObject({
      ...{ ok: true, errors: 0, warnings: 0 },
    });
    expect(await output('remove', NAMED)).toMatchObject({ ok: true, wouldChange: expect.any(Number) });
    expect(stage.writes()).toHaveLength(writes);

    expect(await output('remove', { ...NAMED, confirmRemoval: true })).toMatchObject({
      ...{ ok: true, status: 'done' },
    });
    expect(stage.state()).toEqual(before);
    expect(await output('remove', { ...NAMED, confirmRemoval: true })).toMatchObject({ status: 'unchanged' });
  });

  it('adds a number and changes edges; a preview of that changes nothing', async () => {
    await output('provision', TRUNK);
    const { length } = stage.writes();
    const change: INodeParameters = { ...NAMED, change: 'addNumbers', phoneNumbers: SECOND_NUMBER };
    const answered: INodeParameters = { answeredBy: 'nobody' };
    const planned = await output('update', { ...change, ...answered, previewOnly: true });
    expect(planned.wouldChange).toBeGreaterThan(0);
    expect(stage.writes()).toHaveLength(length);
    expect(await output('update', { ...change, ...answered })).toMatchObject({ status: 'done' });
    expect(stage.vapi.storedAll('phone-number').map(({ number }) => number)).toEqual([NUMBER, SECOND_NUMBER]);

    const edges: INodeParameters = { ...NAMED, change: 'changeEdges', edges: ['dublin'] };
    expect(await output('update', edges)).toMatchObject({ status: 'done', changed: 1 });
    const [credential] = stage.vapi.storedAll('credential');
    expect(JSON.stringify(credential?.gateways)).toContain('54.171.127.192');
    expect(JSON.stringify(credential?.gateways)).not.toContain('54.172.60.0');
  });

  it('keeps what a change does not ask for, and is not stopped by options of other forms', async () => {
    const options = { sipRegion: 'us', terminationEdge: 'dublin', transferMode: 'enable-all' };
    await output('provision', { ...TRUNK, transport: 'tls', options: { ...options, secure: true } });
    const goingOut = () => {
      const [credential] = stage.vapi.storedAll('credential');
      return (credential?.gateways as IDataObject[]).filter(({ outboundEnabled }) => outboundEnabled);
    };
    const before = goingOut();
    expect(JSON.stringify(before)).toMatch(/pstn\.dublin\.twilio\.com.*tls\/srtp/);
    // As n8n keeps them when the operation of a node is changed; this form has no transport.
    const stale = { sipRegion: 'us', transferMode: 'sip-only', secure: true };
    const change: INodeParameters = { ...NAMED, options: stale, change: 'changeEdges', edges: ['dublin'] };
    expect(await output('update', change)).toMatchObject({ status: 'done', changed: 1 });
    expect(goingOut()).toHaveLength(1);
    expect(goingOut()).toMatchObject(before);
    expect(stage.twilio.trunking.trunks).toMatchObject([{ transferMode: 'enable-all' }]);
  });

  it('shows a login that it made in no item, since both sides have it', async () => {
    const run = await stage.run('provision', { ...TRUNK, access: 'login' });
    const [credential] = stage.vapi.storedAll('credential');
    const { authPassword } = credential?.outboundAuthenticationPlan as { authPassword: string };
    expect(authPassword).toMatch(/^[A-Za-z0-9]{24}$/);
    const [item] = run.output(NODE);
    const { login, ...rest } = item ?? {};
    expect(login).toMatchObject({ password: authPassword });
    expect(JSON.stringify(rest)).not.toContain(authPassword);
  });
});

describe('before the first request', () => {
  it('tells of everything that is filled in wrong', async () => {
    const run = await stage.run('provision', {
      ...{ trunkName: 'x'.repeat(41), phoneNumbers: ['5550123'], edges: ['mars'], answeredBy: 'nobody' },
      options: {},
    });
    expect(run.error?.message).toMatch(/^Nothing was changed, because of what is filled in: /);
    for (const part of ['41 characters', '"5550123"', '"mars"', 'SIP Region is not known'])
      expect(run.error?.message).toContain(part);
    expect(requestsSoFar()).toBe(0);
  });

  it('wants a yes to buy a number', async () => {
    const parameters = { ...TRUNK, phoneNumbers: [], buyNumber: true };
    const run = await stage.run('provision', parameters);
    expect(run.error?.message).toMatch(/I Agree to Buy a Number/);
    expect(requestsSoFar()).toBe(0);
    const bought = await output('provision', { ...parameters, agreeToBuy: true });
    expect(bought).toMatchObject({ status: 'done', phoneNumbers: [FOR_SALE] });
    expect(stage.writes()).toContainEqual(expect.stringMatching(/^POST .*\/IncomingPhoneNumbers\.json$/));
  });
});

it.each([
  ['assistant', { assistantId: picked('5b0a4a08-0000-4000-8000-000000000000') }],
  ['squad', { squadId: picked('5b0a4a08-0000-4000-8000-000000000000') }],
])('buys nothing for an %s that Vapi does not have', async (answeredBy, chosen) => {
  const buying = { phoneNumbers: [], buyNumber: true, agreeToBuy: true };
  const run = await stage.run('provision', { ...TRUNK, ...buying, answeredBy, ...chosen });
  expect(run.error?.message).toContain(`Vapi has no ${answeredBy} 5b0a4a08-0000-4000-8000-000000000000`);
  expect(stage.writes()).toEqual([]);
});

it('stops before the first change where the plan cannot work, with all fixes', async () => {
  const run = await stage.run('provision', { ...TRUNK, phoneNumbers: ['+14155550999'] });
  expect(run.error?.message).toMatch(/^Nothing was changed, because it could not work: .*\+14155550999/);
  expect(run.error?.description).toMatch(/The operation Preview shows the same/);
  expect(stage.writes()).toEqual([]);
  const preview = await output('preview', { ...TRUNK, phoneNumbers: ['+14155550999'] });
  expect(preview).toMatchObject({ ok: false, findings: [{ severity: 'error', fix: expect.any(String) }] });
});

describe('a step that fails', () => {
  const refuse = () =>
    stage.vapi.failNext({
      ...{ method: 'POST', path: '/phone-number', status: 400 },
      body: { message: 'No more numbers' },
    });

  it('takes back what was done, and says which step, why, and what became of the others', async () => {
    const before = stage.state();
    refuse();
    const { error } = await stage.run('provision', TRUNK);
    expect(error?.message).toMatch(
      /^The run stopped at a step that failed: Phone number \+14155550142 in Vapi: .*No more numbers/,
    );
    expect(error?.description).toMatch(/Taken back: .*SIP trunk credential "Support line" in Vapi/);
    // The one thing that is kept: Twilio gives its domain to nobody for weeks.
    expect(error?.description).toMatch(
      /Done, and kept: SIP trunk support-line-\w+\.pstn\.twilio\.com at Twilio \(/,
    );
    expect({ ...stage.state(), trunks: undefined }).toEqual({ ...before, trunks: undefined });
    expect(await output('provision', TRUNK)).toMatchObject({ ok: true, status: 'done' });
    expect(stage.twilio.trunking.trunks).toHaveLength(1);
  });

  it('keeps what was done where that was chosen, and goes on from there', async () => {
    refuse();
    const { error } = await stage.run('provision', { ...TRUNK, onFailure: 'keep' });
    expect(error?.description).toMatch(/Done, and kept: .*SIP trunk credential "Support line" in Vapi/);
    expect(stage.vapi.storedAll('credential')).toHaveLength(1);
    const next = await output('provision', TRUNK);
    expect(next).toMatchObject({ ok: true, status: 'done' });
    expect(stage.vapi.storedAll('credential')).toHaveLength(1);
    expect(stage.vapi.storedAll('phone-number')).toHaveLength(1);
  });

  it('gives an item with the report to a workflow that goes on', async () => {
    refuse();
    const run = await stage.run('provision', { ...TRUNK, onFailure: 'keep' }, { continueOnFail: true });
    const [item] = run.output(NODE);
    // n8n knows an item for the error output by having these keys and no others.
    expect(Object.keys(item ?? {}).sort()).toEqual(['details', 'error', 'message']);
    expect(item).toMatchObject({
      error: expect.stringContaining('No more numbers'),
      message: expect.stringContaining('Done, and kept'),
      details: {
        ...{ ok: false, status: 'stopped' },
        ids: { 'twilio.trunk': expect.stringMatching(/^TK/) },
        steps: expect.arrayContaining([
          expect.objectContaining({ status: 'left', step: 'vapi.credential' }),
          expect.objectContaining({ status: 'failed', reason: expect.stringContaining('No more numbers') }),
          expect.objectContaining({ status: 'not begun' }),
        ]),
      },
    });
  });
});

it('goes on with a removal that stopped, and says how far it came', async () => {
  await output('provision', TRUNK);
  stage.vapi.failNext({
    method: 'DELETE',
    path: /^\/credential\//,
    status: 400,
    body: { message: 'In use' },
  });
  const { error } = await stage.run('remove', { ...NAMED, confirmRemoval: true });
  expect(error?.message).toMatch(/^The run stopped at a step that failed: SIP trunk credential .*In use/);
  expect(error?.description).toMatch(/Done, and kept: Number \+14155550142 off the trunk at Twilio; /);
  expect(stage.vapi.storedAll('credential')).toHaveLength(1);
  expect(await output('remove', { ...NAMED, confirmRemoval: true })).toMatchObject({
    status: 'done',
    changed: 1,
  });
  expect(stage.vapi.storedAll('credential')).toEqual([]);
});

describe('a check of something that does not fit', () => {
  const codesOf = ({ findings }: IDataObject) =>
    (findings as Array<{ code: string }>).map(({ code }) => code);

  it('tells that somebody else answers, where it was told who is to', async () => {
    await output('provision', TRUNK);
    const { id } = stage.vapi.seed('assistant', { id: OTHER_ID, name: 'Night desk' });
    const answered = { answeredBy: 'assistant', assistantId: picked(String(id)) };
    const wanted: INodeParameters = { ...NAMED, phoneNumbers: [NUMBER], edges: ['ashburn'] };
    expect(codesOf(await output('check', { ...wanted, ...answered }))).toContain(
      'SIP_NUMBER_ANSWERED_OTHERWISE',
    );
    expect(await output('check', { ...TRUNK })).toMatchObject({ ok: true, warnings: 0 });
    expect(await output('check', { ...wanted, answeredBy: 'nobody' })).toMatchObject({ ok: true });
  });

  it('tells of it, and fails only when told', async () => {
    const parameters: INodeParameters = { ...NAMED, phoneNumbers: [NUMBER], edges: ['ashburn'] };
    const item = await output('check', parameters);
    expect(item).toMatchObject({ ok: false, findings: expect.arrayContaining([]) });
    expect(item.errors).toBeGreaterThan(0);
    const run = await stage.run('check', { ...parameters, failOnFindings: true });
    expect(run.error?.message).toMatch(/^The trunk does not fit together: /);
    const kept = await stage.run('check', { ...parameters, failOnFindings: true }, { continueOnFail: true });
    expect(kept.output(NODE)[0]).toMatchObject({ details: { ok: false, errors: item.errors } });
  });
});

describe('two items', () => {
  const twice = async (parameters: INodeParameters): Promise<EngineRun> =>
    await runWorkflow({
      nodes: [{ name: NODE, type: 'vapiSipTrunk', parameters: { operation: 'provision', ...parameters } }],
      start: [[{ json: { n: 0 } }, { json: { n: 1 } }]],
      credentials: stage.credentials,
    });

  it('about the same trunk do not meet: the second finds what the first made', async () => {
    const run = await twice(TRUNK);
    expect(run.error?.message).toBeUndefined();
    const items = run.items(NODE);
    expect(items.map(({ json }) => json.status)).toEqual(['done', 'unchanged']);
    expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
    expect(items[1]?.json.credentialId).toBe(items[0]?.json.credentialId);
    expect(stage.vapi.storedAll('credential')).toHaveLength(1);
  });

  it('are told apart in errors', async () => {
    const run = await twice({ ...TRUNK, phoneNumbers: `={{ $json.n === 0 ? "${NUMBER}" : "nonsense" }}` });
    expect(run.error).toMatchObject({
      context: { itemIndex: 1 },
      message: expect.stringContaining('"nonsense"'),
    });
  });
});

it('knows no operation but its own', async () => {
  const run = await stage.run('explode', NAMED);
  expect(run.status).toBe('error');
  expect(requestsSoFar()).toBe(0);
});
