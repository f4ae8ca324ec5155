import { inspect } from 'node:util';
import { BRIDGE_KEY, bridgeCredentials, bridgeStage, runBridgeNode } from '../../../support/engineBridge';
import { freePort } from '../../../support/engineHttp';
import { picked } from '../../../support/engineOperation';

// Repeated requests wait for seconds.
jest.mock('n8n-workflow', () => ({
  ...jest.requireActual<object>('n8n-workflow'),
  sleep: jest.fn(() => Promise.resolve()),
}));

const bridgeError = (code: string) => ({ error: { code, message: 'What happened.', hint: 'What to do.' } });

const DOUBT = /may have been carried out/;

describe('a read', () => {
  const stage = bridgeStage('session', 'get', { sessionId: picked('s1') });

  it.each<[number, string, RegExp]>([
    [400, 'BODY_INVALID', /^The bridge refused the request: What happened\. \(HTTP 400, BODY_INVALID, GET /],
    [401, 'API_KEY_WRONG', /^The bridge refused the key: What happened/],
    [404, 'SESSION_UNKNOWN', /^The bridge does not know this: What happened/],
    [409, 'SESSION_ENDED', /^The bridge cannot do this now: What happened/],
  ])('shows what the bridge says with a %i, once', async (status, code, message) => {
    stage.bridge.reply = () => ({ status, body: bridgeError(code) });
    const { error } = await stage.run();
    expect(stage.bridge.requests).toHaveLength(1);
    expect(error?.name).toBe('NodeApiError');
    expect(error?.message).toMatch(message);
    expect(error?.description).toBe('What to do.');
    expect(inspect(error, { depth: 12, showHidden: true })).not.toContain(BRIDGE_KEY);
  });

  it('says that this bridge lacks a part, not where its routes are listed', async () => {
    stage.bridge.reply = () => ({ status: 404, body: bridgeError('ROUTE_UNKNOWN') });
    const { error } = await stage.run();
    expect(error?.message).toMatch(/^This bridge does not offer what was asked for/);
    expect(error?.description).toMatch(/Switch this part on/);
  });

  it.each<[string, object]>([
    ['a page instead of JSON', { body: '<html><body>Please sign in</body></html>' }],
    ['a list', { body: [] }],
    ['a 404 of a proxy', { status: 404, body: '<html><body>Please sign in</body></html>' }],
    ['an error of another form', { status: 400, body: { message: 'Please sign in' } }],
  ])('knows %s for no answer of the bridge', async (_, reply) => {
    stage.bridge.reply = () => reply;
    const { error } = await stage.run();
    expect(error?.message).toMatch(
      /^Something else than the bridge has answered: (Please sign in|\[\])|Please/,
    );
    expect(error?.description).toMatch(/Check the base URL/);
  });

  it('does not follow a redirect with the key', async () => {
    stage.bridge.reply = () => ({ status: 302, body: '', headers: { location: `${stage.bridge.url}/else` } });
    const { error } = await stage.run();
    expect(error?.message).toMatch(/^A redirect came back/);
    expect(stage.bridge.requests).toHaveLength(1);
  });

  it.each([429, 500, 502, 503])('is tried again after %i', async (status) => {
    stage.bridge.reply = (_request, count) =>
      count < 3 ? { status, body: bridgeError('X') } : { body: { id: 's1' } };
    expect((await stage.run()).output('Bridge')).toEqual([{ id: 's1' }]);
    expect(stage.bridge.requests).toHaveLength(3);
  });

  it('gives up in the end', async () => {
    stage.bridge.reply = () => ({ status: 500, body: bridgeError('INTERNAL_ERROR') });
    const { error } = await stage.run();
    expect(error?.message).toMatch(/^The bridge failed: What happened/);
    expect(error?.description).not.toMatch(DOUBT);
    expect(stage.bridge.requests).toHaveLength(3);
  });
});

describe('what makes something', () => {
  const stage = bridgeStage('session', 'start', { to: '+14155550123' });

  it.each<[number, string, boolean]>([
    [500, 'INTERNAL_ERROR', true],
    [502, 'TWILIO_DIAL_FAILED', true],
    [504, 'VAPI_TIMEOUT', true],
    [503, 'SESSIONS_FULL', false],
    [501, 'CARRIER_DIAL_UNAVAILABLE', false],
    [400, 'BODY_INVALID', false],
  ])('is not tried again after %i %s; in doubt: %s', async (status, code, inDoubt) => {
    stage.bridge.reply = () => ({ status, body: bridgeError(code) });
    const { error } = await stage.run();
    expect(stage.bridge.requests).toHaveLength(1);
    expect(error?.description?.startsWith('What to do.')).toBe(true);
    expect(DOUBT.test(String(error?.description))).toBe(inDoubt);
  });

  it('is tried again when the bridge was too busy to look at it', async () => {
    stage.bridge.reply = (_request, count) =>
      count === 1
        ? { status: 429, body: bridgeError('RATE_LIMITED'), headers: { 'retry-after': '7' } }
        : { status: 201, body: { id: 's1' } };
    expect((await stage.run()).output('Bridge')).toEqual([{ id: 's1' }]);
  });

  it('may have been done when a success cannot be read', async () => {
    stage.bridge.reply = () => ({ status: 201, body: 'created' });
    const { error } = await stage.run();
    expect(error?.description).toMatch(DOUBT);
  });
});

describe('a deletion', () => {
  const stage = bridgeStage('session', 'end', { sessionId: picked('s1') });

  it.each([404, 409])(
    'that an attempt before has made, whose answer got lost, is done: %i',
    async (status) => {
      stage.bridge.reply = (_request, count) =>
        count === 1 ? { status: 502, body: 'bad gateway' } : { status, body: bridgeError('SESSION_ENDED') };
      expect((await stage.run()).output('Bridge')).toEqual([{ sessionId: 's1', ending: true }]);
    },
  );

  it('is an error when there is nothing from the beginning', async () => {
    stage.bridge.reply = () => ({ status: 404, body: bridgeError('SESSION_UNKNOWN') });
    expect((await stage.run()).error).toBeDefined();
  });
});

describe('without a bridge', () => {
  const parameters = { resource: 'session', operation: 'start', to: '+14155550123' };

  it('says that nobody listens there, and has no doubt', async () => {
    const credentials = bridgeCredentials(`http://127.0.0.1:${await freePort()}`);
    const { error } = await runBridgeNode(credentials, parameters);
    expect(error?.message).toBe('The bridge could not be reached: nobody listens there');
    expect(error?.description).not.toMatch(DOUBT);
  });

  it.each(['', 'bridge.test', 'ftp://bridge.test', 'http://'])('refuses the base URL %j', async (baseUrl) => {
    const { error } = await runBridgeNode(bridgeCredentials(baseUrl), parameters);
    expect(error?.message).toMatch(/^The base URL "/);
  });
});
