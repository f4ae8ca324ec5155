import { sleep, type INodeParameters } from 'n8n-workflow';
import type { TwilioEmulator } from '../../emulators/twilio';
import type { VapiEmulator } from '../../emulators/vapi';
import { until } from '../../emulators/vapi/testSupport';
import { forwardFrom, freePort } from '../../support/engineHttp';
import { startTriggerServer, type TriggerServer } from '../../support/engineTwilio';
import {
  ASSISTANT_ID,
  CALLER,
  FALLBACK,
  NUMBER,
  PHONE_NUMBER_ID,
  picked,
  startTwilioStage,
  TOKEN,
  VOICE_URL,
  type TwilioStage,
} from '../../support/twilioStage';

jest.mock('n8n-workflow', () => {
  const actual = jest.requireActual<{ sleep: typeof sleep }>('n8n-workflow');
  return { ...actual, sleep: jest.fn(actual.sleep) };
});

let stage: TwilioStage;
let vapi: VapiEmulator;
let twilio: TwilioEmulator;
let n8n: TriggerServer;

beforeEach(async () => {
  stage = await startTwilioStage();
  ({ vapi, twilio, n8n } = stage);
});

afterEach(async () => {
  jest.restoreAllMocks();
  await stage.close();
});

const ring: TwilioStage['ring'] = (options) => stage.ring(options);
const created: TwilioStage['created'] = () => stage.created();

describe('a call to the number', () => {
  it("is answered with Vapi's TwiML as it is, and starts the workflow with caller and call", async () => {
    n8n.parameters = {
      ...n8n.parameters,
      businessName: 'Corner Clinic',
      variables: { variable: [{ name: 'opening', value: 'nine to five' }] },
      metadata: {
        entry: [
          { name: 'tenant', value: 't-7' },
          { name: '', value: '' },
        ],
      },
    };
    const answer = await ring({ params: { FromCity: 'SAN FRANCISCO', CallerName: 'Ada' } });
    const [call] = vapi.calls;
    expect(answer.status).toBe(200);
    expect(answer.contentType).toBe('text/xml; charset=utf-8');
    expect(answer.body).toMatch(
      new RegExp(
        `^<\\?xml[^>]*><Response><Connect><Stream url="[^"]*/${call?.id}/transport"/></Connect></Response>$`,
      ),
    );
    const variables = { businessName: 'Corner Clinic', opening: 'nine to five' };
    expect(created()).toEqual([
      {
        ...{
          phoneCallProviderBypassEnabled: true,
          assistantId: ASSISTANT_ID,
          phoneNumberId: PHONE_NUMBER_ID,
          customer: { number: CALLER },
        },
        ...{ assistantOverrides: { variableValues: variables }, metadata: { tenant: 't-7' } },
      },
    ]);
    expect(n8n.executions.map(({ json }) => json)).toEqual([
      {
        ...{ callerNumber: CALLER, calledNumber: NUMBER, callerName: 'Ada', callerCity: 'SAN FRANCISCO' },
        ...{ callerCountry: 'US', calledCountry: 'US', receivedAt: expect.stringMatching(/Z$/) },
        ...{ twilioCallSid: expect.stringMatching(/^CA/), answeredWith: 'assistant', callId: call?.id },
        ...{
          assistantId: ASSISTANT_ID,
          variables,
          controlUrl: expect.any(String),
          listenUrl: expect.any(String),
        },
      },
    ]);
  });

  it('is not touched by what n8n writes about the execution', async () => {
    const { body } = await ring();
    n8n.executions[0]?.respond({ kind: 'incoming-call', body: { reject: 'No' } });
    n8n.executions[0]?.end();
    expect(body).toContain('/transport');
    expect(created()).toHaveLength(1);
  });

  it('can choose the assistant by an expression on what Twilio sends', async () => {
    const other = vapi.seed('assistant', { name: 'German desk' }).id;
    n8n.parameters = {
      ...n8n.parameters,
      assistantId: picked(`={{ $json.body.From.startsWith('+49') ? '${other}' : '${ASSISTANT_ID}' }}`),
    };
    await ring({ params: { From: '+4930123456' } });
    await ring();
    expect(created().map((body) => body.assistantId)).toEqual([other, ASSISTANT_ID]);
  });

  it('can choose assistant and business name by rules', async () => {
    const other = vapi.seed('assistant', { name: 'German desk' }).id;
    const rule = {
      condition: 'callerStartsWith',
      values: '+43, 0049',
      assistantId: other,
      businessName: 'Praxis',
    };
    n8n.parameters = { ...n8n.parameters, businessName: 'Clinic', rules: { rule: [rule] } };
    await ring({ params: { From: '+4930123456' } });
    await ring();
    expect(created()).toMatchObject([
      { assistantId: other, assistantOverrides: { variableValues: { businessName: 'Praxis' } } },
      { assistantId: ASSISTANT_ID, assistantOverrides: { variableValues: { businessName: 'Clinic' } } },
    ]);
  });

  it('adds what Twilio sent if asked to', async () => {
    n8n.parameters = { ...n8n.parameters, options: { includeRaw: true } };
    await ring();
    expect(n8n.executions[0]?.json.raw).toMatchObject({ From: CALLER, To: NUMBER, CallStatus: 'ringing' });
  });

  it.each([
    ['a SIP address', 'sip:ada@pbx.example', { sipUri: 'sip:ada@pbx.example' }],
    ['no number', 'Anonymous', { number: 'Anonymous', numberE164CheckEnabled: false }],
    ['an unusable one', 'client:ada lovelace', { number: 'anonymous', numberE164CheckEnabled: false }],
  ])('from %s is put through, too', async (_, from, customer) => {
    expect((await ring({ params: { From: from } })).body).toContain('/transport');
    expect(created()[0]?.customer).toEqual(customer);
  });

  it('that is over, and a message that is no call, are answered with nothing and start nothing', async () => {
    const empty = '<?xml version="1.0" encoding="UTF-8"?><Response/>';
    expect((await ring({ params: { CallStatus: 'completed' } })).body).toBe(empty);
    expect((await ring({ params: { CallSid: '', MessageSid: 'SM1' } })).body).toBe(empty);
    expect([created(), n8n.executions]).toEqual([[], []]);
  });
});

describe("Twilio's signature", () => {
  it.each(['wrong', 'none'] as const)('that is %s gets 403, and nothing happens', async (signature) => {
    const { status, body } = await ring({ signature });
    expect(status).toBe(403);
    expect(JSON.parse(body).error.code).toBe('TWILIO_SIGNATURE_INVALID');
    expect([vapi.requests, n8n.executions]).toEqual([[], []]);
    expect(n8n.log.join()).toMatch(
      /Request to "Incoming call" refused: (?:no X-Twilio-Signature|the signature)/,
    );
  });

  it.each([
    ['the test address', 'https://n8n.test/webhook-test/calls'],
    ['an address with a query', `${VOICE_URL}?vapiPrevious=abc&tenant=1`],
  ])('over %s counts', async (_, url) => {
    expect((await ring({ url })).status).toBe(200);
    expect(created()).toHaveLength(1);
  });

  it('counts with a token that was pasted with white space', async () => {
    Object.assign(stage.credentials.vapiTwilioApi ?? {}, { authToken: ` ${TOKEN}\n` });
    expect((await ring()).status).toBe(200);
  });

  it.each(['', ' ', undefined])('cannot be made with the token %j', async (authToken) => {
    Object.assign(stage.credentials.vapiTwilioApi ?? {}, { authToken });
    expect((await ring()).status).toBe(403);
    expect(n8n.log.join()).toMatch(/refused: the Vapi Twilio credential has no auth token/);
  });

  it('over another host or path does not, whatever the Host header says', async () => {
    twilio.hosts['evil.test'] = n8n.url;
    expect((await ring({ url: 'https://evil.test/webhook/calls' })).status).toBe(403);
    expect((await ring({ url: 'http://n8n.test/webhook/calls' })).status).toBe(403);
  });

  it('cannot be checked without a credential: 403', async () => {
    const other = await startTriggerServer({ parameters: n8n.parameters, credentials: {} });
    twilio.hosts['n8n.test'] = other.url;
    expect((await ring()).status).toBe(403);
    expect(other.log.join()).toContain('credential could not be used');
    await other.close();
  });
});

describe('a request that Twilio repeats', () => {
  it('gets the same answer, also while the first is on its way, and no second call', async () => {
    vapi.failNext({ path: '/call', delayMs: 300 });
    const params = { CallSid: `CA${'7'.repeat(32)}` };
    const [first, second] = await Promise.all([ring({ params }), ring({ params })]);
    const third = await ring({ params: { ...params, ErrorCode: '11200' } });
    expect(second).toEqual(first);
    expect(third).toEqual(first);
    expect([created().length, n8n.executions.length]).toEqual([1, 1]);
  });

  it('for a call under way is told by the token: other TwiML may send it here again', async () => {
    const params = { CallSid: `CA${'8'.repeat(32)}`, CallStatus: 'in-progress' };
    const send = (token?: string) =>
      ring({ params, ...(token ? { headers: { 'I-Twilio-Idempotency-Token': token } } : {}) });
    const first = await send('a');
    expect(await send('a')).toEqual(first);
    expect((await send('b')).body).not.toBe(first.body);
    const unsaid = await send();
    expect(await send()).toEqual(unsaid);
    // Without a token the signature tells: other fields are another request.
    expect((await ring({ params: { ...params, Digits: '1' } })).body).not.toBe(unsaid.body);
    expect(created()).toHaveLength(4);
  });
});

describe('when Vapi cannot take the call', () => {
  it.each([
    [
      '400',
      { status: 400, body: { message: ['phoneNumberId must be a UUID'], statusCode: 400 } },
      /must be a UUID/,
    ],
    ['401', { status: 401, body: { message: 'Invalid Key.', statusCode: 401 } }, /Invalid Key/],
    ['500', { status: 500, body: { message: 'Oops', statusCode: 500 } }, /Oops/],
    ['503', { status: 503, body: 'busy' }, /503/],
    ['a cut connection', { cut: true }, /could not be reached/],
    ['no TwiML', { status: 201, body: { id: 'call-1' } }, /call-1.*no TwiML/],
    ['something else than JSON', { status: 200, body: '<html>' }, /no JSON/],
  ])('(%s) the caller hears the fallback, and the call is not created again', async (_, fault, reason) => {
    vapi.failNext({ path: '/call', ...fault });
    expect(await ring()).toEqual({ status: 200, contentType: 'text/xml; charset=utf-8', body: FALLBACK });
    expect(created()).toHaveLength(1);
    expect(n8n.executions.map(({ json }) => json)).toMatchObject([
      { answeredWith: 'fallback', reason: expect.stringMatching(reason), hint: expect.any(String) },
    ]);
    expect(n8n.executions[0]?.json).not.toHaveProperty('callId');
    expect(n8n.log.join()).toMatch(reason);
    expect(n8n.log.join()).not.toContain(CALLER);
  });

  it('the fallback goes on to a human', async () => {
    n8n.parameters = {
      ...n8n.parameters,
      fallbackMessage: 'One <moment> & more',
      fallbackNumber: '+1 415 555 0199',
    };
    n8n.parameters.options = { spokenLanguage: 'en-GB', spokenVoice: 'Polly.Amy' };
    vapi.failNext({ path: '/call', status: 500 });
    const call = twilio.call({ from: CALLER, to: NUMBER });
    expect(await call.done).toMatchObject({ spoken: ['One <moment> & more'], dialed: ['+14155550199'] });
    expect(call.warnings).toEqual([]);
    expect(call.webhookPosts[0]?.body).toContain('<Say voice="Polly.Amy" language="en-GB">');
  });

  it.each<[string, INodeParameters, string]>([
    ['alone, where there are no words', { fallbackMessage: '' }, '<Dial>+14155550199</Dial>'],
    [
      'for a caller without a number, who is shown as the number that was called',
      { fallbackMessage: ' ', from: 'sip:ada@pbx.example' },
      `<Dial callerId="${NUMBER}">+14155550199</Dial>`,
    ],
  ])('dials a human %s', async (_, { from = CALLER, ...parameters }, inside) => {
    n8n.parameters = { ...n8n.parameters, ...parameters, fallbackNumber: '+14155550199' };
    vapi.failNext({ path: '/call', status: 500 });
    expect((await ring({ params: { From: String(from) } })).body).toBe(
      `<?xml version="1.0" encoding="UTF-8"?><Response>${inside}</Response>`,
    );
  });

  it('and there are neither words nor a number, the caller hears ours', async () => {
    n8n.parameters = { ...n8n.parameters, fallbackMessage: '' };
    vapi.failNext({ path: '/call', status: 500 });
    expect((await ring()).body).toContain('<Say>Sorry, we cannot take your call at the moment.');
  });

  it('in time the caller hears the fallback in time', async () => {
    const patience = new AbortController();
    const timeout = AbortSignal.timeout.bind(AbortSignal);
    jest
      .spyOn(AbortSignal, 'timeout')
      .mockImplementation((ms) => (ms === 8_000 ? patience.signal : timeout(ms)));
    vapi.failNext({ path: '/call', delayMs: 30_000 });
    const answer = ring();
    await until(() => created().length === 1, 'the call at Vapi');
    patience.abort();
    expect((await answer).body).toBe(FALLBACK);
    expect(n8n.executions[0]?.json.reason).toMatch(/no answer within 8 s/);
    expect(created()).toHaveLength(1);
  });

  it('after a 429 it is tried again', async () => {
    vapi.failNext({ path: '/call', status: 429, body: { message: 'Too Many Requests' } });
    expect((await ring()).body).toContain('/transport');
    expect(created()).toHaveLength(2);
  });

  it('after a 429 that wants a long wait it is not: the caller is waiting', async () => {
    vapi.failNext({ path: '/call', status: 429, headers: { 'retry-after': '21' } });
    expect((await ring()).body).toBe(FALLBACK);
    expect(created()).toHaveLength(1);
  });

  it('after a refused connection it is tried again', async () => {
    const { port } = new URL(vapi.url);
    const own = await freePort();
    const closed = await startTriggerServer({
      parameters: n8n.parameters,
      credentials: {
        ...stage.credentials,
        vapiApi: { ...stage.credentials.vapiApi, baseUrl: `http://127.0.0.1:${own}` },
      },
    });
    twilio.hosts['n8n.test'] = closed.url;
    // Vapi comes up while the trigger waits between its first attempt and the second.
    let late: (() => Promise<void>) | undefined;
    jest.mocked(sleep).mockImplementationOnce(async () => {
      late = await forwardFrom(own, Number(port));
    });
    expect((await ring()).body).toContain('/transport');
    expect(created()).toHaveLength(1);
    await late?.();
    await closed.close();
  });

  it('all lines busy at Vapi are no assistant', async () => {
    vapi.failNext({
      ...{ path: '/call', status: 201 },
      body: {
        ...{ id: 'call-1', subscriptionLimits: { concurrencyBlocked: true } },
        phoneCallProviderDetails: { twiml: '<Response/>' },
      },
    });
    expect((await ring()).body).toBe(FALLBACK);
    expect(n8n.executions[0]?.json.reason).toMatch(/call-1.*busy/);
  });

  it.each<[string, INodeParameters]>([
    ['an expression that fails', { assistantId: picked('={{ $json.body.Nothing.here }}') }],
    ['a variable that is none', { variables: { variable: [{ name: 'no name', value: 'x' }] } }],
    ['no assistant', { assistantId: picked('') }],
    ['overrides that are no JSON', { options: { assistantOverrides: '{' } }],
  ])('because of %s, too', async (_, parameters) => {
    n8n.parameters = { ...n8n.parameters, ...parameters };
    expect((await ring()).body).toBe(FALLBACK);
    expect(created()).toEqual([]);
    expect(n8n.executions[0]?.json).toMatchObject({ answeredWith: 'fallback', reason: expect.any(String) });
  });
});
