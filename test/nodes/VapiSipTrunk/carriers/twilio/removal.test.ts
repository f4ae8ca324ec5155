import type { TrunkSpec } from '../../../../../nodes/VapiSipTrunk/spec';
import { account, accountNumber, planned, QUIETLY, run } from './stage';
import { DOMAIN, NUMBER, SECOND, trunkSpec } from './specs';
import { TinyWorld } from './tinyWorld';

const buy = { country: 'US', areaCode: '', contains: '' };
const nameOnly = trunkSpec({ numbers: [], answeredBy: {} });

it('takes callers off first, and Vapi apart last', async () => {
  const world = account();
  const before = world.snapshot();
  await run(world, trunkSpec({ access: 'both' }));
  const { calls } = await planned(world, nameOnly, QUIETLY);
  expect(calls.map(({ action, title }) => `${action} ${title}`)).toEqual([
    `detach Number ${NUMBER} off the trunk at Twilio`,
    `delete Phone number ${NUMBER} in Vapi`,
    'delete Origination URL to Vapi at Twilio',
    'detach IP access control list "Support · Vapi US" off the trunk at Twilio',
    'detach Credential list "Support · Vapi" off the trunk at Twilio',
    `delete SIP trunk ${DOMAIN} at Twilio`,
    'delete IP access control list "Support · Vapi US" at Twilio',
    'delete Credential list "Support · Vapi" at Twilio',
    'delete SIP trunk credential "Support" in Vapi',
  ]);
  expect((await run(world, nameOnly, QUIETLY)).failure).toBeUndefined();
  expect(world.snapshot()).toBe(before);
  expect(await planned(world, nameOnly, QUIETLY)).toEqual({
    calls: [],
    existing: [],
    findings: [],
    manual: [],
  });
});

it('leaves what is not ours', async () => {
  const world = account();
  world.seed('twilio', '/SIP/IpAccessControlLists', { friendly_name: 'Office' });
  world.seed('twilioTrunking', '/v1/Trunks', { friendly_name: 'PBX', domain_name: 'pbx.pstn.twilio.com' });
  world.seed('vapi', '/credential', { provider: 'byo-sip-trunk', name: 'PBX' });
  const before = world.snapshot();
  await run(world, trunkSpec());
  await run(world, nameOnly, QUIETLY);
  expect(world.snapshot()).toBe(before);
});

it('keeps a trunk that was adopted, with its numbers and URLs', async () => {
  const world = account();
  world.seed('twilioTrunking', '/v1/Trunks', {
    ...{ friendly_name: 'PBX', domain_name: DOMAIN, secure: false, transfer_mode: 'disable-all' },
  });
  const sid = String(world.rows('twilioTrunking', '/v1/Trunks')[0]?.sid);
  world.seed('twilio', '/IncomingPhoneNumbers', { ...accountNumber('+14155550777'), trunk_sid: sid });
  world.seed('twilioTrunking', `/v1/Trunks/${sid}/OriginationUrls`, {
    ...{ friendly_name: 'pbx', sip_url: 'sip:pbx.example.com', enabled: true },
  });
  const before = world.snapshot();
  await run(world, trunkSpec({ twilio: { adoptTrunk: true } }));
  const { findings } = await planned(world, nameOnly, QUIETLY);
  expect(findings.map(({ severity, code }) => [severity, code])).toEqual([
    ['info', 'SIP_TWILIO_TRUNK_STAYS'],
  ]);
  await run(world, nameOnly, QUIETLY);
  expect(world.snapshot()).toBe(before);
});

describe('numbers that Vapi does not know', () => {
  it.each([
    [false, ['SIP_TWILIO_FOREIGN_NUMBERS'], [NUMBER]],
    [true, [], [NUMBER, SECOND]],
  ])('with leave: %s', async (alsoForeignNumbers, codes, going) => {
    const world = account();
    await run(world, trunkSpec());
    const [trunk] = world.rows('twilioTrunking', '/v1/Trunks');
    Object.assign(world.rows('twilio', '/IncomingPhoneNumbers')[1] ?? {}, { trunk_sid: trunk?.sid });
    const plan = await planned(world, nameOnly, { releaseNumbers: false, alsoForeignNumbers });
    expect(plan.findings.map(({ code }) => code)).toEqual([...codes, 'SIP_TWILIO_DOMAIN_RESERVED']);
    const detached = plan.calls.filter(({ path }) => path.includes('/PhoneNumbers/'));
    expect(detached.map(({ title }) => title)).toEqual(
      going.map((number) => `Number ${number} off the trunk at Twilio`),
    );
  });
});

it.each([
  [true, ['release']],
  [false, []],
])('with release %s gives back only what was bought', async (releaseNumbers, actions) => {
  const world = account();
  await run(world, trunkSpec({ numbers: [], twilio: { buy } }));
  const { calls } = await planned(world, nameOnly, { releaseNumbers, alsoForeignNumbers: false });
  const released = calls.filter(({ path }) => path.startsWith('/IncomingPhoneNumbers'));
  expect(released.map(({ action }) => action)).toEqual(actions);
  expect(released.every(({ title }) => title.includes('+15125550199'))).toBe(true);
});

it('releases no number that was the account’s before', async () => {
  const world = account();
  await run(world, trunkSpec());
  const { calls } = await planned(world, nameOnly, { ...QUIETLY, releaseNumbers: true });
  expect(calls.filter(({ action }) => action === 'release')).toEqual([]);
});

describe('a domain or an account that the trunk was not provisioned with', () => {
  const other = trunkSpec({ ...nameOnly, twilio: { domain: 'derived-1a2b3c.pstn.twilio.com' } });

  async function expectRefused(
    world: TinyWorld,
    spec: TrunkSpec,
    code: string,
    value: string,
  ): Promise<void> {
    const { findings, calls } = await planned(world, spec, QUIETLY);
    expect(findings.map((one) => `${one.severity} ${one.code}`)).toEqual([`error ${code}`]);
    expect(findings[0]?.message).toContain(value);
    expect(calls).toEqual([]);
  }

  it.each(['', 'dublin'])('takes nothing down, whatever edge calls go by: "%s"', async (terminationEdge) => {
    const world = account();
    await run(world, trunkSpec({ access: 'both', twilio: { terminationEdge } }));
    await expectRefused(world, other, 'SIP_CREDENTIAL_OTHER_TRUNK', 'support-3f9a.pstn');
  });

  it('takes nothing down where a run has got as far as to the trunk', async () => {
    const world = account();
    world.seed('twilioTrunking', '/v1/Trunks', { friendly_name: 'Support', domain_name: DOMAIN });
    await expectRefused(world, other, 'SIP_TWILIO_OTHER_DOMAIN', DOMAIN);
  });

  it('takes nothing down at another account', async () => {
    const world = account();
    await run(world, trunkSpec());
    const elsewhere = new TinyWorld();
    for (const path of ['/credential', '/phone-number'])
      elsewhere.seed('vapi', path, ...world.rows('vapi', path));
    await expectRefused(elsewhere, nameOnly, 'SIP_TWILIO_OTHER_ACCOUNT', NUMBER);
    await expectRefused(elsewhere, other, 'SIP_CREDENTIAL_OTHER_TRUNK', DOMAIN);
  });

  it('takes nothing down while a second trunk of the name carries numbers', async () => {
    const world = account();
    await run(world, trunkSpec());
    world.seed('twilioTrunking', '/v1/Trunks', {
      friendly_name: 'Support',
      domain_name: 'b.pstn.twilio.com',
    });
    const sid = world.rows('twilioTrunking', '/v1/Trunks')[1]?.sid;
    Object.assign(world.rows('twilio', '/IncomingPhoneNumbers')[1] ?? {}, { trunk_sid: sid });
    await expectRefused(world, nameOnly, 'SIP_TWILIO_OTHER_DOMAIN', 'b.pstn.twilio.com');
  });

  it('goes on where the second trunk of the name is empty, or the trunk was deleted by hand', async () => {
    const world = account();
    await run(world, trunkSpec());
    world.seed('twilioTrunking', '/v1/Trunks', {
      friendly_name: 'Support',
      domain_name: 'b.pstn.twilio.com',
    });
    expect((await planned(world, nameOnly, QUIETLY)).calls).not.toEqual([]);
    world.rows('twilioTrunking', '/v1/Trunks').splice(0, 1);
    expect((await planned(world, nameOnly, QUIETLY)).calls).not.toEqual([]);
  });
});

describe('a number that was bought, with release', () => {
  const release = { ...QUIETLY, releaseNumbers: true };

  it('is kept, with a warning, where it works on another trunk by now', async () => {
    const world = account();
    await run(world, trunkSpec({ numbers: [], twilio: { buy } }));
    world.seed('twilioTrunking', '/v1/Trunks', {
      friendly_name: 'Sales',
      domain_name: 'sales.pstn.twilio.com',
    });
    const bought = world.rows('twilio', '/IncomingPhoneNumbers').at(-1) ?? {};
    Object.assign(bought, { trunk_sid: world.rows('twilioTrunking', '/v1/Trunks')[1]?.sid });
    const { calls, findings } = await planned(world, nameOnly, release);
    expect(calls.filter(({ action }) => action === 'release')).toEqual([]);
    const warnings = findings.filter(({ severity }) => severity === 'warning');
    expect(warnings).toEqual([expect.objectContaining({ code: 'SIP_TWILIO_NOT_RELEASED' })]);
    expect(warnings[0]?.message).toContain(`+15125550199 ("Sales", ${String(bought.trunk_sid)})`);
  });

  it('goes where it is on no trunk, as after a removal that stopped', async () => {
    const world = account();
    await run(world, trunkSpec({ numbers: [], twilio: { buy } }));
    Object.assign(world.rows('twilio', '/IncomingPhoneNumbers').at(-1) ?? {}, { trunk_sid: null });
    const { calls, findings } = await planned(world, nameOnly, release);
    expect(calls.at(-1)).toMatchObject({ action: 'release' });
    expect(findings.map(({ code }) => code)).toEqual(['SIP_TWILIO_DOMAIN_RESERVED']);
  });
});
