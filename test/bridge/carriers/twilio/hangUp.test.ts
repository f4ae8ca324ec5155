import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Agent } from 'undici';
import { TwilioCallControl } from '../../../../bridge/src/carriers/twilio/hangUp';
import type { TransferTarget } from '../../../../bridge/src/relay/peer';
import { ACCOUNT_SID, AUTH_TOKEN, FakeTwilioRest } from '../../support/fakeTwilio';
import { until } from '../../support/until';
import { VirtualClock } from '../../support/virtualClock';

describe('TwilioCallControl', () => {
  const rest = new FakeTwilioRest();
  const dispatcher = new Agent();
  let clock: VirtualClock;
  beforeAll(() => rest.start());
  beforeEach(() => (clock = new VirtualClock()));
  afterEach(() => {
    expect(clock.pending).toBe(0);
    rest.status = 200;
    rest.updates.length = 0;
  });
  afterAll(async () => {
    await dispatcher.destroy();
    await rest.stop();
  });

  const call = { accountSid: 'ACsub', callSid: 'CA1' };
  const target: TransferTarget = {
    ...{ kind: 'number', to: '+14155550177', timeoutSeconds: 30 },
    ...{ callerId: undefined, message: undefined, whisper: undefined },
  };
  const handOver = { document: () => '<Response/>', check: () => undefined };
  const control = (accountSid: string | undefined = ACCOUNT_SID, apiBaseUrl = rest.url) =>
    new TwilioCallControl({
      apiBaseUrl,
      authToken: AUTH_TOKEN,
      accountSid,
      dispatcher,
      userAgent: 'test/1',
      clock,
      handOver,
    });
  const basic = (user: string) => `Basic ${Buffer.from(`${user}:${AUTH_TOKEN}`).toString('base64')}`;
  /** Lets the pause before the repetition pass. */
  const pass = async () => {
    await until(() => clock.nextIn() === 250, 'the pause before the repetition');
    clock.advance(250);
  };

  it('completes a call, as the account that is configured', async () => {
    await control().hangUp(call);
    expect(rest.updates).toEqual([
      {
        path: '/2010-04-01/Accounts/ACsub/Calls/CA1.json',
        authorization: basic(ACCOUNT_SID),
        fields: { Status: 'completed' },
      },
    ]);
  });

  it('signs in as the account of the call when none is configured', async () => {
    const bare = new TwilioCallControl({
      apiBaseUrl: rest.url,
      authToken: AUTH_TOKEN,
      accountSid: undefined,
      dispatcher,
      userAgent: 'test/1',
      clock,
      handOver,
    });
    await bare.divert(call, { message: 'Bye & thanks', number: undefined });
    expect(rest.updates[0]?.authorization).toBe(basic('ACsub'));
    expect(rest.updates[0]?.fields.Twiml).toContain('<Say>Bye &amp; thanks</Say><Hangup/>');
  });

  it('has the caller connected to a number', async () => {
    await control().divert(call, { message: 'One moment.', number: '+14155550177' });
    expect(rest.updates[0]?.fields.Twiml).toContain('<Say>One moment.</Say><Dial>+14155550177</Dial>');
    expect(rest.updates[0]?.fields.Twiml).not.toContain('Hangup');
  });

  it('is content with a call that is over', async () => {
    rest.status = 404;
    await expect(control().hangUp(call)).resolves.toBeUndefined();
    await expect(control().divert(call, { message: 'Bye', number: undefined })).resolves.toBeUndefined();
    expect(rest.updates).toHaveLength(2);
  });

  it.each([400, 401, 302])('fails at once on status %i', async (status) => {
    rest.status = status;
    await expect(control().hangUp(call)).rejects.toMatchObject({
      code: 'TWILIO_API_FAILED',
      detail: `status ${status}`,
    });
    expect(rest.updates).toHaveLength(1);
  });

  it.each([429, 500, 503])('tries once more on status %i', async (status) => {
    rest.status = status;
    const completed = control().hangUp(call);
    await until(() => rest.updates.length === 1, 'the first request');
    rest.status = 200;
    await pass();
    await expect(completed).resolves.toBeUndefined();
    expect(rest.updates).toHaveLength(2);
  });

  it('fails when the repetition fails, too', async () => {
    rest.status = 500;
    const failed = expect(control().hangUp(call)).rejects.toMatchObject({ detail: 'status 500' });
    await pass();
    await failed;
    expect(rest.updates).toHaveLength(2);
  });

  it('tries once more when nobody listens', async () => {
    const failed = expect(control(ACCOUNT_SID, 'http://127.0.0.1:1').hangUp(call)).rejects.toMatchObject({
      code: 'TWILIO_API_FAILED',
    });
    await pass();
    await failed;
  });

  it('hands over a call that is live only', async () => {
    await expect(control().transfer(call, target, 's-1')).resolves.toBe('taken');
    expect(rest.updates[0]?.fields).toEqual({ Twiml: '<Response/>' });
    rest.status = 404;
    await expect(control().transfer(call, target, 's-1')).rejects.toMatchObject({ detail: 'status 404' });
  });

  it.each([
    ['divert', 2500],
    ['hangUp', 2500],
    ['transfer', 10_000],
  ] as const)('gives %s up after %i ms', async (update, budgetMs) => {
    let requests = 0;
    const silent: Server = createServer(() => (requests += 1));
    await new Promise<void>((done) => silent.listen(0, '127.0.0.1', done));
    try {
      const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
      const updates = {
        divert: () => control(ACCOUNT_SID, url).divert(call, { message: 'Bye', number: undefined }),
        hangUp: () => control(ACCOUNT_SID, url).hangUp(call),
        transfer: () => control(ACCOUNT_SID, url).transfer(call, target, 's-1'),
      };
      const updating = expect(updates[update]());
      const failed =
        update === 'transfer'
          ? updating.resolves.toBe('unanswered')
          : updating.rejects.toMatchObject({ detail: 'no answer in time' });
      await until(() => requests === 1, 'the request arrives');
      clock.advance(budgetMs - 1);
      expect(clock.pending).toBe(1);
      clock.advance(1);
      await failed;
      expect(requests).toBe(1);
    } finally {
      silent.closeAllConnections();
      await new Promise((resolve) => silent.close(resolve));
    }
  });
});
