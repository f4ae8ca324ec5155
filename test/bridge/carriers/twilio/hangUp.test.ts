import { Agent } from 'undici';
import { TwilioCallControl } from '../../../../bridge/src/carriers/twilio/hangUp';
import { ACCOUNT_SID, AUTH_TOKEN, FakeTwilioRest } from '../../support/fakeTwilio';

describe('TwilioCallControl', () => {
  const rest = new FakeTwilioRest();
  const dispatcher = new Agent();
  beforeAll(() => rest.start());
  afterEach(() => {
    rest.status = 200;
    rest.updates.length = 0;
  });
  afterAll(async () => {
    await dispatcher.close();
    await rest.stop();
  });

  const control = (accountSid?: string, apiBaseUrl = rest.url) =>
    new TwilioCallControl({ apiBaseUrl, authToken: AUTH_TOKEN, accountSid, dispatcher, userAgent: 'test/1' });
  const basic = (user: string) => `Basic ${Buffer.from(`${user}:${AUTH_TOKEN}`).toString('base64')}`;

  it('completes a call, as the account that is configured', async () => {
    await control(ACCOUNT_SID).complete('ACsub', 'CA1');
    expect(rest.updates).toEqual([
      {
        path: '/2010-04-01/Accounts/ACsub/Calls/CA1.json',
        authorization: basic(ACCOUNT_SID),
        fields: { Status: 'completed' },
      },
    ]);
  });

  it('signs in as the account of the call when none is configured', async () => {
    await control().speak('ACsub', 'CA1', 'Bye & thanks');
    expect(rest.updates[0]?.authorization).toBe(basic('ACsub'));
    expect(rest.updates[0]?.fields.Twiml).toContain('<Say>Bye &amp; thanks</Say><Hangup/>');
  });

  it('is content with a call that is over', async () => {
    rest.status = 404;
    await expect(control(ACCOUNT_SID).complete(ACCOUNT_SID, 'CA1')).resolves.toBeUndefined();
  });

  it.each([401, 500, 302])('fails on status %s', async (status) => {
    rest.status = status;
    await expect(control(ACCOUNT_SID).complete(ACCOUNT_SID, 'CA1')).rejects.toMatchObject({
      code: 'TWILIO_API_FAILED',
      detail: `status ${status}`,
    });
  });

  it('fails when nobody answers', async () => {
    const unreachable = control(ACCOUNT_SID, 'http://127.0.0.1:1');
    await expect(unreachable.complete(ACCOUNT_SID, 'CA1')).rejects.toMatchObject({
      code: 'TWILIO_API_FAILED',
    });
  });
});
