import { CallIntake } from '../../../../bridge/src/intake';
import { loadSpeech } from '../../../support/wav';
import { audioOf, bytesHeard, isSilence, pieces } from '../../support/audio';
import { CALLED, CALLER, PUBLIC_URL } from '../../support/fakeTwilio';
import { readDocument } from '../../support/documents';
import { API_KEY, FALLBACK, Harness } from '../../support/harness';
import type { VapiCall } from '../../support/fakeVapi';
import { until } from '../../support/until';
import {
  API_TOKEN,
  FakeSignalWire,
  PROJECT_ID,
  signatureHeaders,
  SIGNING_KEY,
  type SignalWireStream,
} from './emulator';

describe('a call over SignalWire', () => {
  let signalwire: FakeSignalWire;
  let harness: Harness;
  beforeEach(async () => {
    signalwire = new FakeSignalWire();
    await signalwire.start();
    // A tone would be put in if this machine stood still for two seconds.
    harness = await new Harness().start({ ...signalwire.environment, BRIDGE_WAITING_TONE: 'off' });
    signalwire.bridgePort = harness.port;
  });
  afterEach(async () => {
    await harness.stop();
    const shown = signalwire.streams.flatMap(({ parameters, socket }) => [
      parameters.ticket ?? '',
      socket.url,
    ]);
    for (const secret of [CALLER, CALLED, API_TOKEN, SIGNING_KEY, ...shown.filter((text) => text !== '')]) {
      expect(harness.log).not.toContain(secret);
    }
    await signalwire.stop();
  });

  const open = async (callSid: string): Promise<SignalWireStream> => {
    const stream = await signalwire.connect(await signalwire.answer(callSid), callSid);
    if (typeof stream === 'number') throw new Error(`the stream was refused with status ${stream}`);
    return stream;
  };
  const call = async (wraps = false): Promise<{ stream: SignalWireStream; vapi: VapiCall }> => {
    const callSid = signalwire.newCallSid();
    const stream = await open(callSid);
    stream.wraps = wraps;
    stream.start();
    await until(() => harness.vapi.callOf(callSid) !== undefined, 'the bridge opens a socket to Vapi');
    await until(() => harness.log.includes('carrier attached'), 'the carrier is attached');
    const vapi = harness.vapi.callOf(callSid);
    if (!vapi) throw new Error('unreachable');
    // Until it is open on the bridge's side, too, no more than 200 ms of the caller are kept.
    await until(() => vapi.audio.length > 0, 'the bridge sends to Vapi');
    return { stream, vapi };
  };
  const updatePath = (callSid: string) => `/api/laml/2010-04-01/Accounts/${PROJECT_ID}/Calls/${callSid}.json`;

  it('is answered with a stream in mu-law, in real time, and the fallback behind it', async () => {
    const document = await signalwire.answer(signalwire.newCallSid());
    expect(document).toMatchObject({
      stream: {
        url: 'wss://bridge.test/signalwire/media',
        authBearerToken: expect.stringMatching(/^\d+\.[\w-]{43}$/) as string,
        codec: 'PCMU@8000h',
        realtime: 'true',
        statusCallback: 'https://bridge.test/signalwire/status',
      },
      parameters: { ticket: expect.any(String) as string },
      say: FALLBACK,
      hangsUp: true,
    });
    await until(() => harness.vapi.requests.length === 1, 'the call is created at Vapi');
    expect(harness.vapi.requests[0]?.body).toMatchObject({
      metadata: { carrier: 'signalwire', direction: 'inbound' },
      assistantOverrides: { variableValues: { callerNumber: CALLER, calledNumber: CALLED } },
    });
  });

  it.each([
    ['bare', false],
    ['as in the examples of the documentation', true],
  ])('carries speech byte for byte, both ways, with messages %s', async (_shape, wraps) => {
    const { stream, vapi } = await call(wraps);
    const [asked, answered] = [loadSpeech('caller-interrupt'), loadSpeech('assistant-goodbye')];
    for (const frame of pieces(asked, 160)) stream.media(frame);
    // Of what is not announced as an utterance, long silence may be cut.
    vapi.say({ type: 'speech-update', status: 'started', role: 'assistant', turn: 1 });
    for (const part of pieces(answered, 640)) vapi.socket.send(part);
    await until(() => bytesHeard(asked, Buffer.concat(vapi.audio)) === asked.length, 'Vapi hears the caller');
    await until(
      () => bytesHeard(answered, stream.heard()) === answered.length,
      'the caller hears the assistant',
    );
    expect(stream.audio.every((frame) => frame.length === 160)).toBe(true);
    stream.dtmf('5');
    stream.stop();
    await harness.idle();
    expect(harness.logLine('session ended').counters).toMatchObject({ dtmf: 1, malformed: 0 });
    expect(signalwire.updates).toEqual([]);
  });

  it('is hung up by REST once the last words were played', async () => {
    const { stream, vapi } = await call();
    const goodbye = audioOf(160 * 20, 10);
    vapi.socket.send(goodbye);
    vapi.say({ type: 'status-update', status: 'ended', endedReason: 'assistant-ended-call' });
    await until(() => stream.closeCode !== undefined, 'the stream ends');
    expect(stream.heard().subarray(0, goodbye.length).equals(goodbye)).toBe(true);
    expect(isSilence(stream.heard().subarray(goodbye.length))).toBe(true);
    expect(signalwire.updates).toEqual([
      {
        path: updatePath(stream.callSid),
        authorization: `Basic ${Buffer.from(`${PROJECT_ID}:${API_TOKEN}`).toString('base64')}`,
        fields: { Status: 'completed' },
      },
    ]);
    await harness.idle();
  });

  it('is diverted to the fallback, which SignalWire asks for, when Vapi is lost', async () => {
    const { stream, vapi } = await call();
    vapi.socket.terminate();
    await until(() => signalwire.diverted.length === 1, 'the fallback is asked for');
    expect(signalwire.diverted[0]).toMatchObject({ say: FALLBACK, hangsUp: true, stream: undefined });
    expect(signalwire.updates[0]).toMatchObject({
      path: updatePath(stream.callSid),
      fields: {
        Url: expect.stringMatching(/^https:\/\/bridge\.test\/signalwire\/farewell\/[0-9a-f]{32}$/) as string,
        Method: 'POST',
      },
    });
    await harness.idle();
    expect(harness.logLine('session ended')).toMatchObject({ reason: 'assistant-dropped' });
    expect(harness.log).not.toContain('carrier did not take the farewell');
  });

  it('goes on with its document when SignalWire does not ask for the fallback', async () => {
    signalwire.fetches = false;
    const { stream, vapi } = await call();
    vapi.socket.terminate();
    await until(() => stream.closeCode !== undefined, 'the stream is closed');
    expect(harness.logLine('carrier did not take the farewell')).toMatchObject({
      error: { code: 'SIGNALWIRE_API_FAILED' },
    });
    const late = signalwire.updates[0]?.fields.Url?.slice(PUBLIC_URL.length) ?? '';
    const response = await signalwire.post(late, signalwire.form(stream.callSid));
    expect(await response.text()).toContain('<Say>Sorry &amp; goodbye.</Say><Hangup/>');
    await harness.idle();
  });

  it('ends at Vapi when SignalWire tells that the call or its stream is over', async () => {
    const news: Record<string, string>[] = [
      { CallStatus: 'completed' },
      { StreamEvent: 'stream-error', StreamError: 'no answer' },
    ];
    for (const told of news) {
      const callSid = signalwire.newCallSid();
      await signalwire.answer(callSid);
      expect(harness.bridge.inspect().sessions).toBe(1);
      const form = { ...signalwire.form(callSid), ...told };
      expect((await signalwire.post('/signalwire/status', form)).status).toBe(204);
      await harness.idle();
    }
  });

  it('is let go at once where its stream is in another format', async () => {
    const stream = await open(signalwire.newCallSid());
    stream.start({ encoding: 'audio/x-L16', sampleRate: 24_000, channels: 1 });
    await until(() => stream.closeCode === 1008, 'the stream is declined');
    await harness.idle();
    expect(harness.logLine('stream declined').error).toMatchObject({ code: 'STREAM_FORMAT_UNSUPPORTED' });
    expect(harness.logLine('session ended')).toMatchObject({ reason: 'stream-never-came' });
  });

  it('counts no webhook as unsigned that has one of the signatures', async () => {
    const form = signalwire.form(signalwire.newCallSid());
    const headers = signatureHeaders(`${PUBLIC_URL}/signalwire/voice`, form, 'sha256', 'another key');
    // Of unsigned ones 60 a minute are looked at.
    const statuses = new Set<number>();
    for (let count = 0; count < 70; count += 1) {
      statuses.add((await signalwire.post('/signalwire/voice', form, headers)).status);
    }
    expect(statuses).toEqual(new Set([403]));
  });

  it('gets a new ticket for a webhook that is repeated, and one session', async () => {
    const callSid = signalwire.newCallSid();
    const [first, second] = [await signalwire.answer(callSid), await signalwire.answer(callSid)];
    expect(first.parameters.ticket).not.toBe(second.parameters.ticket);
    expect(harness.bridge.inspect()).toMatchObject({ sessions: 1, tickets: 1 });
    const refused = await signalwire.connect(first, callSid);
    if (typeof refused === 'number') throw new Error('the pass is good');
    refused.start();
    await until(() => refused.closeCode === 1008, 'the first ticket is void');
    const taken = await signalwire.connect(second, callSid);
    if (typeof taken === 'number') throw new Error('the pass is good');
    taken.start();
    await until(() => harness.log.includes('carrier attached'), 'the second one is good');
    taken.stop();
    await harness.idle();
  });

  it.each(['sha1', 'sha256', 'compatible'] as const)('takes webhooks signed by %s', async (scheme) => {
    const form = signalwire.form(signalwire.newCallSid());
    const headers = signatureHeaders(`${PUBLIC_URL}/signalwire/voice`, form, scheme);
    expect((await signalwire.post('/signalwire/voice', form, headers)).status).toBe(200);
    const stranger = signatureHeaders(`${PUBLIC_URL}/signalwire/voice`, form, scheme, 'another key');
    expect((await signalwire.post('/signalwire/voice', form, stranger)).status).toBe(403);
  });

  it('refuses webhooks that are not signed, of another project, or signed for another call', async () => {
    const form = signalwire.form(signalwire.newCallSid());
    const codeOf = async (response: Promise<Response>) =>
      ((await (await response).json()) as { error: { code: string } }).error.code;
    const path = '/signalwire/voice';
    expect(await codeOf(signalwire.post(path, form, {}))).toBe('SIGNALWIRE_SIGNATURE_INVALID');
    expect(await codeOf(signalwire.post(path, { ...form, AccountSid: 'another' }))).toBe(
      'SIGNALWIRE_REQUEST_INVALID',
    );
    expect(await codeOf(signalwire.post(path, { ...form, CallSid: `${form.CallSid}From+1` }))).toBe(
      'SIGNALWIRE_REQUEST_INVALID',
    );
    // The text that is signed stays the same when the borders between fields are moved.
    const [own, parent] = [signalwire.newCallSid(), signalwire.newCallSid()];
    const honest = { AccountSid: PROJECT_ID, CallSid: own, ParentCallSid: parent };
    const moved = { A: `ccountSid${PROJECT_ID}CallSid${own}Parent`, CallSid: parent };
    const headers = signatureHeaders(PUBLIC_URL + path, honest);
    expect((await signalwire.post(path, honest, headers)).status).toBe(200);
    expect(await codeOf(signalwire.post(path, moved, headers))).toBe('SIGNALWIRE_REQUEST_REPLAYED');
    expect(harness.bridge.inspect().sessions).toBe(1);
  });

  it('places a call whose answered leg is connected, and tells what has answered', async () => {
    const response = await harness.request('/v1/sessions', {
      method: 'POST',
      headers: { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        ...{ to: CALLER, from: CALLED, carrier: 'signalwire' },
        ...{ machineDetection: true, timeoutSeconds: 30 },
      }),
    });
    expect(response.status).toBe(201);
    const { id, carrierCallId: callSid } = (await response.json()) as { id: string; carrierCallId: string };
    const [created] = signalwire.updates;
    expect(created).toMatchObject({
      path: `/api/laml/2010-04-01/Accounts/${PROJECT_ID}/Calls.json`,
      fields: {
        ...{ To: CALLER, From: CALLED, Timeout: '30', MachineDetection: 'Enable', AsyncAmd: 'true' },
        StatusCallback: `${PUBLIC_URL}/signalwire/status?session=${id}`,
        AsyncAmdStatusCallback: `${PUBLIC_URL}/signalwire/machine?session=${id}`,
      },
    });
    expect(harness.vapi.requests).toHaveLength(0);
    const tell = async (path: string, fields: Record<string, string>) => {
      const told = await signalwire.post(path, { CallSid: callSid, AccountSid: PROJECT_ID, ...fields });
      expect(told.status).toBe(204);
    };
    await tell(`/signalwire/status?session=${id}`, { CallStatus: 'in-progress' });
    await until(() => harness.vapi.requests.length === 1, 'the call is created at Vapi once it was answered');
    const document = readDocument(created?.fields.Twiml ?? '');
    // Good for the 30 s of ringing, too.
    const goodUntil = Number(document.stream?.authBearerToken?.split('.')[0]);
    expect(goodUntil - performance.now()).toBeGreaterThan(80_000);
    const stream = await signalwire.connect(document, callSid);
    if (typeof stream === 'number') throw new Error(`the stream was refused with status ${stream}`);
    stream.start();
    await until(() => harness.vapi.callOf(callSid) !== undefined, 'the bridge opens a socket to Vapi');
    const detected = jest.spyOn(CallIntake.prototype, 'machineDetected');
    await tell(`/signalwire/machine?session=${id}`, { AnsweredBy: 'human' });
    expect(detected).toHaveBeenCalledWith(callSid, 'human', id);
    detected.mockRestore();
    const words = audioOf(160 * 10, 4);
    harness.vapi.callOf(callSid)?.socket.send(words);
    await until(() => stream.heard().includes(words), 'the called party hears the assistant');
    stream.stop();
    await harness.idle();
  });

  it('ends a call that nobody answers, or that SignalWire does not take', async () => {
    const dial = () =>
      harness.request('/v1/sessions', {
        method: 'POST',
        headers: { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/json' },
        body: JSON.stringify({ to: CALLER, from: CALLED, carrier: 'signalwire' }),
      });
    const { id, carrierCallId } = (await (await dial()).json()) as { id: string; carrierCallId: string };
    const busy = { CallSid: carrierCallId, AccountSid: PROJECT_ID, CallStatus: 'busy' };
    expect((await signalwire.post(`/signalwire/status?session=${id}`, busy)).status).toBe(204);
    await harness.idle();
    expect(harness.logLine('session ended')).toMatchObject({ reason: 'callee-busy' });
    signalwire.restStatus = 422;
    const refused = await dial();
    expect(refused.status).toBe(502);
    expect(await refused.json()).toMatchObject({ error: { code: 'SIGNALWIRE_DIAL_FAILED' } });
    await harness.idle();
    expect(harness.vapi.requests).toHaveLength(0);
  });

  it('refuses streams without a good token', async () => {
    const callSid = signalwire.newCallSid();
    const document = await signalwire.answer(callSid);
    for (const authBearerToken of ['', `999999999999999.${'A'.repeat(43)}`, 'ticket']) {
      const forged = { ...document, stream: { ...document.stream, authBearerToken } };
      expect(await signalwire.connect(forged, callSid)).toBe(403);
    }
    const { authBearerToken: _token, ...bare } = document.stream ?? {};
    expect(await signalwire.connect({ ...document, stream: bare }, callSid)).toBe(403);
  });
});

it('answers 503 where SignalWire is not configured', async () => {
  const signalwire = new FakeSignalWire();
  await signalwire.start();
  const harness = await new Harness().start();
  try {
    signalwire.bridgePort = harness.port;
    const form = signalwire.form(signalwire.newCallSid());
    expect((await signalwire.post('/signalwire/voice', form)).status).toBe(503);
    const document = { stream: { url: 'wss://bridge.test/signalwire/media' }, parameters: {} };
    expect(await signalwire.connect({ ...document, say: '', hangsUp: false, dials: undefined }, 'x')).toBe(
      503,
    );
  } finally {
    await harness.stop();
    await signalwire.stop();
  }
});
