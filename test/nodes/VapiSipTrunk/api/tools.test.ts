import { toolsFor } from '../../../../nodes/VapiSipTrunk/api/tools';
import { apply } from '../../../../nodes/VapiSipTrunk/plan/apply';
import { emptyPlan, type Plan } from '../../../../nodes/VapiSipTrunk/plan/plan';
import { CONTEXT_NODE } from '../../../support/executeContext';
import { apiStage } from './stage';

// A plan waits for others after each step that makes something.
jest.mock('n8n-workflow', () => ({
  ...jest.requireActual<object>('n8n-workflow'),
  sleep: jest.fn(() => Promise.resolve()),
}));

const stage = apiStage();

const PLAN: Plan = {
  ...emptyPlan(),
  calls: [
    {
      ...{ step: 'vapi.credential', action: 'create', title: 'SIP trunk credential', service: 'vapi' },
      ...{ method: 'POST', path: '/credential', body: { name: 'Support' }, yields: 'id' },
      sought: {
        service: 'vapi',
        path: '/credential',
        match: { name: 'Support' },
        id: 'id',
        created: 'createdAt',
      },
    },
    {
      ...{ step: 'twilio.url', action: 'create', title: 'Origination URL', service: 'twilioTrunking' },
      ...{ method: 'POST', path: '/v1/Trunks/TK1/OriginationUrls', yields: 'sid' },
      body: { SipUrl: 'sip:{vapi.credential}.sip.vapi.ai' },
    },
  ],
};

it('carries a plan out, also where an answer gets lost', async () => {
  const row = { id: 'c1', name: 'Support', createdAt: '2026-11-20T10:00:00.000Z' };
  stage.server.reply = ({ method, path }) => {
    if (path !== '/credential') return { status: 201, body: { sid: 'OU1' } };
    return method === 'POST' ? { cut: 'answer' } : { body: [row] };
  };
  const tools = toolsFor(stage.context(), 0);
  expect(tools.node.name).toBe(CONTEXT_NODE);
  const report = await apply(PLAN, tools, 'rollBack');
  expect(report.failure).toBeUndefined();
  expect(report.ids).toEqual({ 'vapi.credential': 'c1', 'twilio.url': 'OU1' });
  expect(stage.server.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'POST /credential',
    'GET /credential',
    'POST /v1/Trunks/TK1/OriginationUrls',
  ]);
  expect(stage.server.requests.at(-1)?.body).toEqual({ SipUrl: 'sip:c1.sip.vapi.ai' });
});
