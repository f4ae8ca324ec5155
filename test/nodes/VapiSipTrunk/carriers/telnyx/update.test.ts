import { telnyx } from '../../../../../nodes/VapiSipTrunk/carriers/telnyx/telnyx';
import { loginMaker, NUMBER, SECOND_NUMBER } from '../../../../support/sipTrunk/fixtures';
import { telnyxSpec } from '../../../../support/telnyxStage';
import { emptyWorld, healthyWorld } from './worlds';

it.each(['addNumbers', 'changeEdges', 'rotateLogin'] as const)('%s needs a trunk that is there', (kind) => {
  const { findings, calls } = telnyx.planUpdate(telnyxSpec(), emptyWorld(), { kind }, loginMaker());
  expect(calls).toEqual([]);
  expect(findings.map(({ code }) => code)).toEqual(['SIP_CREDENTIAL_MISSING', 'SIP_TELNYX_NO_CONNECTION']);
});

it('puts a number on top, and touches nothing else', () => {
  const numbers = [
    ...healthyWorld().numbers,
    { id: '11', phone_number: SECOND_NUMBER, status: 'active', connection_id: null },
  ];
  const spec = telnyxSpec({ numbers: [{ e164: SECOND_NUMBER, inVapi: SECOND_NUMBER }] });
  const plan = telnyx.planUpdate(spec, healthyWorld({ numbers }), { kind: 'addNumbers' }, loginMaker());
  expect(plan.calls.map(({ step }) => step)).toEqual([
    ...[`vapi.number.${SECOND_NUMBER}`, `telnyx.number.${SECOND_NUMBER}`],
  ]);
  expect(plan.calls.some(({ path }) => path.includes(NUMBER))).toBe(false);
});

it('lets the other addresses in before calls come from them', () => {
  const spec = telnyxSpec({ region: 'eu' });
  const { calls } = telnyx.planUpdate(spec, healthyWorld(), { kind: 'changeEdges' }, loginMaker());
  expect(calls.map(({ step }) => step)).toEqual(['vapi.credential.change', 'telnyx.connection.change']);
  expect(calls[1]?.body).toEqual({ inbound: { sip_region: 'Europe' } });
});

it('gives both sides the same new login', () => {
  const plan = telnyx.planUpdate(telnyxSpec(), healthyWorld(), { kind: 'rotateLogin' }, loginMaker('new'));
  expect(plan.login).toEqual({ username: 'new-1', password: 'Strong-enough-new-1' });
  expect(plan.calls.map(({ body }) => body)).toEqual([
    expect.objectContaining({ user_name: 'new-1', password: 'Strong-enough-new-1' }),
    expect.objectContaining({
      outboundAuthenticationPlan: { authUsername: 'new-1', authPassword: 'Strong-enough-new-1' },
    }),
  ]);
});
