import { audioOf, isSilence } from './support/audio';
import { readTwiml } from './support/fakeTwilio';
import { createdCall, type CreateAnswer } from './support/fakeVapi';
import { FALLBACK, Harness } from './support/harness';
import { until } from './support/until';

const APOLOGY = { Twiml: expect.stringContaining('<Say>Sorry &amp; goodbye.</Say><Hangup/>') as string };

describe('when Vapi fails, the caller is told', () => {
  let harness: Harness;
  beforeEach(async () => {
    harness = await new Harness().start();
  });
  afterEach(() => harness.stop());

  const connectCaller = async () => {
    const callSid = harness.newCallSid();
    const { ticket } = await harness.twiml(callSid);
    const stream = await harness.stream(callSid);
    stream.start(ticket);
    return stream;
  };

  const refusals: [string, number, CreateAnswer][] = [
    ['status 500', 1, { status: 500, body: {} }],
    ['status 401', 1, { status: 401, body: { message: 'Invalid Key' } }],
    ['status 429', 1, { status: 429, body: {} }],
    ['status 429 with a short wait, twice', 2, { status: 429, body: {}, headers: { 'retry-after': '1' } }],
    ['status 429 with a long wait', 1, { status: 429, body: {}, headers: { 'retry-after': '30' } }],
    ['a connection that is cut', 1, 'reset'],
    ['an answer that is not JSON', 1, { status: 201, body: '<html>' }],
    ['an answer without address', 1, { status: 201, body: { id: 'vapi-call-1' } }],
    [
      'its concurrency limit',
      1,
      {
        status: 201,
        body: { ...createdCall(1, 'ws://x.test'), subscriptionLimits: { concurrencyBlocked: true } },
      },
    ],
  ];
  it.each(refusals)('answers POST /call with %s', async (_kind, requests, answer) => {
    harness.vapi.answer = () => answer;
    const stream = await connectCaller();
    await until(() => harness.rest.updates.length === 1, 'the call is updated');
    expect(harness.rest.updates[0]?.fields).toEqual(APOLOGY);
    await until(() => stream.closeCode !== undefined, 'the media socket closes');
    expect(harness.vapi.requests).toHaveLength(requests);
    expect(harness.vapi.calls).toHaveLength(0);
    await harness.idle();
  });

  it('asks again after one 429', async () => {
    const create = harness.vapi.answer;
    harness.vapi.answer = (attempt, url) =>
      attempt === 1 ? { status: 429, body: {}, headers: { 'retry-after': '1' } } : create(attempt, url);
    await connectCaller();
    await until(() => harness.vapi.calls.length === 1, 'the second attempt succeeds');
    expect(harness.rest.updates).toHaveLength(0);
  });

  it('cannot be reached at all', async () => {
    await harness.stop();
    harness = await new Harness().start({ VAPI_BASE_URL: 'http://127.0.0.1:1' });
    await connectCaller();
    await until(() => harness.rest.updates.length === 1, 'the call is updated');
    expect(harness.rest.updates[0]?.fields).toEqual(APOLOGY);
    expect(harness.logLine('assistant unreachable')).toMatchObject({ error: { code: 'VAPI_UNREACHABLE' } });
    await harness.idle();
  });

  it('refuses the socket', async () => {
    harness.vapi.refuseUpgrade = 403;
    await connectCaller();
    await until(() => harness.rest.updates.length === 1, 'the call is updated');
    expect(harness.rest.updates[0]?.fields).toEqual(APOLOGY);
    expect(harness.logLine('assistant unreachable')).toMatchObject({ error: { code: 'VAPI_SOCKET_FAILED' } });
    await harness.idle();
  });

  it.each([
    ['a cut connection', (socket: { terminate(): void }) => socket.terminate()],
    ['code 1011', (socket: { close(code: number): void }) => socket.close(1011)],
    ['no code', (socket: { close(): void }) => socket.close()],
  ])('drops mid-call with %s', async (_kind, drop) => {
    const { stream, vapi } = await harness.call();
    vapi.socket.send(audioOf(160 * 400, 1));
    await until(() => stream.audio.length > 3, 'the assistant speaks');
    drop(vapi.socket);
    await until(() => harness.rest.updates.length === 1, 'the call is updated');
    expect(harness.rest.updates[0]?.fields).toEqual(APOLOGY);
    await until(() => stream.closeCode !== undefined, 'the media socket closes');
    await harness.idle();
  });

  it('takes a normal closure (1000) for the end of the call', async () => {
    const { vapi } = await harness.call();
    vapi.socket.send(audioOf(160, 1));
    vapi.socket.close(1000);
    await until(() => harness.rest.updates.length === 1, 'the call is ended');
    expect(harness.rest.updates[0]?.fields).toEqual({ Status: 'completed' });
    await harness.idle();
  });

  it('connects the caller to the fallback number after the message, if there is one', async () => {
    await harness.stop();
    harness = await new Harness().start({ BRIDGE_FALLBACK_NUMBER: '+14155550177' });
    const callSid = harness.newCallSid();
    const twiml = await harness.twiml(callSid);
    // What follows <Connect> speaks when the bridge is gone: it leads to the same number.
    expect(twiml).toMatchObject({ say: FALLBACK, dials: '+14155550177', hangsUp: false });
    const stream = await harness.stream(callSid);
    stream.start(twiml.ticket);
    await until(() => harness.vapi.calls.length === 1, 'Vapi is there');
    harness.vapi.calls[0]?.socket.terminate();
    await until(() => harness.rest.updates.length === 1, 'the call is updated');
    expect(readTwiml(harness.rest.updates[0]?.fields.Twiml ?? '')).toMatchObject({
      ...{ ticket: undefined, say: FALLBACK, dials: '+14155550177', hangsUp: false },
    });
    await harness.idle();
    expect(harness.log).not.toContain('5550177');
  });

  it('rings while the assistant is not there, and stops at its first word', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const create = harness.vapi.answer;
    harness.vapi.answer = async (attempt, url) => {
      await held;
      return create(attempt, url);
    };
    const stream = await connectCaller();
    await until(() => stream.audio.some((frame) => !isSilence(frame)), 'the caller hears the tone');
    release();
    await until(() => harness.vapi.calls.length === 1, 'Vapi is there');
    const greeting = audioOf(160 * 20, 3);
    harness.vapi.calls[0]?.socket.send(greeting);
    await until(() => stream.heard().includes(greeting), 'the caller hears the greeting');
    // What lay at the carrier of the tone was dropped, and nothing of it follows.
    const audio = stream.events.filter((event) => !event.startsWith('mark:'));
    expect(audio.lastIndexOf('clear')).toBe(audio.length - 20 - 1);
    expect(stream.heard().indexOf(greeting)).toBe(stream.heard().length - greeting.length);
    expect(harness.rest.updates).toHaveLength(0);
  });

  it('closes the media socket when the call cannot be updated, so that the TwiML after <Connect> speaks', async () => {
    harness.rest.status = 500;
    const { stream, vapi } = await harness.call();
    vapi.socket.terminate();
    await until(() => stream.closeCode !== undefined, 'the media socket closes');
    // An update may be repeated, and is, once.
    expect(harness.rest.updates).toHaveLength(2);
    await harness.idle();
  });

  it('closes the media socket itself when the carrier does not after the update', async () => {
    harness.rest.onUpdated = () => undefined;
    const { stream, vapi } = await harness.call();
    vapi.socket.terminate();
    await until(() => stream.closeCode !== undefined, 'the media socket closes');
    expect(harness.rest.updates[0]?.fields).toEqual(APOLOGY);
    expect(harness.logLine('carrier has not left after the farewell')).toMatchObject({
      code: 'TWILIO_STAYED',
      hint: expect.stringContaining('TWILIO_API_BASE_URL') as string,
    });
    await harness.idle();
  });

  it('ends the Vapi call that comes to be after the caller has left', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const create = harness.vapi.answer;
    harness.vapi.answer = async (attempt, url) => {
      await held;
      return create(attempt, url);
    };
    const stream = await connectCaller();
    await until(() => harness.log.includes('carrier attached'), 'the carrier is attached');
    stream.stop();
    await until(() => harness.log.includes('session ending'), 'the session ends');
    release();
    await until(() => harness.vapi.calls[0]?.closeCode !== undefined, 'the late call is ended');
    expect(harness.vapi.calls[0]?.texts).toEqual(['{"type":"end-call"}']);
    await harness.idle();
  });

  it('leaves the caller with the fallback when no assistant is named', async () => {
    await harness.stop();
    harness = await new Harness().start({ VAPI_ASSISTANT_ID: '' });
    const twiml = await harness.twiml(harness.newCallSid());
    expect(twiml).toEqual({ ticket: undefined, streamUrl: undefined, say: FALLBACK, hangsUp: true });
    expect(harness.vapi.requests).toHaveLength(0);
    await harness.idle();
  });
});
