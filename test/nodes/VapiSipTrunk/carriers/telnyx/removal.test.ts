import { telnyx } from '../../../../../nodes/VapiSipTrunk/carriers/telnyx/telnyx';
import type { TelnyxWorld } from '../../../../../nodes/VapiSipTrunk/carriers/telnyx/telnyxWorld';
import type { Plan } from '../../../../../nodes/VapiSipTrunk/plan/plan';
import { NUMBER } from '../../../../support/sipTrunk/fixtures';
import { telnyxSpec } from '../../../../support/telnyxStage';
import { CONNECTION_ID, emptyWorld, healthyWorld } from './worlds';

const FOREIGN = { id: '10', phone_number: '+14155550199', status: 'active', connection_id: CONNECTION_ID };

function plan(world: TelnyxWorld, options: Partial<Parameters<typeof telnyx.planRemoval>[2]> = {}): Plan {
  const all = { releaseNumbers: false, alsoForeignNumbers: false, ...options };
  return telnyx.planRemoval(telnyxSpec(), world, all);
}

it('has nothing to do where nothing is', () => {
  expect(plan(emptyWorld())).toEqual({ calls: [], existing: [], findings: [], manual: [] });
});

it('goes on where a removal ended, whatever is left', () => {
  const { profiles } = healthyWorld();
  expect(plan(emptyWorld({ profiles })).calls.map(({ path }) => path)).toEqual([
    '/outbound_voice_profiles/2100000000000000001',
  ]);
});

it('leaves numbers alone that are not on the trunk', () => {
  const numbers = [{ id: '9', phone_number: NUMBER, status: 'active', connection_id: '77' }];
  const { calls } = plan(healthyWorld({ numbers }), { releaseNumbers: true });
  expect(calls.filter(({ path }) => path.startsWith('/phone_numbers'))).toEqual([]);
});

it('stops before numbers that Vapi does not know', () => {
  const numbers = [...healthyWorld().numbers, FOREIGN];
  const stopped = plan(healthyWorld({ numbers }));
  expect(stopped.findings).toEqual([
    expect.objectContaining({ code: 'SIP_TELNYX_FOREIGN_NUMBERS', severity: 'error' }),
  ]);
  expect(stopped.findings[0]?.message).toContain('+14155550199');
});

it('takes them off when it is told to, and never gives them back', () => {
  const numbers = [...healthyWorld().numbers, FOREIGN];
  const { calls, findings } = plan(healthyWorld({ numbers }), {
    alsoForeignNumbers: true,
    releaseNumbers: true,
  });
  expect(findings).toEqual([]);
  expect(calls.slice(0, 2).map(({ method, path }) => `${method} ${path}`)).toEqual([
    ...['PATCH /phone_numbers/2100000000000000009', 'PATCH /phone_numbers/10'],
  ]);
});
