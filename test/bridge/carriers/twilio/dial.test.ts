import { Agent } from 'undici';
import { TwilioDialClient, type TwilioDial } from '../../../../bridge/src/carriers/twilio/dial';
import { ACCOUNT_SID, AUTH_TOKEN, FakeTwilioRest } from '../../support/fakeTwilio';
import { VirtualClock } from '../../support/virtualClock';

const call: TwilioDial = {
  to: '+14155550123',
  from: '+14155550199',
  twiml: '<Response/>',
  statusUrl: 'https://bridge.test/twilio/status?session=s-1',
  machineUrl: undefined,
  timeoutSeconds: 25,
};

describe('TwilioDialClient', () => {
  const rest = new FakeTwilioRest();
  const dispatcher = new Agent();
  let clock: VirtualClock;
  let client: TwilioDialClient;

  const create = (apiBaseUrl: string) =>
    new TwilioDialClient({
      ...{ apiBaseUrl, dispatcher, clock },
      accountSid: ACCOUNT_SID,
      authToken: AUTH_TOKEN,
      userAgent: 'test/1',
    });

  beforeAll(() => rest.start());
  beforeEach(() => {
    clock = new VirtualClock();
    client = create(rest.url);
    rest.updates.length = 0;
    rest.status = 201;
    rest.refusal = undefined;
  });
  afterEach(() => expect(clock.pending).toBe(0));
  afterAll(async () => {
    await dispatcher.destroy();
    await rest.stop();
  });

  it('asks for the call, and to be told when it is answered and when it is over', async () => {
    expect(await client.dial(call)).toBe(`CA${'c'.repeat(32)}`);
    const [create] = rest.updates;
    expect(create?.path).toBe(`/2010-04-01/Accounts/${ACCOUNT_SID}/Calls.json`);
    expect(create?.authorization).toBe(
      `Basic ${Buffer.from(`${ACCOUNT_SID}:${AUTH_TOKEN}`).toString('base64')}`,
    );
    expect([...new URLSearchParams(rest.lastForm)]).toEqual([
      ['To', '+14155550123'],
      ['From', '+14155550199'],
      ['Twiml', '<Response/>'],
      ['Timeout', '25'],
      ['StatusCallback', 'https://bridge.test/twilio/status?session=s-1'],
      ['StatusCallbackEvent', 'answered'],
      ['StatusCallbackEvent', 'completed'],
    ]);
  });

  it('has a machine looked for beside the stream', async () => {
    await client.dial({ ...call, machineUrl: 'https://bridge.test/twilio/machine' });
    expect(rest.updates[0]?.fields).toMatchObject({
      MachineDetection: 'Enable',
      AsyncAmd: 'true',
      AsyncAmdStatusCallback: 'https://bridge.test/twilio/machine',
    });
  });

  it.each([
    [
      400,
      { code: 21210, message: 'The source phone number +14155550199 is not yet verified' },
      '400, error 21210',
    ],
    [401, 'no', '401'],
    [500, undefined, '500'],
    [201, { sid: 'other' }, '201'],
  ])(
    'says why Twilio refuses (status %s), without the numbers, and asks once',
    async (status, body, detail) => {
      rest.status = status;
      rest.refusal = body;
      await expect(client.dial(call)).rejects.toMatchObject({
        code: 'TWILIO_DIAL_FAILED',
        detail: `status ${detail}`,
      });
      expect(rest.updates).toHaveLength(1);
    },
  );

  it('says that Twilio is not reached', async () => {
    await expect(create('http://127.0.0.1:1').dial(call)).rejects.toMatchObject({
      code: 'TWILIO_DIAL_FAILED',
      detail: 'ECONNREFUSED',
    });
  });
});
