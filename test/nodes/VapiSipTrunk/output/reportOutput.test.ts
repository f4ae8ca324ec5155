import { NodeOperationError, type INode } from 'n8n-workflow';
import { reportOutput } from '../../../../nodes/VapiSipTrunk/output/reportOutput';
import { emptyPlan, type Plan } from '../../../../nodes/VapiSipTrunk/plan/plan';
import type { Report } from '../../../../nodes/VapiSipTrunk/plan/report';
import { spec } from './spec';

const login = { username: 'vapiabc', password: 'Secret2Password9Long' };
const plan: Plan = {
  ...emptyPlan(),
  manual: [{ what: 'Send calls here', values: { URI: 'sip:1@{vapi.credential}.sip.vapi.ai' } }],
  login,
};
const done: Report = {
  steps: [
    { step: 'twilio.trunk', title: 'Trunk', status: 'unchanged', id: 'TK1' },
    { step: 'vapi.credential', title: 'Credential', status: 'done', action: 'create', id: 'c-1' },
    { step: 'vapi.number.+14155550123', title: 'Number', status: 'done', action: 'create', id: 'n-1' },
  ],
  ids: {
    ...{ 'twilio.trunk': 'TK1', 'twilio.origination': 'OU1', 'vapi.credential': 'c-1' },
    ...{ 'vapi.number.+14155550123': 'n-1', 'vapi.number.+14155550124': 'n-2' },
  },
};

it('has the IDs that come next, and where the carrier calls', () => {
  expect(reportOutput(spec, plan, done)).toMatchObject({
    ...{ ok: true, status: 'done', changed: 2, trunkName: 'Support', domain: 'support.pstn.twilio.com' },
    summary: 'Done in 2 steps. Steps to be done by hand: 1.',
    ...{
      credentialId: 'c-1',
      phoneNumbers: ['+14155550123', '+14155550124'],
      phoneNumberIds: ['n-1', 'n-2'],
      trunkSid: 'TK1',
      originationUrlSid: 'OU1',
    },
    sipUris: [
      'sip:+14155550123@c-1.sip.eu.vapi.ai:5061;transport=tls',
      'sip:14155550124@c-1.sip.eu.vapi.ai:5061;transport=tls',
    ],
    ids: done.ids,
    manualSteps: [{ number: 1, what: 'Send calls here', values: { URI: 'sip:1@c-1.sip.vapi.ai' } }],
  });
});

it('tells of a number that was bought, which nobody had chosen', () => {
  const ids = {
    'vapi.credential': 'c-1',
    'vapi.number.+14155550177': 'n-9',
    'vapi.number.n-7': 'no ID of ours',
  };
  expect(reportOutput({ ...spec, numbers: [] }, plan, { ...done, ids })).toMatchObject({
    phoneNumbers: ['+14155550177'],
    phoneNumberIds: ['n-9'],
    sipUris: ['sip:+14155550177@c-1.sip.eu.vapi.ai:5061;transport=tls'],
  });
});

it('has no lists of numbers where it is not about numbers', () => {
  const output = reportOutput(spec, emptyPlan(), { ...done, ids: { 'vapi.credential': 'c-1' } });
  expect(output).toMatchObject({ credentialId: 'c-1' });
  for (const key of ['phoneNumbers', 'phoneNumberIds', 'sipUris']) expect(output).not.toHaveProperty(key);
});

it('of a removal has no IDs of what is gone', () => {
  const steps = [
    { step: 'twilio.trunk.TK1', title: 'Trunk', status: 'done' as const, action: 'delete' as const },
  ];
  const output = reportOutput({ ...spec, numbers: [] }, emptyPlan(), { steps, ids: {} });
  expect(output).toMatchObject({ ok: true, status: 'done', changed: 1 });
  for (const key of ['credentialId', 'phoneNumbers', 'phoneNumberIds', 'sipUris', 'trunkSid'])
    expect(output).not.toHaveProperty(key);
});

it('shows a login that is in use now, and says that it is the only time', () => {
  expect(reportOutput(spec, plan, done).login).toEqual({
    ...login,
    note: expect.stringMatching(/^Shown this once/),
  });
});

it('hides a short password where it stands, and leaves numbers and addresses whole', () => {
  const manual = {
    ...{ outboundHost: 'sip.example.com', outboundPort: 5060, inboundNetworks: [], leadingPlus: true },
    login: { username: '123', password: '0123' },
  };
  const values = { Password: '0123', 'SIP address': 'sip:+14155550123@c-1.sip.eu.vapi.ai' };
  const withLogin = { ...emptyPlan(), manual: [{ what: 'Compare', values }] };
  const output = reportOutput({ ...spec, manual }, withLogin, done);
  expect(output).toMatchObject({
    ...{ phoneNumbers: ['+14155550123', '+14155550124'], phoneNumberIds: ['n-1', 'n-2'], ids: done.ids },
    sipUris: [expect.stringContaining('sip:+14155550123@'), expect.any(String)],
    manualSteps: [{ values: { ...values, Password: '[redacted]' } }],
  });
});

it('has no login where none was made', () => {
  expect(reportOutput(spec, { ...plan, login: undefined }, done)).not.toHaveProperty('login');
});

it('says that nothing was changed where everything was there', () => {
  const steps = done.steps.map((step) => ({ ...step, status: 'unchanged' as const }));
  expect(reportOutput(spec, emptyPlan(), { ...done, steps })).toMatchObject({
    ...{ ok: true, status: 'unchanged', changed: 0, summary: 'Nothing had to be changed.' },
  });
});

it('of a run that stopped has steps and IDs, but neither login nor manual steps', () => {
  const error = new NodeOperationError({} as INode, 'refused');
  const report: Report = {
    ...done,
    steps: [
      { step: 'vapi.credential', title: 'Credential', status: 'left', action: 'create', id: 'c-1' },
      { step: 'x', title: 'Number', status: 'failed', action: 'create', reason: login.password },
    ],
    failure: { step: 'x', title: 'Number', error, anotherRun: false },
  };
  const output = reportOutput(spec, plan, report);
  expect(output).toMatchObject({ ok: false, status: 'stopped', changed: 0, manualSteps: [] });
  expect(output.summary).toBe('Stopped at: Number. Steps that were done and stay: 1.');
  expect(output.ids).toEqual(done.ids);
  expect(output).not.toHaveProperty('credentialId');
  expect(JSON.stringify(output)).not.toContain(login.password);
});
