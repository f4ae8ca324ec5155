import { finding } from '../../../../nodes/VapiSipTrunk/findings/finding';
import { planOutput } from '../../../../nodes/VapiSipTrunk/output/planOutput';
import { emptyPlan, type Plan } from '../../../../nodes/VapiSipTrunk/plan/plan';
import { spec } from './spec';

const VAPI = 'https://api.example.com/vapi';
const login = { username: 'vapiabc', password: 'Secret2Password9Long' };
const plan: Plan = {
  calls: [
    {
      ...{
        step: 'twilio.login',
        action: 'create',
        title: 'Login at Twilio',
        service: 'twilio',
        method: 'POST',
      },
      path: '/SIP/CredentialLists/{twilio.logins}/Credentials.json',
      body: { Username: login.username, Password: login.password },
    },
    {
      ...{ step: 'vapi.credential.change', action: 'change', title: 'Credential', service: 'vapi' },
      ...{ method: 'PATCH', path: '/credential/c-1' },
      body: { outboundAuthenticationPlan: { authUsername: login.username, authPassword: login.password } },
    },
    {
      ...{ step: 'twilio.number', action: 'buy', title: 'Number +14155550123', service: 'twilio' },
      ...{ method: 'POST', path: '/IncomingPhoneNumbers.json', cost: 'Twilio charges for it each month' },
    },
  ],
  existing: [{ step: 'vapi.credential', title: 'Credential', id: 'c-1' }],
  findings: [finding('SIP_NUMBER_UNANSWERED', '+14155550123')],
  manual: [
    {
      what: 'Send calls here',
      values: { URI: 'sip:1@{vapi.credential}.sip.vapi.ai', Password: login.password },
    },
    { what: 'Wait for it', values: { ID: '{vapi.number.+1}' } },
  ],
  login,
};

it('shows each request as it would be made', () => {
  expect(planOutput(spec, plan, VAPI)).toMatchObject({
    ok: true,
    summary:
      '3 requests would be made. 1 thing would be used as found. 2 steps would remain to be done by hand.',
    wouldChange: 3,
    ...{ trunkName: 'Support', carrier: 'twilio', sipRegion: 'eu', domain: 'support.pstn.twilio.com' },
    steps: [
      {
        step: 'twilio.login',
        title: 'Login at Twilio',
        action: 'create',
        request: expect.stringMatching(
          /^POST https:\/\/api\.twilio\.com\/2010-04-01\/Accounts\/.*\/SIP\/CredentialLists\/\{twilio\.logins\}/,
        ),
        body: { Username: 'made when this is carried out', Password: '[redacted]' },
      },
      { request: 'PATCH https://api.example.com/vapi/credential/c-1' },
      { action: 'buy', cost: 'Twilio charges for it each month' },
    ],
    unchanged: [{ step: 'vapi.credential', title: 'Credential', id: 'c-1' }],
    findings: [{ severity: 'warning', code: 'SIP_NUMBER_UNANSWERED', fix: expect.any(String) }],
    costs: [{ title: 'Number +14155550123', cost: 'Twilio charges for it each month' }],
  });
});

it('numbers what remains to be done by hand, with the IDs that are known', () => {
  expect(planOutput(spec, plan, VAPI).manualSteps).toEqual([
    {
      number: 1,
      what: 'Send calls here',
      values: { URI: 'sip:1@c-1.sip.vapi.ai', Password: 'made when this is carried out' },
    },
    { number: 2, what: 'Wait for it', values: { ID: '{vapi.number.+1}' } },
  ]);
});

it('holds nothing of a login that the run will make anew', () => {
  const calls = plan.calls
    .slice(0, 2)
    .map((call) => ({ ...call, title: `Login ${login.username} at Twilio` }));
  const manual = [{ what: 'Set this login', values: { 'User name': login.username } }];
  const output = planOutput(spec, { ...plan, calls, manual }, VAPI);
  expect(JSON.stringify(output)).not.toContain(login.password);
  expect(JSON.stringify(output)).not.toContain(login.username);
  expect(output.steps).toMatchObject(
    calls.map(() => ({ title: 'Login made when this is carried out at Twilio' })),
  );
});

it('holds no password that was filled in', () => {
  const manual = {
    ...{ outboundHost: 'sip.example.com', outboundPort: 5060, inboundNetworks: [], leadingPlus: true },
    login: { username: 'u', password: 'OfTheBuilder123' },
  };
  const steps = [{ what: 'Compare', values: { Password: 'OfTheBuilder123' } }];
  const output = planOutput({ ...spec, manual }, { ...emptyPlan(), manual: steps }, VAPI);
  expect(JSON.stringify(output)).not.toContain('OfTheBuilder123');
});

it('is not all right where something speaks against it, and tells that first', () => {
  const blocked = {
    ...emptyPlan(),
    findings: [
      finding('SIP_NUMBER_UNANSWERED', '+1'),
      finding('SIP_NUMBER_ELSEWHERE_IN_VAPI', '+1 (vapi, n-1)'),
    ],
  };
  const output = planOutput(spec, blocked, VAPI);
  expect(output).toMatchObject({ ok: false, wouldChange: 0 });
  expect(output.summary).toBe('Nothing would be changed. It cannot be carried out: 1 error, 1 warning.');
  expect(output.findings).toMatchObject([{ severity: 'error' }, { severity: 'warning' }]);
});
