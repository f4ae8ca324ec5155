import { twilio } from '../../../../../nodes/VapiSipTrunk/carriers/twilio/twilio';
import type { Change } from '../../../../../nodes/VapiSipTrunk/carriers/carrier';
import type { TrunkSpec } from '../../../../../nodes/VapiSipTrunk/spec';
import { asArray } from '../../../../../nodes/shared/protocol/json';
import { account, planned, run, type Task } from './stage';
import { DOMAIN, loginMaker, loginName, NUMBER, SECOND, trunkSpec } from './specs';

const addNumbers: Change = { kind: 'addNumbers' };
const rotateLogin: Change = { kind: 'rotateLogin' };
const second = { numbers: [{ e164: SECOND, inVapi: SECOND }] };
const buy = { country: 'US', areaCode: '', contains: '' };

it('adds a number, after the URL has stopped naming the first', async () => {
  const world = account();
  await run(world, trunkSpec({ transport: 'tls' }));
  // Transport and region of an update say nothing: the URL keeps its own.
  const { calls } = await planned(world, trunkSpec({ ...second, region: 'eu' }), addNumbers);
  expect(calls.map(({ step }) => step)).toEqual([
    `vapi.number.${SECOND}`,
    'twilio.origination.change',
    `twilio.number.${SECOND}.trunk`,
  ]);
  const [credential] = world.rows('vapi', '/credential');
  expect(calls[1]?.body?.SipUrl).toBe(`sip:${String(credential?.id)}.sip.vapi.ai:5061;transport=tls`);
  await run(world, trunkSpec(second), addNumbers);
  const wish = trunkSpec({
    transport: 'tls',
    numbers: [NUMBER, SECOND].map((e164) => ({ e164, inVapi: e164 })),
  });
  expect(twilio.check(wish, await twilio.read(world, wish))).toEqual([]);
  expect((await planned(world, wish)).calls).toEqual([]);
  expect((await planned(world, trunkSpec(second), addNumbers)).calls).toEqual([]);
});

it.each<[string, Task, TrunkSpec]>([
  ['add', addNumbers, trunkSpec(second)],
  ['add and buy', addNumbers, trunkSpec({ numbers: [], twilio: { buy } })],
  ['provision', 'provision', trunkSpec(second)],
  ['provision and buy', 'provision', trunkSpec({ numbers: [], twilio: { buy } })],
])('takes no second number where that breaks the first: %s', async (_, task, wish) => {
  const world = account();
  const first = trunkSpec({ numbers: [{ e164: NUMBER, inVapi: NUMBER.slice(1) }] });
  expect((await run(world, first)).failure).toBeUndefined();
  const errors = async (): Promise<string[]> =>
    (await planned(world, wish, task)).findings
      .filter(({ severity }) => severity === 'error')
      .map(({ code, message }) => `${code} ${message}`);
  const refused = await errors();
  expect(refused).toEqual([expect.stringContaining('SIP_TWILIO_NUMBER_FORMAT ')]);
  expect(refused[0]).toContain(`${NUMBER}, and ${NUMBER.slice(1)} in Vapi`);
  await run(world, trunkSpec());
  expect(await errors()).toEqual([]);
});

it('adds a number that it buys, and no second one by running again', async () => {
  const world = account();
  await run(world, trunkSpec());
  const wish = trunkSpec({ numbers: [], twilio: { buy } });
  expect((await run(world, wish, addNumbers)).failure).toBeUndefined();
  const again = await planned(world, wish, addNumbers);
  expect(again.findings.map(({ code }) => code)).toEqual(['SIP_TWILIO_BOUGHT_BEFORE']);
  expect(again.calls.filter(({ action }) => action === 'buy')).toEqual([]);
});

it('changes the networks and the edge, and leaves the rest of the gateways alone', async () => {
  const world = account();
  await run(world, trunkSpec({ transport: 'tcp' }));
  const wish = trunkSpec({ twilio: { edges: ['tokyo'], terminationEdge: 'tokyo' } });
  const { calls } = await planned(world, wish, { kind: 'changeEdges' });
  expect(calls).toHaveLength(1);
  expect(calls[0]?.body).toEqual({
    provider: 'byo-sip-trunk',
    gateways: [
      expect.objectContaining({
        ...{ ip: 'support-3f9a.pstn.tokyo.twilio.com', outboundProtocol: 'tcp', inboundEnabled: false },
      }),
      { ip: '54.65.63.192', netmask: 30, port: 5060, inboundEnabled: true, outboundEnabled: false },
    ],
  });
  await run(world, wish, { kind: 'changeEdges' });
  expect((await planned(world, wish, { kind: 'changeEdges' })).calls).toEqual([]);
});

it('changes the networks alone, where calls went out by an edge of their own', async () => {
  const world = account();
  await run(world, trunkSpec({ twilio: { terminationEdge: 'dublin' } }));
  const [before] = world.rows('vapi', '/credential').map(({ gateways }) => asArray(gateways)[0]);
  await run(world, trunkSpec({ twilio: { edges: ['tokyo'] } }), { kind: 'changeEdges' });
  const [gateways] = world.rows('vapi', '/credential').map((one) => asArray(one.gateways));
  expect(gateways).toEqual([
    expect.objectContaining(before),
    { ip: '54.65.63.192', netmask: 30, port: 5060, inboundEnabled: true, outboundEnabled: false },
  ]);
  expect(before).toMatchObject({ ip: 'support-3f9a.pstn.dublin.twilio.com' });
});

it.each(['', 'tokyo'])(
  'lets none in by a gateway that calls go out to, edge "%s"',
  async (terminationEdge) => {
    const world = account();
    await run(world, trunkSpec());
    const both = { ip: '54.172.60.1', inboundEnabled: true, outboundEnabled: true };
    Object.assign(world.rows('vapi', '/credential')[0] ?? {}, { gateways: [both] });
    const wish = trunkSpec({ twilio: { edges: ['tokyo'], terminationEdge } });
    const { calls } = await planned(world, wish, { kind: 'changeEdges' });
    expect(asArray(calls[0]?.body?.gateways)[0]).toMatchObject({
      ip: terminationEdge === '' ? '54.172.60.1' : 'support-3f9a.pstn.tokyo.twilio.com',
      ...{ inboundEnabled: false, outboundEnabled: true },
    });
  },
);

it.each<[string, Task]>([
  ['a rotation', rotateLogin],
  ['another run', 'provision'],
])('leaves the login of somebody else in our list alone: %s', async (_, task) => {
  const world = account();
  const makeLogin = loginMaker();
  const spec = trunkSpec({ access: 'both' });
  await run(world, spec, 'provision', makeLogin);
  const path = `/SIP/CredentialLists/${String(world.rows('twilio', '/SIP/CredentialLists')[0]?.sid)}/Credentials`;
  world.seed('twilio', path, { username: 'desk-phone' }, { username: loginName(9) });
  await run(world, spec, task, makeLogin);
  // What a run that was killed has left behind goes.
  expect(
    world
      .rows('twilio', path)
      .map(({ username }) => username)
      .sort(),
  ).toEqual(['desk-phone', loginName(task === 'provision' ? 1 : 2)]);
});

it('rotates: a new login, then Vapi, then the old one goes', async () => {
  const world = account();
  const makeLogin = loginMaker();
  const spec = trunkSpec({ access: 'both' });
  await run(world, spec, 'provision', makeLogin);
  const { calls, login } = await planned(world, trunkSpec(), rotateLogin, makeLogin);
  expect(login?.username).toBe(loginName(2));
  expect(calls.map(({ action, title }) => [action, title])).toEqual([
    ['create', `Login ${loginName(2)} at Twilio`],
    ['change', 'Login of the SIP trunk credential "Support" in Vapi'],
    ['delete', `Old login ${loginName(1)} at Twilio`],
  ]);
  expect(calls[1]?.body).toEqual({
    provider: 'byo-sip-trunk',
    outboundAuthenticationPlan: { authUsername: loginName(2), authPassword: 'Secret-Of-2-xyz' },
  });
});

it.each<[string, Partial<TrunkSpec> | undefined, Change, object, string]>([
  ['no trunk', undefined, addNumbers, {}, 'SIP_TWILIO_NO_TRUNK'],
  ['a trunk without a login', {}, rotateLogin, {}, 'SIP_TWILIO_NO_LOGIN'],
  ['an edge that nobody knows', {}, { kind: 'changeEdges' }, { edges: ['atlantis'] }, 'SIP_TWILIO_EDGE'],
  ['no edge at all', {}, { kind: 'changeEdges' }, { edges: [] }, 'SIP_TWILIO_NO_EDGE'],
])('refuses %s', async (_, first, change, twilioFields, code) => {
  const world = account();
  if (first) await run(world, trunkSpec(first));
  const { findings } = await planned(world, trunkSpec({ twilio: twilioFields }), change);
  expect(findings[0]).toMatchObject({ severity: 'error', code });
});

it('refuses a trunk that is half there', async () => {
  const world = account();
  world.seed('twilioTrunking', '/v1/Trunks', { friendly_name: 'Support', domain_name: DOMAIN });
  const { findings, calls } = await planned(world, trunkSpec(second), addNumbers);
  expect(findings.every(({ severity }) => severity === 'error')).toBe(true);
  expect(findings.map(({ code }) => code)).toContain('SIP_TWILIO_NO_ORIGINATION');
  expect(calls).toEqual([]);
});

it('knows a trunk that was adopted by what it made there, and no other', async () => {
  const world = account();
  world.seed('twilioTrunking', '/v1/Trunks', { friendly_name: 'PBX', domain_name: DOMAIN });
  const refused = await planned(world, trunkSpec(second), addNumbers);
  expect(refused.findings[0]).toMatchObject({ severity: 'error', code: 'SIP_TWILIO_TRUNK_FOREIGN' });
  await run(world, trunkSpec({ twilio: { adoptTrunk: true } }));
  const { calls, findings } = await planned(world, trunkSpec(second), addNumbers);
  expect(findings).toEqual([]);
  expect(calls.at(-1)?.step).toBe(`twilio.number.${SECOND}.trunk`);
});

it('refuses a number of somebody else', async () => {
  const world = account();
  await run(world, trunkSpec());
  const stranger = trunkSpec({ numbers: [{ e164: '+14155550999', inVapi: '+14155550999' }] });
  const { findings } = await planned(world, stranger, addNumbers);
  expect(findings.map(({ code }) => code)).toEqual(['SIP_TWILIO_NUMBER_NOT_OURS']);
});
