import { createConnection } from 'node:net';
import { audioOf } from './support/audio';
import { AUTH_TOKEN, CALLED, CALLER, MEDIA_URL, sign } from './support/fakeTwilio';
import { createdCall } from './support/fakeVapi';
import { API_KEY, Harness, VAPI_KEY } from './support/harness';
import { until } from './support/until';

const METRICS_TOKEN = 'metrics-token-of-the-tests';
const FALLBACK_NUMBER = '+14155550177';
const SENTENCE = 'my secret sentence';

const secrets = [
  ...[API_KEY, VAPI_KEY, AUTH_TOKEN, METRICS_TOKEN],
  ...[CALLER, CALLED, FALLBACK_NUMBER].map((number) => number.slice(1)),
  ...['listen-secret', 'control-secret', '/transport', 'secret sentence', 'secret-password'],
  sign(MEDIA_URL),
];

/** All that may be read by someone who isn't part of a call: log lines, metrics, answers and refusals. */
describe('what is written', () => {
  let harness: Harness;
  /** Everything besides the log. */
  let answers: string;
  const tickets: string[] = [];

  const start = async (environment: Record<string, string> = {}): Promise<void> => {
    answers = '';
    harness = await new Harness().start({ BRIDGE_METRICS_TOKEN: METRICS_TOKEN, ...environment });
  };
  afterEach(() => harness.stop());

  const keep = async (path: string, init: RequestInit = {}): Promise<void> => {
    const response = await harness.request(path, init);
    answers += `${response.status} ${JSON.stringify([...response.headers])} ${await response.text()}\n`;
  };
  const withKey = (key: string, method = 'GET') => ({ method, headers: { authorization: `Bearer ${key}` } });

  /** Looks at everything that can be looked at. */
  const look = async (): Promise<void> => {
    await keep('/healthz');
    await keep('/readyz');
    await keep('/metrics', withKey(METRICS_TOKEN));
    await keep('/v1/sessions', withKey(API_KEY));
    const sessions = [...answers.matchAll(/"id":"([\w-]{36})"/g)].map((match) => match[1]);
    for (const id of new Set(sessions)) await keep(`/v1/sessions/${id}`, withKey(API_KEY));
  };

  const nothingSecret = (): void => {
    for (const secret of [...secrets, ...tickets]) {
      expect(harness.log).not.toContain(secret);
      expect(answers).not.toContain(secret);
    }
    // A key that was pressed may be one of a PIN.
    expect(harness.log).not.toMatch(/"digit":"[^[]/);
  };

  const callWithTicket = async () => {
    const callSid = harness.newCallSid();
    const { ticket } = await harness.twiml(callSid);
    tickets.push(ticket ?? '');
    const stream = await harness.stream(callSid);
    stream.start(ticket);
    return { stream, callSid };
  };

  it('tells nothing of a call that goes well, whatever is said in it', async () => {
    await start({ BRIDGE_DTMF: 'message', BRIDGE_FALLBACK_NUMBER: FALLBACK_NUMBER });
    const { stream, vapi, callSid } = await harness.call();
    vapi.socket.send(audioOf(160, 1));
    await until(() => stream.audio.length > 0, 'audio flows, so both sides are there');
    vapi.say({ type: 'transcript', role: 'user', transcriptType: 'final', transcript: SENTENCE });
    vapi.say({ type: 'status-update', status: 'ringing', transcript: SENTENCE });
    vapi.say({ type: 'conversation-update', conversation: [{ role: 'user', content: SENTENCE }] });
    vapi.say({ type: 'user-interrupted', transcript: SENTENCE });
    vapi.say({ type: 'assistant.started', newAssistant: { name: SENTENCE } });
    vapi.say({ type: SENTENCE });
    vapi.socket.send(`{"type":"user-interrupted" ${SENTENCE}`);
    stream.send(SENTENCE);
    stream.send({ event: 'dtmf', streamSid: stream.streamSid, dtmf: { track: 'inbound_track', digit: '7' } });
    stream.send({ event: 'dtmf', streamSid: stream.streamSid, dtmf: { digit: SENTENCE } });
    stream.send({ event: SENTENCE });
    vapi.say({ type: 'speech-update', status: 'started', role: 'assistant', text: SENTENCE });
    vapi.socket.send(audioOf(160, 2));
    await until(() => stream.audio.length > 1, 'audio flows again');
    await until(() => vapi.texts.length > 0, 'the key is told to the assistant');
    await look();
    // The id alone joins the call at its default address, so it may be written only once the call is over.
    expect(harness.log).not.toContain(vapi.id);
    vapi.say({ type: 'status-update', status: 'ended', endedReason: SENTENCE });
    await harness.idle();
    await look();
    nothingSecret();
    expect(harness.log).toContain(callSid);
    expect(harness.log.split('\n').length).toBeGreaterThan(5);
    const naming = harness.log.split('\n').filter((line) => line.includes(vapi.id));
    expect(naming).toEqual([expect.stringContaining('"msg":"session ended"')]);
    expect(answers).toMatch(/^bridge_sessions_total\{result="assistant-ended"\} 1$/m);
    expect(answers).toMatch(/^bridge_dtmf_total 1$/m);
  });

  it('tells nothing when the assistant is lost, replaced, and lost again', async () => {
    await start({
      BRIDGE_RECONNECT: 'on',
      BRIDGE_DTMF: 'message',
      BRIDGE_FALLBACK_NUMBER: FALLBACK_NUMBER,
    });
    const { stream, vapi } = await harness.call();
    vapi.say({ type: 'transcript', role: 'user', transcriptType: 'final', transcript: SENTENCE });
    vapi.say({ type: 'transcript', role: 'assistant', transcriptType: 'final', transcript: SENTENCE });
    vapi.socket.send(audioOf(160, 1));
    await until(() => stream.audio.length > 0, 'audio flows');
    vapi.socket.close(1011, SENTENCE);
    await until(() => harness.vapi.calls.length === 2, 'another assistant is there');
    // Which it was told, so there was something to be leaked.
    const told = (): readonly string[] => harness.vapi.calls[1]?.texts ?? [];
    await until(() => told().some((text) => text.includes(SENTENCE)), 'it is told of the conversation');
    await look();
    await until(() => {
      stream.send({ event: 'dtmf', streamSid: stream.streamSid, dtmf: { digit: '7' } });
      return told().some((text) => !text.includes(SENTENCE));
    }, 'the key is told to the new assistant');
    harness.vapi.calls[1]?.socket.terminate();
    await until(() => harness.rest.updates.length === 1, 'the caller is told');
    // The number is meant for the carrier, and for nobody else.
    expect(harness.rest.updates[0]?.fields.Twiml).toContain(FALLBACK_NUMBER);
    await harness.idle();
    await look();
    nothingSecret();
    for (const call of harness.vapi.calls) {
      const naming = harness.log.split('\n').filter((line) => line.includes(call.id));
      expect(naming.every((line) => line.includes('"msg":"session ended"'))).toBe(true);
    }
  });

  const quoted = {
    message: `Bearer ${VAPI_KEY} ${CALLER} ${CALLED} ${SENTENCE} wss://phone.vapi.ai/x/transport`,
  };
  it.each([
    ['refuses, and quotes the request', () => ({ status: 400, body: quoted })],
    ['fails, and quotes the request', () => ({ status: 500, body: quoted })],
    ['answers something else than JSON', () => ({ status: 201, body: `<p>${quoted.message}` })],
    ['answers something else than a call', () => ({ status: 201, body: quoted })],
    [
      'names an address elsewhere',
      () => ({ status: 201, body: createdCall(1, 'wss://user:secret-password@evil.test/x/transport') }),
    ],
    ['names no address', () => ({ status: 201, body: createdCall(1, `${SENTENCE}/transport`) })],
    ['cuts the connection', () => 'reset' as const],
  ])('tells nothing when Vapi %s', async (_what, answer) => {
    await start();
    harness.vapi.answer = answer;
    await callWithTicket();
    await until(() => harness.rest.updates.length === 1, 'the caller is told');
    await harness.idle();
    await look();
    nothingSecret();
    expect(harness.logLine('assistant unreachable')).toMatchObject({
      error: { code: expect.stringMatching(/^VAPI_/) as string },
    });
    expect(answers).toMatch(/^bridge_upstream_failures_total\{code="VAPI_\w+"\} 1$/m);
  });

  it.each([403, 302])('tells nothing when Vapi answers the socket with %i', async (status) => {
    await start();
    harness.vapi.refuseUpgrade = status;
    await callWithTicket();
    await until(() => harness.rest.updates.length === 1, 'the caller is told');
    await harness.idle();
    await look();
    nothingSecret();
  });

  it('tells nothing when Twilio does not take the farewell', async () => {
    await start({ BRIDGE_FALLBACK_NUMBER: FALLBACK_NUMBER });
    harness.rest.status = 401;
    const { vapi } = await harness.call();
    vapi.socket.terminate();
    await until(() => harness.log.includes('carrier did not take the farewell'), 'the farewell is refused');
    await harness.idle();
    await look();
    nothingSecret();
  });

  it('tells nothing to those who are refused', async () => {
    await start();
    const callSid = harness.newCallSid();
    const { ticket } = await harness.twiml(callSid);
    tickets.push(ticket ?? '');
    await keep('/v1/sessions');
    await keep('/v1/sessions', withKey(`${API_KEY}x`));
    await keep('/metrics', withKey(API_KEY));
    await keep(`/v1/sessions/unknown`, withKey(API_KEY));
    await keep('/unknown');
    await keep('/twilio/voice', {
      method: 'POST',
      body: new URLSearchParams({ From: CALLER, Body: SENTENCE }),
    });
    const form = new URLSearchParams({ CallSid: callSid, From: CALLER });
    await keep('/twilio/voice', { method: 'POST', headers: { 'x-twilio-signature': 'forged' }, body: form });
    await keep('/twilio/voice', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: `{"From":"${CALLER}" ${SENTENCE}`,
    });
    for (let time = 0; time < 30; time += 1) await keep('/v1/sessions', withKey(`x${time}`));
    expect(answers).toContain('RATE_LIMITED');
    expect(await harness.connect(callSid, 'forged')).toBe(403);
    const stranger = await harness.stream(harness.newCallSid());
    stranger.start(ticket);
    await until(() => stranger.closeCode === 1008, 'the stranger is refused');
    const upgrade = `Host: ${VAPI_KEY}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n`;
    for (const head of [
      `GET /other?key=${API_KEY} HTTP/1.1\r\n${upgrade}\r\n`,
      `GET /twilio/media?key=${API_KEY} HTTP/1.1\r\n${upgrade}X-Twilio-Signature: ${AUTH_TOKEN}\r\n\r\n`,
      `POST /twilio/media HTTP/1.1\r\n${upgrade}X-Twilio-Signature: ${sign(MEDIA_URL)}\r\n\r\n`,
      `GET /twilio/media HTTP/1.1\r\n${upgrade}X-Twilio-Signature: ${sign(MEDIA_URL)}\r\n\r\n`,
      `${SENTENCE} ${API_KEY}\r\n\r\n`,
    ]) {
      answers += await new Promise<string>((resolve) => {
        const socket = createConnection(harness.port, '127.0.0.1', () => socket.write(head));
        let text = '';
        socket.on('data', (chunk) => (text += chunk.toString()));
        socket.on('close', () => resolve(text));
      });
    }
    expect(answers.match(/HTTP\/1\.1 [45]\d\d /g)).toHaveLength(5);
    nothingSecret();
  });
});
