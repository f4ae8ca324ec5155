import { loadSpeech } from '../../../support/wav';
import { audioOf, bytesHeard, pieces } from '../../support/audio';
import type { VapiCall } from '../../support/fakeVapi';
import { CALLED, CALLER } from '../../support/fakeTwilio';
import { FALLBACK, Harness } from '../../support/harness';
import { until } from '../../support/until';
import { ACCOUNT, API_KEY, FakeTelnyx, type TelnyxStream } from './emulator';

describe('a call over Telnyx', () => {
  let telnyx: FakeTelnyx;
  let harness: Harness;
  beforeEach(async () => {
    telnyx = new FakeTelnyx();
    await telnyx.start();
    // A tone would be put in if this machine stood still for two seconds.
    harness = await new Harness().start({ ...telnyx.environment, BRIDGE_WAITING_TONE: 'off' });
    telnyx.bridgePort = harness.port;
  });
  afterEach(async () => {
    await harness.stop();
    const shown = telnyx.streams.flatMap(({ parameters, socket }) => [parameters.ticket ?? '', socket.url]);
    for (const secret of [CALLER, CALLED, API_KEY, ...shown.filter((text) => text !== '')]) {
      expect(harness.log).not.toContain(secret);
    }
    await telnyx.stop();
  });

  const open = async (callSid: string): Promise<TelnyxStream> => {
    const stream = await telnyx.connect(await telnyx.answer(callSid), callSid);
    if (typeof stream === 'number') throw new Error(`the stream was refused with status ${stream}`);
    return stream;
  };
  const call = async (): Promise<{ stream: TelnyxStream; vapi: VapiCall }> => {
    const callSid = telnyx.newCallSid();
    const stream = await open(callSid);
    stream.start();
    await until(() => harness.vapi.callOf(callSid) !== undefined, 'the bridge opens a socket to Vapi');
    await until(() => harness.log.includes('carrier attached'), 'the carrier is attached');
    const vapi = harness.vapi.callOf(callSid);
    if (!vapi) throw new Error('unreachable');
    // Until it is open on the bridge's side, too, no more than 200 ms of the caller are kept.
    await until(() => vapi.audio.length > 0, 'the bridge sends to Vapi');
    return { stream, vapi };
  };

  it('is answered with a stream in mu-law, both ways, and the fallback behind it', async () => {
    const callSid = telnyx.newCallSid();
    const document = await telnyx.answer(callSid);
    expect(document).toMatchObject({
      stream: {
        url: expect.stringMatching(/^wss:\/\/bridge\.test\/telnyx\/media\?pass=\d+\.[\w-]{43}$/) as string,
        track: 'inbound_track',
        codec: 'PCMU',
        bidirectionalMode: 'rtp',
        bidirectionalCodec: 'PCMU',
        bidirectionalSamplingRate: '8000',
        enableReconnect: 'false',
        statusCallback: 'https://bridge.test/telnyx/status',
      },
      parameters: { ticket: expect.any(String) as string, call: callSid },
      say: FALLBACK,
      hangsUp: true,
    });
    await until(() => harness.vapi.requests.length === 1, 'the call is created at Vapi');
    expect(harness.vapi.requests[0]?.body).toMatchObject({
      metadata: { carrier: 'telnyx', direction: 'inbound' },
      assistantOverrides: { variableValues: { callerNumber: CALLER, calledNumber: CALLED } },
    });
  });

  it('carries speech byte for byte, both ways, though frames change places', async () => {
    const { stream, vapi } = await call();
    const [asked, answered] = [loadSpeech('caller-interrupt'), loadSpeech('assistant-goodbye')];
    const frames = pieces(asked, 160).map((audio, index) => ({ audio, chunk: index + 1 }));
    // Each four in another order: 3 1 4 2.
    for (let at = 0; at < frames.length; at += 4) {
      for (const place of [2, 0, 3, 1]) {
        const frame = frames[at + place];
        if (frame) stream.frame(frame.chunk, frame.audio);
      }
    }
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
    expect(telnyx.requests).toEqual([]);
  });

  it('does not wait for a frame that never comes', async () => {
    const { stream, vapi } = await call();
    const [first, third] = [audioOf(160, 1), audioOf(160, 3)];
    stream.frame(1, first);
    stream.frame(3, third);
    await until(() => Buffer.concat(vapi.audio).includes(third), 'Vapi hears the frame behind the gap');
    expect(Buffer.concat(vapi.audio).includes(first)).toBe(true);
    stream.frame(2, audioOf(160, 2));
    stream.frame(3, third);
    stream.stop();
    await harness.idle();
    expect(harness.logLine('session ended').counters).toMatchObject({ malformed: 2 });
  });

  it('hears what waits when the caller hangs up', async () => {
    const { stream, vapi } = await call();
    const last = audioOf(160, 7);
    stream.frame(1, audioOf(160, 6));
    stream.frame(3, last);
    stream.stop();
    await until(() => vapi.closeCode !== undefined, 'Vapi is told');
    expect(Buffer.concat(vapi.audio).includes(last)).toBe(true);
    await harness.idle();
  });

  it('is hung up by its call_control_id once the last words were played', async () => {
    const { stream, vapi } = await call();
    const goodbye = audioOf(160 * 20, 10);
    vapi.socket.send(goodbye);
    vapi.say({ type: 'status-update', status: 'ended', endedReason: 'assistant-ended-call' });
    await until(() => stream.closeCode !== undefined, 'the stream ends');
    expect(stream.heard().subarray(0, goodbye.length).equals(goodbye)).toBe(true);
    expect(telnyx.requests).toEqual([
      {
        path: `/v2/calls/${encodeURIComponent(stream.callControlId)}/actions/hangup`,
        authorization: `Bearer ${API_KEY}`,
        body: { command_id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string },
      },
    ]);
    await harness.idle();
  });

  it.each([
    [422, '90018', true],
    [422, '10015', false],
    [404, '10005', true],
    [401, '10009', false],
    [403, '90018', false],
  ])('takes status %i with error %s for the end of the call: %s', async (status, code, isOver) => {
    telnyx.answerRest = () => ({ status, body: { errors: [{ code, title: 'x', detail: 'y' }] } });
    const { vapi } = await call();
    vapi.socket.send(audioOf(160, 1));
    vapi.say({ type: 'status-update', status: 'ended' });
    await harness.idle();
    expect(harness.log.includes('carrier did not take the farewell')).toBe(!isOver);
    expect(telnyx.requests).toHaveLength(1);
  });

  it('repeats a command that failed, under one id', async () => {
    let attempts = 0;
    telnyx.answerRest = () => ({ status: (attempts += 1) === 1 ? 503 : 200, body: 'not JSON' });
    const { vapi } = await call();
    vapi.socket.send(audioOf(160, 1));
    vapi.say({ type: 'status-update', status: 'ended' });
    await harness.idle();
    expect(telnyx.requests).toHaveLength(2);
    expect(telnyx.requests[0]).toEqual(telnyx.requests[1]);
  });

  it('is diverted to the fallback by another document when Vapi is lost', async () => {
    const { stream, vapi } = await call();
    vapi.socket.terminate();
    await until(() => telnyx.diverted.length === 1, 'the fallback is there');
    expect(telnyx.diverted[0]).toMatchObject({ say: FALLBACK, hangsUp: true, stream: undefined });
    expect(decodeURIComponent(telnyx.requests[0]?.path ?? '')).toBe(
      `/v2/texml/Accounts/${ACCOUNT}/Calls/${stream.callSid}`,
    );
    await harness.idle();
    expect(harness.logLine('session ended')).toMatchObject({ reason: 'assistant-dropped' });
    expect(harness.log).not.toContain('carrier did not take the farewell');
  });

  it.each([
    ['OPUS', 48_000, 2],
    ['G722', 8000, 1],
    ['PCMU', 16_000, 1],
  ])('declines a stream in %s at %i Hz with one clear error', async (encoding, sampleRate, channels) => {
    const stream = await open(telnyx.newCallSid());
    stream.start({ encoding, sample_rate: sampleRate, channels });
    await until(() => stream.closeCode === 1008, 'the stream is declined');
    expect(harness.logLine('stream declined')).toMatchObject({
      error: {
        code: 'TELNYX_CODEC_UNSUPPORTED',
        message: expect.stringContaining(`(${encoding} at ${sampleRate} Hz, ${channels} channel`) as string,
      },
      hint: expect.stringContaining('G711U') as string,
    });
    await harness.idle();
    expect(harness.logLine('session ended')).toMatchObject({ reason: 'stream-never-came' });
  });

  it('writes down the number of a complaint', async () => {
    const { stream } = await call();
    stream.error(100003);
    await until(() => harness.log.includes('Telnyx complains'), 'the complaint is written');
    expect(harness.logLine('Telnyx complains of its stream')).toMatchObject({ code: '100003' });
    stream.stop();
    await harness.idle();
  });

  it('ends at Vapi when Telnyx tells that the call or its stream is over', async () => {
    const news: Record<string, string>[] = [
      { CallStatus: 'completed' },
      { StreamEvent: 'stream-error', StreamError: 'no' },
      { StreamEvent: 'stream-failed' },
    ];
    for (const told of news) {
      const callSid = telnyx.newCallSid();
      await telnyx.answer(callSid);
      expect(harness.bridge.inspect().sessions).toBe(1);
      const form = { ...telnyx.form(callSid), ...told };
      expect((await telnyx.post('/telnyx/status', form)).status).toBe(204);
      await harness.idle();
    }
  });

  it('gets a new ticket for a webhook that is repeated, and one session', async () => {
    const callSid = telnyx.newCallSid();
    const [first, second] = [await telnyx.answer(callSid), await telnyx.answer(callSid)];
    expect(first.parameters.ticket).not.toBe(second.parameters.ticket);
    expect(harness.bridge.inspect()).toMatchObject({ sessions: 1, tickets: 1 });
    const refused = await telnyx.connect(first, callSid);
    if (typeof refused === 'number') throw new Error('the pass is good');
    refused.start();
    await until(() => refused.closeCode === 1008, 'the first ticket is void');
  });

  it('refuses webhooks that are unsigned, altered, out of date, or no form', async () => {
    const form = telnyx.form(telnyx.newCallSid());
    const body = new URLSearchParams(form).toString();
    const codeOf = async (response: Promise<Response>) =>
      ((await (await response).json()) as { error: { code: string } }).error.code;
    const path = '/telnyx/voice';
    expect(await codeOf(telnyx.post(path, form, {}))).toBe('TELNYX_SIGNATURE_INVALID');
    expect(await codeOf(telnyx.post(path, { ...form, From: '+1' }, telnyx.signatureHeaders(body)))).toBe(
      'TELNYX_SIGNATURE_INVALID',
    );
    const old = Math.floor(Date.now() / 1000) - 400;
    expect(await codeOf(telnyx.post(path, form, telnyx.signatureHeaders(body, old)))).toBe(
      'TELNYX_SIGNATURE_OUT_OF_DATE',
    );
    const json = { 'content-type': 'application/json' };
    expect((await telnyx.post(path, form, { ...telnyx.signatureHeaders(body), ...json })).status).toBe(415);
    expect(await codeOf(telnyx.post(path, { CallSid: 'a b' }))).toBe('TELNYX_REQUEST_INVALID');
    expect(harness.bridge.inspect().sessions).toBe(0);
  });

  it('refuses streams without a good pass, or without the call they are of', async () => {
    const callSid = telnyx.newCallSid();
    const document = await telnyx.answer(callSid);
    const url = document.stream?.url ?? '';
    const forged = [
      url.split('?')[0] ?? '',
      `${url}A`,
      url.replace('pass=', 'pass=9'),
      url.replace('pass', 'p'),
    ];
    for (const other of forged) {
      expect(await telnyx.connect({ ...document, stream: { url: other } }, callSid)).toBe(403);
    }
    const { call: _call, ...nameless } = document.parameters;
    for (const parameters of [nameless, { ...nameless, call: telnyx.newCallSid() }]) {
      const stream = await telnyx.connect({ ...document, parameters }, callSid);
      if (typeof stream === 'number') throw new Error('the pass is good');
      stream.start();
      await until(() => stream.closeCode === 1008, 'the stream is refused');
    }
    expect(harness.bridge.inspect()).toMatchObject({ sessions: 1, tickets: 1 });
  });
});

it('answers 503 where Telnyx is not configured', async () => {
  const telnyx = new FakeTelnyx();
  await telnyx.start();
  const harness = await new Harness().start();
  try {
    telnyx.bridgePort = harness.port;
    expect((await telnyx.post('/telnyx/voice', telnyx.form('v3:a'))).status).toBe(503);
    const document = { stream: { url: 'wss://bridge.test/telnyx/media' }, parameters: {} };
    expect(await telnyx.connect({ ...document, say: '', hangsUp: false, dials: undefined }, 'x')).toBe(503);
  } finally {
    await harness.stop();
    await telnyx.stop();
  }
});
