import { IDS, picked } from '../../../support/engineOperation';
import { BRIDGE_KEY, bridgePreviewKeys, bridgeStage } from '../../../support/engineBridge';

const SESSION = IDS.call;

/** As the bridge shows it, right after the start. */
const view = {
  ...{ id: SESSION, state: 'waiting', direction: 'outbound', carrier: 'twilio', carrierCallId: null },
  ...{ assistantCallId: null, createdAt: '2026-08-20T09:15:01.000Z', answeredAt: null, endedAt: null },
  ...{
    reason: null,
    side: null,
    seconds: null,
    queuedMs: 0,
    metadata: { order: '7' },
    counters: { frames: 3 },
  },
};

describe('Start Call', () => {
  const stage = bridgeStage('session', 'start', { to: '+14155550123' });

  it('sends the number alone where nothing else is said, and gives a small item', async () => {
    stage.bridge.reply = () => ({ status: 201, body: view });
    const run = await stage.run();
    expect(stage.bridge.requests).toEqual([
      expect.objectContaining({ method: 'POST', path: '/v1/sessions', body: { to: '+14155550123' } }),
    ]);
    expect(stage.bridge.requests[0]?.headers).toMatchObject({
      ...{ authorization: `Bearer ${BRIDGE_KEY}`, 'content-type': 'application/json' },
      'user-agent': 'n8n-nodes-vapi',
    });
    expect(run.items('Bridge')).toEqual([
      {
        json: {
          ...{ id: SESSION, state: 'waiting', direction: 'outbound', carrier: 'twilio' },
          ...{ createdAt: view.createdAt, metadata: { order: '7' } },
        },
        pairedItem: { item: 0 },
      },
    ]);
    expect(bridgePreviewKeys('session', 'start')).toEqual(
      expect.arrayContaining(Object.keys(run.output('Bridge')[0] ?? {})),
    );
  });

  it('gives everything without Simplify', async () => {
    stage.bridge.reply = () => ({ status: 201, body: view });
    expect((await stage.run({ simple: false })).output('Bridge')).toEqual([view]);
  });

  it('sends what was filled in', async () => {
    await stage.run({
      ...{ to: '0170 1234567', whoTalks: 'assistant', assistantId: IDS.assistant },
      variables: { variable: [{ name: 'firstName', value: 'Dana' }] },
      additionalFields: {
        ...{ carrier: 'telnyx', defaultCountry: 'DE', from: '+4930123456', machineDetection: true },
        ...{ record: true, timeoutSeconds: 40, metadata: { entry: [{ name: 'order', value: '7' }] } },
        extraJson: '{"metadata":{"more":1}}',
      },
    });
    expect(stage.bridge.requests[0]?.body).toEqual({
      ...{ to: '+491701234567', from: '+4930123456', carrier: 'telnyx', assistantId: IDS.assistant },
      ...{ variableValues: { firstName: 'Dana' }, machineDetection: true, record: true, timeoutSeconds: 40 },
      metadata: { order: '7', more: 1 },
    });
  });

  it.each([
    [{ whoTalks: 'squad', squadId: IDS.squad }, { squadId: IDS.squad }],
    [{ whoTalks: 'transientAssistant', transientAssistant: '{"name":"x"}' }, { assistant: { name: 'x' } }],
    // Not of what is hidden.
    [{ whoTalks: 'default', assistantId: IDS.assistant }, {}],
  ])('lets somebody else talk: %j', async (parameters, body) => {
    await stage.run(parameters);
    expect(stage.bridge.requests[0]?.body).toEqual({ to: '+14155550123', ...body });
  });

  it.each([
    [{ to: '555 0123' }, /"555 0123" is not in E.164 format/],
    [{ to: '={{ undefined }}' }, /To is missing/],
    [{ additionalFields: { from: 'desk' } }, /"desk" is not in E.164 format/],
    [{ whoTalks: 'transientAssistant', transientAssistant: '{}' }, /Assistant \(JSON\) is missing/],
    [{ whoTalks: 'assistant', assistantId: '={{ "" }}' }, /Assistant ID is missing/],
  ])('sends nothing for %j', async (parameters, message) => {
    const run = await stage.run(parameters);
    expect(run.error?.message).toMatch(message);
    expect(stage.bridge.requests).toEqual([]);
  });

  it('places no call in a node that n8n may run again', async () => {
    const run = await stage.run({}, { retryOnFail: true });
    expect(run.error?.message).toMatch(/Retry On Fail|retr/i);
    expect(stage.bridge.requests).toEqual([]);
  });

  it('places one call an item, and goes on after one that failed where that is wanted', async () => {
    stage.bridge.reply = (_request, count) =>
      count === 1
        ? { status: 503, body: { error: { code: 'SESSIONS_FULL', message: 'Full.', hint: 'Try again.' } } }
        : { status: 201, body: view };
    const items = [{ json: { n: '+14155550123' } }, { json: { n: '+14155550124' } }];
    const run = await stage.run({ to: '={{ $json.n }}' }, { items, continueOnFail: true });
    expect(stage.bridge.requests.map(({ body }) => (body as { to: string }).to)).toEqual([
      '+14155550123',
      '+14155550124',
    ]);
    expect(run.items('Bridge')).toEqual([
      {
        json: {
          error: expect.stringMatching(/Full\. \(HTTP 503, SESSIONS_FULL/) as string,
          details: 'Try again.',
        },
        pairedItem: { item: 0 },
      },
      { json: expect.objectContaining({ id: SESSION }) as object, pairedItem: { item: 1 } },
    ]);
  });
});

describe('Get', () => {
  const stage = bridgeStage('session', 'get', { sessionId: picked(SESSION) });

  it('asks for the one that was chosen, and shows what is known of it', async () => {
    stage.bridge.reply = () => ({
      body: { ...view, state: 'ended', reason: 'caller-hung-up', seconds: 12.5 },
    });
    const run = await stage.run();
    expect(stage.bridge.requests[0]).toMatchObject({ method: 'GET', path: `/v1/sessions/${SESSION}` });
    expect(run.output('Bridge')[0]).toMatchObject({
      state: 'ended',
      reason: 'caller-hung-up',
      seconds: 12.5,
    });
  });

  it('keeps an ID within its segment', async () => {
    await stage.run({ sessionId: picked('../recordings?x=1') });
    expect(stage.bridge.requests[0]?.path).toBe('/v1/sessions/..%2Frecordings%3Fx%3D1');
    const run = await stage.run({ sessionId: picked('..') });
    expect(run.error?.message).toMatch(/Session "\.\." cannot be an ID/);
    expect(stage.bridge.requests).toHaveLength(1);
  });
});

describe('Get Many', () => {
  const stage = bridgeStage('session', 'getAll');
  const rows = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, index) => ({ ...view, id: `s${from + index}` }));

  it('reads page by page until there is no more', async () => {
    stage.bridge.reply = ({ query }) =>
      query.cursor === undefined
        ? { body: { sessions: rows(0, 100), nextCursor: '2s' } }
        : { body: { sessions: rows(100, 130), nextCursor: null } };
    const run = await stage.run({ returnAll: true, filters: { state: 'ended' } });
    expect(stage.bridge.requests.map(({ query }) => query)).toEqual([
      { state: 'ended', limit: '100' },
      { state: 'ended', limit: '100', cursor: '2s' },
    ]);
    expect(run.output('Bridge').map(({ id }) => id)).toEqual(rows(0, 130).map(({ id }) => id));
  });

  it('asks for no more than Limit', async () => {
    stage.bridge.reply = ({ query }) => ({
      body: { sessions: rows(0, Number(query.limit)), nextCursor: `c${query.cursor ?? ''}` },
    });
    const run = await stage.run({ limit: 120 });
    expect(stage.bridge.requests.map(({ query }) => query.limit)).toEqual(['100', '20']);
    expect(run.output('Bridge')).toHaveLength(120);
  });

  it('does not go round in circles', async () => {
    stage.bridge.reply = () => ({ body: { sessions: rows(0, 2), nextCursor: 'same' } });
    const run = await stage.run({ returnAll: true });
    expect(run.error).toBeUndefined();
    expect(stage.bridge.requests).toHaveLength(2);
  });
});

describe('End', () => {
  const stage = bridgeStage('session', 'end', { sessionId: picked(SESSION) });

  it('ends the one that was chosen', async () => {
    stage.bridge.reply = () => ({ status: 202, body: view });
    const run = await stage.run();
    expect(stage.bridge.requests[0]).toMatchObject({ method: 'DELETE', path: `/v1/sessions/${SESSION}` });
    expect(run.output('Bridge')).toEqual([{ sessionId: SESSION, ending: true }]);
  });
});
