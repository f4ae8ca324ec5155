import * as listSearch from '../../../../nodes/shared/bridge/listSearch';
import { pickerContext } from '../../../support/engine';
import { bridgeCredentials } from '../../../support/engineBridge';
import { startVapiStandIn, type VapiStandIn } from '../../../support/engineVapi';

let bridge: VapiStandIn;

beforeAll(async () => {
  bridge = await startVapiStandIn();
});
afterAll(() => bridge.close());
beforeEach(() => {
  bridge.requests.length = 0;
});

const context = () => pickerContext({ name: 'Bridge', type: 'vapiBridge' }, bridgeCredentials(bridge.url));

it('lists sessions with what tells them apart, a page at a time', async () => {
  const row = {
    createdAt: '2026-08-20T09:15:01.000Z',
    carrier: 'twilio',
    state: 'live',
    carrierCallId: null,
  };
  bridge.reply = () => ({ body: { sessions: [{ ...row, id: 's1' }, { id: 's2' }, null], nextCursor: 'c1' } });
  expect(await listSearch.searchSessions.call(context())).toEqual({
    results: [
      { name: '2026-08-20T09:15:01.000Z · twilio · live', value: 's1' },
      { name: 's2', value: 's2' },
    ],
    paginationToken: 'c1',
  });
  await listSearch.searchSessions.call(context(), undefined, 'c1');
  expect(bridge.requests.map(({ path, query }) => [path, query])).toEqual([
    ['/v1/sessions', { limit: '100' }],
    ['/v1/sessions', { limit: '100', cursor: 'c1' }],
  ]);
});

it('finds recordings by what is shown of them', async () => {
  const rows = [
    { id: 'r1', startedAt: '2026-08-20T09:15:01.000Z', state: 'ready', sessionId: 's1' },
    { id: 'r2', startedAt: '2026-08-21T09:15:01.000Z', state: 'ready', sessionId: null },
  ];
  bridge.reply = () => ({ body: { recordings: rows, nextCursor: null } });
  expect(await listSearch.searchRecordings.call(context(), '08-21')).toEqual({
    results: [{ name: '2026-08-21T09:15:01.000Z · ready', value: 'r2' }],
    paginationToken: undefined,
  });
});
