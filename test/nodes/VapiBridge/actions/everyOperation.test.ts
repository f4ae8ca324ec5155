import type { INodeParameters } from 'n8n-workflow';
import { resources } from '../../../../nodes/VapiBridge/actions/resources';
import { BRIDGE_KEY, bridgeCredentials, runBridgeNode } from '../../../support/engineBridge';
import { IDS, picked } from '../../../support/engineOperation';
import { startVapiStandIn, type VapiStandIn } from '../../../support/engineVapi';
import { problemsOfError, problemsOfItems } from '../../../support/operationCases/runCase';

// Repeated requests wait for seconds.
jest.mock('n8n-workflow', () => ({
  ...jest.requireActual<object>('n8n-workflow'),
  sleep: jest.fn(() => Promise.resolve()),
}));

const session = { sessionId: picked(IDS.call) };
const recording = { recordingId: picked(IDS.file) };

/** The least that each operation needs. */
const LEAST: Record<string, INodeParameters> = {
  'session.start': { to: '+14155550123' },
  'session.get': session,
  'session.getAll': { returnAll: true },
  'session.end': session,
  'control.say': { ...session, content: 'Hello.' },
  'control.addMessage': { ...session, messageContent: 'Paid.' },
  'control.mute': session,
  'control.unmute': session,
  'control.sayFirstMessage': session,
  'control.sendDtmf': { ...session, digits: '1' },
  'control.transfer': { ...session, number: '+14155550199' },
  'control.end': session,
  'recording.start': session,
  'recording.stop': session,
  'recording.get': recording,
  'recording.getAll': { returnAll: true },
  'recording.download': recording,
  'recording.delete': recording,
  'recording.listen': { callId: IDS.call },
  'event.getDead': { returnAll: true },
  'event.resend': { eventId: IDS.call },
};

const ODD = [null, 'x', 7, {}, [], [null, 'x', 7, {}], { a: { b: null } }];
const ROWS = ['sessions', 'recordings', 'events'];
const FIELDS = ['id', 'state', 'metadata', 'error', 'event', 'reason', 'nextCursor'];

/** Answers that are JSON, and nothing that anybody would expect. */
const ANSWERS: unknown[] = [
  ...ODD,
  ...ODD.map((value) => Object.fromEntries(FIELDS.map((field) => [field, value]))),
  ...ODD.map((value) => Object.fromEntries(ROWS.map((field) => [field, value]))),
  ...ODD.map((value) => ({ error: { code: value, message: value, hint: [value] } })),
];

let bridge: VapiStandIn;

beforeAll(async () => {
  bridge = await startVapiStandIn();
});
afterAll(() => bridge.close());

const registered = Object.entries(resources).flatMap(([resource, { operations }]) =>
  Object.keys(operations).map((operation) => `${resource}.${operation}`),
);

it('looks at every operation of the node', () => {
  expect(Object.keys(LEAST).sort()).toEqual(registered.sort());
});

it.each(Object.entries(LEAST))(
  '%s does not crash on answers that nobody expects, and does nothing twice',
  async (name, parameters) => {
    const [resource = '', operation = ''] = name.split('.');
    const problems: string[] = [];
    for (const status of [200, 400, 500]) {
      for (const body of ANSWERS) {
        bridge.requests.length = 0;
        bridge.reply = () => ({ status, body: JSON.stringify(body) });
        const run = await runBridgeNode(bridgeCredentials(bridge.url), {
          resource,
          operation,
          ...parameters,
        });
        const found = run.error === undefined ? problemsOfItems(run.items('Bridge')) : problemsOfError(run);
        if (JSON.stringify(run.items('Bridge')).includes(BRIDGE_KEY)) found.push('the key is in the output');
        const posts = bridge.requests.filter(({ method }) => method === 'POST');
        const mayRepeat = name === 'recording.start' || name === 'event.resend';
        if (posts.length > 1 && !mayRepeat) found.push('it was sent twice');
        problems.push(...found.map((problem) => `${status} ${JSON.stringify(body)}: ${problem}`));
      }
    }
    expect(problems).toEqual([]);
  },
  60_000,
);
