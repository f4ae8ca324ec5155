import { telnyx } from '../../../../../nodes/VapiSipTrunk/carriers/telnyx/telnyx';
import type { TelnyxWorld } from '../../../../../nodes/VapiSipTrunk/carriers/telnyx/telnyxWorld';
import { makeLogin } from '../../../../../nodes/VapiSipTrunk/input/login';
import { isBlocked, type Plan } from '../../../../../nodes/VapiSipTrunk/plan/plan';
import { NUMBER } from '../../../../support/sipTrunk/fixtures';
import { startTelnyxStage, telnyxSpec, type TelnyxStage } from '../../../../support/telnyxStage';
import { prepare, run } from './scenarios';
import { connection, fqdn, healthyWorld } from './worlds';

const QUIETLY = { releaseNumbers: false, alsoForeignNumbers: false };
const provision = (world: TelnyxWorld, spec = telnyxSpec()): Plan =>
  telnyx.planProvision(spec, world, makeLogin);
const removal = (world: TelnyxWorld): Plan => telnyx.planRemoval(telnyxSpec(), world, QUIETLY);
const codes = ({ findings }: Pick<Plan, 'findings'>): string[] => findings.map(({ code }) => code);
const paths = ({ calls }: Plan): string[] => calls.map(({ method, path }) => `${method} ${path}`);

const PBX = fqdn({ id: '8', fqdn: 'pbx.acme.com' });
const NO_TRUNK = { credentials: [], numbers: [] };
/** A telephone system's, before Vapi has anything. */
const ofPbx = (others: Partial<TelnyxWorld> = {}): TelnyxWorld =>
  healthyWorld({ vapi: NO_TRUNK, fqdns: [], authentication: {}, numbers: [], ...others });

describe('a connection that has the name by chance', () => {
  it.each<[string, Partial<TelnyxWorld>, string]>([
    ['its host', { fqdns: [PBX] }, 'sends calls to pbx.acme.com'],
    [
      'its login',
      { authentication: { user_name: 'pbx' } },
      'has the login "pbx", which was not made for this trunk',
    ],
    ['its numbers', { numbers: healthyWorld().numbers }, `carries ${NUMBER}`],
    [
      'its numbers, though it has a host of Vapi',
      { fqdns: [fqdn()], numbers: [{ ...healthyWorld().numbers[0], phone_number: '+14155550199' }] },
      'carries +14155550199',
    ],
  ])('is known by %s, and is left alone by every operation', (_, others, because) => {
    const world = ofPbx(others);
    const { findings } = provision(world);
    expect(isBlocked(provision(world))).toBe(true);
    const told = findings.find(({ code }) => code === 'SIP_TELNYX_CONNECTION_FOREIGN');
    expect(told?.message).toContain(because);
    expect(codes({ findings: telnyx.check(telnyxSpec(), world) })).toContain('SIP_TELNYX_CONNECTION_FOREIGN');
    const removed = removal(world);
    expect(paths(removed)).toEqual([]);
    expect(codes(removed)).toEqual(['SIP_TELNYX_CONNECTION_STAYS', 'SIP_TELNYX_PROFILE_STAYS']);
  });

  it('is known by its host and its login also where Vapi has a trunk of the name', () => {
    const { vapi } = healthyWorld();
    for (const others of [{ fqdns: [PBX] }, { authentication: { user_name: 'pbx' } }]) {
      const world = ofPbx({ vapi, ...others });
      for (const kind of ['addNumbers', 'changeEdges', 'rotateLogin'] as const) {
        const plan = telnyx.planUpdate(telnyxSpec(), world, { kind }, makeLogin);
        expect([codes(plan), plan.calls]).toEqual([['SIP_TELNYX_CONNECTION_FOREIGN'], []]);
      }
    }
  });
});

it.each<[string, Partial<TelnyxWorld>]>([
  ['nothing', {}],
  ['a login that was made', { authentication: { user_name: makeLogin().username } }],
  [
    'a login that was made, and its number',
    { authentication: { user_name: makeLogin().username }, numbers: healthyWorld().numbers },
  ],
  ['the host of a credential that is gone', { fqdns: [fqdn()], numbers: healthyWorld().numbers }],
])('one with %s is what a run of this node has left', (_, others) => {
  const world = ofPbx(others);
  expect(codes(provision(world))).not.toContain('SIP_TELNYX_CONNECTION_FOREIGN');
  expect(paths(removal(ofPbx({ ...others, numbers: [] })))).toContain(
    `DELETE /fqdn_connections/${String(connection().id)}`,
  );
});

it('leaves a trunk alone to whose connection somebody has added a host, but for what is Vapi’s', () => {
  const numbers = [
    ...healthyWorld().numbers,
    { ...healthyWorld().numbers[0], id: '10', phone_number: '+14155550199' },
  ];
  const plan = removal(healthyWorld({ fqdns: [fqdn(), PBX], numbers }));
  expect(paths(plan)).toEqual([
    ...['PATCH /phone_numbers/2100000000000000009', 'DELETE /phone-number/p1'],
    ...['DELETE /fqdns/2100000000000000003', `DELETE /credential/${String(fqdn().fqdn).split('.')[0]}`],
  ]);
  expect(codes(plan)).toEqual(['SIP_TELNYX_CONNECTION_STAYS', 'SIP_TELNYX_PROFILE_STAYS']);
});

it('leaves a younger connection of the name alone that leads elsewhere', () => {
  const younger = connection({ id: '7', outbound: {} });
  const plan = removal(
    healthyWorld({ connections: [connection(), younger], moreFqdns: [{ ...PBX, connection_id: '7' }] }),
  );
  expect(paths(plan)).not.toContain('DELETE /fqdn_connections/7');
  expect(codes(plan)).toEqual(['SIP_TELNYX_CONNECTION_STAYS']);
  const rival = removal(healthyWorld({ connections: [connection(), younger] }));
  expect(paths(rival)).toContain('DELETE /fqdn_connections/7');
});

describe('a profile', () => {
  const [profile] = healthyWorld().profiles;
  const using = connection({ id: '50', connection_name: 'Sales' });
  it.each<[string, Partial<TelnyxWorld>]>([
    ['another connection', { otherConnections: [using] }],
    [
      'something of another kind, which only Telnyx counts',
      { profiles: [{ ...profile, connections_count: 2 }] },
    ],
  ])('stays where %s calls out by it', (_, others) => {
    const plan = removal(healthyWorld(others));
    expect(paths(plan).filter((path) => path.includes('profiles'))).toEqual([]);
    expect(codes(plan)).toEqual(['SIP_TELNYX_PROFILE_STAYS']);
  });

  it('goes where only this trunk does', () => {
    const counted = [{ ...profile, connections_count: 1 }];
    const others = [connection({ id: '50', connection_name: 'Sales', outbound: {} })];
    const plan = removal(healthyWorld({ profiles: counted, otherConnections: others }));
    expect(paths(plan)).toContain(`DELETE /outbound_voice_profiles/${String(profile?.id)}`);
    expect(codes(plan)).toEqual([]);
  });
});

describe('at Telnyx', () => {
  let stage: TelnyxStage;
  beforeEach(async () => {
    stage = await startTelnyxStage();
  });
  afterEach(() => stage.close());

  it('finds hosts and profiles of connections of this and of other names', async () => {
    await prepare(stage, telnyxSpec(), makeLogin);
    const { telnyx: emulator, tools } = stage;
    const [ours] = emulator.state.connections;
    const younger = { ...ours, id: '7', created_at: '2099-01-01T00:00:00Z', outbound: {} };
    emulator.state.connections.push(younger, { ...ours, id: '50', connection_name: 'Sales' });
    emulator.state.fqdns.push({ ...PBX, connection_id: '7' }, { ...PBX, id: '51', connection_id: '50' });
    const world = await telnyx.read(tools.reader, telnyxSpec());
    expect(world.moreFqdns.map(({ id }) => id)).toEqual(['8']);
    expect(world.otherConnections.map(({ id }) => id)).toEqual(['50']);
    const { report } = await run(stage, telnyxSpec(), removal);
    expect(report.failure).toBeUndefined();
    expect(emulator.state.connections.map(({ id }) => id).sort()).toEqual(['50', '7']);
    expect(emulator.state.profiles).toHaveLength(1);
  });
});
