import { MU_LAW_TO_LINEAR } from '../../../../bridge/src/audio/g711';
import { CallIntake } from '../../../../bridge/src/intake';
import { loadSpeech } from '../../../support/wav';
import { signalToNoise } from '../../audio/signals';
import { audioOf, pieces } from '../../support/audio';
import {
  APPLICATION_ID,
  CALLED,
  CALLER,
  FakeVonageRest,
  PRIVATE_KEY,
  SIGNATURE_SECRET,
  signedWebhook,
  vonageToken,
  VonageCall,
  type Ncco,
} from '../../support/fakeVonage';
import type { VapiCall } from '../../support/fakeVapi';
import { API_KEY, FALLBACK, Harness } from '../../support/harness';
import { until } from '../../support/until';
import { linearOf, mulawOf, samplesOf } from './linear';

/** Of negative zeros only positive ones are left. */
const codes = (bytes: number, seed: number): Buffer =>
  Buffer.from(audioOf(bytes, seed).map((code) => (code === 0x7f ? 0x7e : code)));

describe('a call of Vonage', () => {
  let harness: Harness;
  const rest = new FakeVonageRest();
  const calls: VonageCall[] = [];

  const start = async (environment: Record<string, string> = {}): Promise<void> => {
    harness = await new Harness().start({
      VONAGE_APPLICATION_ID: APPLICATION_ID,
      VONAGE_PRIVATE_KEY: PRIVATE_KEY.replaceAll('\n', '\\n'),
      VONAGE_SIGNATURE_SECRET: SIGNATURE_SECRET,
      VONAGE_API_BASE_URL: rest.url,
      BRIDGE_WAITING_TONE: 'off',
      ...environment,
    });
  };
  beforeAll(() => rest.start());
  beforeEach(() => {
    // As Vonage does: a call that was changed leaves its stream.
    rest.onUpdated = (uuid) => calls.find((call) => call.uuid === uuid)?.socket?.close();
  });
  afterEach(async () => {
    await harness.stop();
    for (const call of calls.splice(0)) call.socket?.terminate();
    rest.updates.length = 0;
  });
  afterAll(() => rest.stop());

  const newCall = (): VonageCall => {
    const call = new VonageCall(
      `aaaaaaaa-bbbb-4ccc-8ddd-${String(calls.length).padStart(12, '0')}`,
      harness.port,
    );
    calls.push(call);
    return call;
  };
  const nccoOf = async (call: VonageCall): Promise<Ncco> => (await (await call.answer()).json()) as Ncco;

  /** A call with both sides connected. */
  const connected = async (): Promise<{ call: VonageCall; vapi: VapiCall }> => {
    const call = newCall();
    expect(await call.connect(await nccoOf(call))).toBeUndefined();
    await until(() => harness.vapi.callOf(call.uuid) !== undefined, 'the bridge opens a socket to Vapi');
    await until(() => harness.log.includes('carrier attached'), 'the carrier is attached');
    const vapi = harness.vapi.callOf(call.uuid);
    if (!vapi) throw new Error('unreachable');
    return { call, vapi };
  };

  it('tells Vapi who calls, in E.164', async () => {
    await start();
    const { call } = await connected();
    expect(harness.vapi.requests[0]?.body).toMatchObject({
      assistantOverrides: {
        variableValues: {
          callerNumber: `+${CALLER}`,
          calledNumber: `+${CALLED}`,
          carrierCallId: call.uuid,
        },
      },
      metadata: { carrier: 'vonage', carrierCallId: call.uuid },
    });
  });

  it('carries speech in both directions, exactly at 8 kHz', async () => {
    await start();
    const { call, vapi } = await connected();
    const [fromCaller, fromAssistant] = [codes(160 * 50, 1), codes(160 * 60, 2)];
    for (const frame of pieces(fromCaller, 160)) call.speak(linearOf(frame));
    for (const frame of pieces(fromAssistant, 640)) vapi.socket.send(frame);
    await until(() => vapi.heard().length >= fromCaller.length, 'Vapi hears the caller');
    await until(() => call.played().length >= 2 * fromAssistant.length, 'the caller hears the assistant');
    expect(vapi.heard().equals(fromCaller)).toBe(true);
    expect(mulawOf(call.played()).equals(fromAssistant)).toBe(true);
    // 20 ms each, as Vonage wants them.
    expect(call.events.filter((event) => Buffer.isBuffer(event)).every(({ length }) => length === 320)).toBe(
      true,
    );
  });

  it.each([
    ['16000', 2],
    ['24000', 3],
  ])('carries speech at %s Hz with little more than the noise of mu-law', async (rate, up) => {
    await start({ VONAGE_SAMPLE_RATE: rate });
    const { call, vapi } = await connected();
    const speech = loadSpeech('caller-interrupt');
    const said = speech.subarray(0, speech.length - (speech.length % 160));
    for (const frame of pieces(said, 160)) vapi.socket.send(frame);
    await until(() => call.played().length >= 2 * up * said.length, 'the caller hears the assistant');
    expect(
      call.events.filter((event) => Buffer.isBuffer(event)).every(({ length }) => length === 320 * up),
    ).toBe(true);
    // Back to 8 kHz by taking each second or third sample, behind the delay of the filter: they are the assistant's.
    const wanted = samplesOf(linearOf(said)).slice(0, -20);
    const heard = samplesOf(call.played())
      .filter((_, index) => index % up === 0)
      .slice(20);
    expect(signalToNoise(wanted, heard)).toBeGreaterThan(20);
    // And from the caller: what was heard is said back.
    for (const frame of pieces(call.played(), 320 * up)) call.speak(frame);
    await until(() => vapi.heard().length >= said.length - 160 * 10, 'Vapi hears the caller');
  });

  it('clears on a barge-in, and sends not one sample from before it afterwards', async () => {
    await start({ VONAGE_SAMPLE_RATE: '16000' });
    const { call, vapi } = await connected();
    vapi.socket.send(Buffer.alloc(160 * 400, 0x00));
    await until(() => call.played().length > 3 * 640, 'the caller hears the beginning');
    vapi.say({ type: 'user-interrupted' });
    vapi.socket.send(Buffer.alloc(160 * 15, 0x00));
    vapi.say({ type: 'speech-update', status: 'started', role: 'assistant', turn: 2 });
    vapi.socket.send(Buffer.alloc(160 * 10, 0xe0));
    await until(() => call.events.includes('clear'), 'the carrier is told to clear');
    await until(() => call.played(true).length >= 640 * 9, 'the caller hears the new utterance');
    expect(call.events.filter((event) => event === 'clear')).toHaveLength(1);
    // The interrupted words were as loud as it gets, the new ones are faint and positive: not even the filter rings.
    const loudest = MU_LAW_TO_LINEAR[0xe0] ?? 0;
    expect(Math.max(...samplesOf(call.played(true)).map(Math.abs))).toBeLessThan(1.2 * loudest);
  });

  it('plays out the last words of the assistant, and hangs up', async () => {
    await start();
    const { call, vapi } = await connected();
    const goodbye = codes(160 * 20, 5);
    vapi.socket.send(goodbye);
    vapi.say({ type: 'status-update', status: 'ended', endedReason: 'assistant-ended-call' });
    await until(() => rest.updates.length === 1, 'the call is hung up');
    expect(rest.updates[0]).toEqual({ uuid: call.uuid, isAuthorized: true, body: { action: 'hangup' } });
    expect(mulawOf(call.played()).subarray(0, goodbye.length).equals(goodbye)).toBe(true);
    expect(call.events.at(-1)).toEqual({ notify: { mark: expect.stringContaining('end') as string } });
    await harness.idle();
  });

  it('diverts the caller when the assistant is lost', async () => {
    await start({ BRIDGE_FALLBACK_NUMBER: '+14155550177' });
    const { call, vapi } = await connected();
    vapi.socket.terminate();
    await until(() => rest.updates.length === 1, 'the call is diverted');
    expect(rest.updates[0]).toEqual({
      uuid: call.uuid,
      isAuthorized: true,
      body: {
        action: 'transfer',
        destination: {
          type: 'ncco',
          ncco: [
            { action: 'talk', text: FALLBACK },
            { action: 'connect', from: CALLED, endpoint: [{ type: 'phone', number: '14155550177' }] },
          ],
        },
      },
    });
    await harness.idle();
  });

  it('ends when the caller hangs up, which Vonage tells by closing the socket alone', async () => {
    await start();
    const { call, vapi } = await connected();
    call.socket?.close(1000);
    await harness.idle();
    expect(harness.logLine('session ended').reason).toBe('caller-hung-up');
    await until(() => vapi.closeCode !== undefined, 'Vapi sees its socket closed');
    expect(rest.updates).toHaveLength(0);
  });

  it('counts keys and what it does not understand', async () => {
    await start();
    const { call, vapi } = await connected();
    call.press('5');
    for (const junk of ['{', '[]', { event: 'websocket:weather' }, { event: 'websocket:dtmf' }])
      call.send(junk);
    call.speak(Buffer.from([1, 2, 3]));
    const audio = codes(160, 8);
    call.speak(linearOf(audio));
    await until(() => vapi.heard().includes(audio), 'the audio behind the junk arrives');
    call.socket?.close();
    await harness.idle();
    expect(harness.logLine('session ended').counters).toMatchObject({ malformed: 5, dtmf: 1 });
  });

  it('answers a webhook that is repeated with another ticket, and opens nothing', async () => {
    await start();
    const call = newCall();
    const first = await nccoOf(call);
    const second = await nccoOf(call);
    const ticketOf = (ncco: Ncco): string => JSON.stringify(ncco[0]);
    expect(ticketOf(first)).not.toBe(ticketOf(second));
    expect(await call.connect(first)).toBeUndefined();
    await until(() => call.closeCode === 1008, 'the void ticket is refused');
    expect(await call.connect(second)).toBeUndefined();
    await until(() => harness.log.includes('carrier attached'), 'the second ticket is taken');
    expect(harness.vapi.requests).toHaveLength(1);
  });

  it('lets a call go at once whose stream is in another format', async () => {
    await start();
    const call = newCall();
    const ncco = await nccoOf(call);
    const endpoint = (ncco[0]?.endpoint as Record<string, unknown>[])[0] ?? {};
    endpoint['content-type'] = 'audio/l16;rate=44100';
    expect(await call.connect(ncco)).toBeUndefined();
    await until(() => call.closeCode === 1008, 'the stream is declined');
    await harness.idle();
    expect(harness.logLine('stream declined').error).toMatchObject({ code: 'STREAM_FORMAT_UNSUPPORTED' });
    expect(harness.logLine('session ended').reason).toBe('stream-never-came');
  });

  it('refuses sockets without a token, a ticket, or the call of the ticket', async () => {
    await start();
    const call = newCall();
    const ncco = await nccoOf(call);
    expect(await call.connect(ncco, vonageToken({}, 'another'))).toBe(403);
    const [connect] = structuredClone(ncco) as [{ endpoint: [{ headers: Record<string, string> }] }];
    connect.endpoint[0].headers.call = 'aaaaaaaa-bbbb-4ccc-8ddd-ffffffffffff';
    await call.connect([connect]);
    await until(() => call.closeCode === 1008, 'the call of another ticket is refused');
    call.closeCode = undefined;
    connect.endpoint[0].headers = {};
    await call.connect([connect]);
    await until(() => call.closeCode === 1008, 'a socket without a ticket is refused');
    call.closeCode = undefined;
    await call.connect(ncco);
    await until(() => harness.log.includes('carrier attached'), 'the ticket is still good');
  });

  it('refuses webhooks that are not signed, and uses nothing of them', async () => {
    await start();
    const call = newCall();
    const signed = signedWebhook(call.answerEvent());
    const body = JSON.stringify({ ...call.answerEvent(), to: '14155550100' });
    expect((await call.answer({ ...signed, body })).status).toBe(403);
    expect((await call.answer({ ...signed, headers: { 'content-type': 'application/json' } })).status).toBe(
      403,
    );
    expect((await call.answer(signedWebhook({ uuid: 'not-a-uuid' }))).status).toBe(400);
    expect((await call.answer(signedWebhook([]))).status).toBe(400);
    expect((await harness.request('/vonage/answer')).status).toBe(404);
    expect(harness.vapi.requests).toHaveLength(0);
    expect(harness.log).not.toContain(CALLER);
  });

  describe('whose webhooks somebody has captured', () => {
    const event = (call: VonageCall): object => ({ ...call.answerEvent(), status: 'answered' });
    const tokenOf = ({ headers }: RequestInit): string =>
      ((headers as Record<string, string>).authorization ?? '').replace('Bearer ', '');

    it('is opened by none that was meant for another address, before its own or after it', async () => {
      await start();
      const [ended, live] = [newCall(), newCall()];
      const captured = signedWebhook(event(ended));
      expect((await harness.request('/vonage/event', captured)).status).toBe(204);
      const replayed = await ended.answer(captured);
      expect(replayed.status).toBe(403);
      expect(await replayed.json()).toMatchObject({ error: { code: 'VONAGE_REQUEST_REPLAYED' } });
      // Neither with other writing around the token.
      const { authorization } = captured.headers as Record<string, string>;
      const rewritten = authorization?.replace('Bearer ', 'bearer  ') ?? '';
      const headers = { ...captured.headers, authorization: rewritten };
      expect((await ended.answer({ ...captured, headers })).status).toBe(403);
      expect(harness.vapi.requests).toHaveLength(0);

      const own = signedWebhook(live.answerEvent());
      const ncco = (await (await live.answer(own)).json()) as Ncco;
      for (const path of ['/vonage/event', '/vonage/dialled/some-session', `/vonage/stream/${live.uuid}`]) {
        expect((await harness.request(path, own)).status).toBe(403);
      }
      expect(await live.connect(ncco, tokenOf(own))).toBe(403);
      expect(await live.connect(ncco)).toBeUndefined();
      await until(() => harness.log.includes('carrier attached'), 'the call goes on as if nothing had been');
      expect(harness.vapi.requests).toHaveLength(1);
    });

    it('is not ended by the end of another stream, sent to its own address', async () => {
      await start();
      const [ended, live] = [newCall(), newCall()];
      await live.answer();
      const captured = signedWebhook({ uuid: ended.uuid, status: 'completed' });
      expect((await harness.request(`/vonage/stream/${ended.uuid}`, captured)).status).toBe(204);
      expect((await harness.request(`/vonage/stream/${live.uuid}`, captured)).status).toBe(403);
      expect(harness.bridge.inspect().sessions).toBe(1);
    });

    it('gets the same answer to what Vonage itself repeats', async () => {
      await start();
      const call = newCall();
      const [asked, told] = [signedWebhook(call.answerEvent()), signedWebhook(event(call))];
      for (let attempt = 1; attempt <= 3; attempt += 1) {
        const answer = await call.answer(asked);
        expect(answer.status).toBe(200);
        expect((await answer.json()) as Ncco).toMatchObject([{ action: 'connect' }, { action: 'talk' }]);
        expect((await harness.request('/vonage/event', told)).status).toBe(204);
      }
      expect(harness.vapi.requests).toHaveLength(1);
    });
  });

  it.each([
    ['the caller has hung up', (uuid: string) => ['/vonage/event', { uuid, status: 'completed' }] as const],
    [
      'the stream could not be opened',
      (uuid: string) => [`/vonage/stream/${uuid}`, { uuid: 'another leg', status: 'failed' }] as const,
    ],
  ])('lets a call go whose stream never came, since %s', async (_what, eventOf) => {
    await start();
    const call = newCall();
    await call.answer();
    const [path, event] = eventOf(call.uuid);
    const ringing = await harness.request(path, signedWebhook({ ...event, status: 'ringing' }));
    expect(ringing.status).toBe(204);
    expect(harness.bridge.inspect().sessions).toBe(1);
    expect((await harness.request(path, signedWebhook(event))).status).toBe(204);
    await harness.idle();
  });

  describe('that the bridge places', () => {
    const dial = (): Promise<Response> =>
      harness.request('/v1/sessions', {
        method: 'POST',
        headers: { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/json' },
        body: JSON.stringify({
          ...{ to: `+${CALLER}`, from: `+${CALLED}`, carrier: 'vonage' },
          ...{ machineDetection: true, timeoutSeconds: 30 },
        }),
      });
    const placed = async (): Promise<{ id: string; call: VonageCall }> => {
      const response = await dial();
      expect(response.status).toBe(201);
      const { id, carrierCallId } = (await response.json()) as { id: string; carrierCallId: string };
      const call = new VonageCall(carrierCallId, harness.port);
      calls.push(call);
      return { id, call };
    };

    it('is connected when it is answered, and Vapi not before', async () => {
      await start();
      const { id, call } = await placed();
      expect(rest.placed.at(-1)).toEqual({
        uuid: call.uuid,
        isAuthorized: true,
        body: {
          to: [{ type: 'phone', number: CALLER }],
          from: { type: 'phone', number: CALLED },
          answer_url: [`https://bridge.test/vonage/dialled/${id}`],
          answer_method: 'POST',
          event_url: [`https://bridge.test/vonage/dialled/${id}/event`],
          event_method: 'POST',
          ringing_timer: 30,
          machine_detection: 'continue',
        },
      });
      const tell = (status: string): Promise<Response> =>
        harness.request(`/vonage/dialled/${id}/event`, signedWebhook({ uuid: call.uuid, status }));
      expect((await tell('ringing')).status).toBe(204);
      expect(harness.vapi.requests).toHaveLength(0);
      const event = { from: CALLED, to: CALLER, uuid: call.uuid };
      const answer = await harness.request(`/vonage/dialled/${id}`, signedWebhook(event));
      await until(() => harness.vapi.requests.length === 1, 'the call is created at Vapi');
      expect(await call.connect((await answer.json()) as Ncco)).toBeUndefined();
      await until(() => harness.vapi.callOf(call.uuid) !== undefined, 'the bridge opens a socket to Vapi');
      const detected = jest.spyOn(CallIntake.prototype, 'machineDetected');
      expect((await tell('machine')).status).toBe(204);
      expect(detected).toHaveBeenCalledWith(call.uuid, 'machine', id);
      detected.mockRestore();
      const words = codes(160 * 10, 4);
      harness.vapi.callOf(call.uuid)?.socket.send(words);
      await until(() => mulawOf(call.played()).includes(words), 'the called party hears the assistant');
      call.socket?.close();
      await harness.idle();
    });

    it.each([
      ['busy', 'callee-busy'],
      ['unanswered', 'callee-no-answer'],
      ['rejected', 'dial-failed'],
    ])('ends when it is %s: %s', async (status, reason) => {
      await start();
      const { id, call } = await placed();
      await harness.request(`/vonage/dialled/${id}/event`, signedWebhook({ uuid: call.uuid, status }));
      await harness.idle();
      expect(harness.logLine('session ended').reason).toBe(reason);
      expect(harness.vapi.requests).toHaveLength(0);
    });

    it('is connected, too, when it is answered before Vonage has told that it was placed', async () => {
      await start();
      let overtake: Promise<Ncco> | undefined;
      rest.beforePlaced = async ({ uuid, body }) => {
        const [url = ''] = body.answer_url as string[];
        const event = signedWebhook({ from: CALLED, to: CALLER, uuid });
        const answer = harness.request(url.replace('https://bridge.test', ''), event);
        overtake = answer.then(async (response) => (await response.json()) as Ncco);
        await overtake;
      };
      const { call } = await placed();
      rest.beforePlaced = () => undefined;
      if (!overtake) throw new Error('unreachable');
      expect(await call.connect(await overtake)).toBeUndefined();
      await until(() => harness.vapi.callOf(call.uuid) !== undefined, 'the bridge opens a socket to Vapi');
      await until(() => harness.log.includes('carrier attached'), 'the carrier is attached');
      call.socket?.close();
      await harness.idle();
    });

    it('is ended where Vonage does not take it', async () => {
      await start();
      rest.placedStatus = 400;
      const refused = await dial();
      rest.placedStatus = 201;
      expect(refused.status).toBe(502);
      expect(await refused.json()).toMatchObject({ error: { code: 'VONAGE_DIAL_FAILED' } });
      await harness.idle();
    });

    it('is not connected by who knows its address, but has no token', async () => {
      await start();
      const { id, call } = await placed();
      const body = JSON.stringify({ uuid: call.uuid });
      const headers = { 'content-type': 'application/json' };
      const answer = await harness.request(`/vonage/dialled/${id}`, { method: 'POST', headers, body });
      expect(answer.status).toBe(403);
      expect(harness.vapi.requests).toHaveLength(0);
    });
  });

  it('answers 503 where nothing is configured', async () => {
    harness = await new Harness().start();
    const call = newCall();
    const answer = await call.answer();
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ error: { code: 'VONAGE_NOT_CONFIGURED' } });
    const endpoint = {
      type: 'websocket',
      uri: 'wss://bridge.test/vonage/media',
      authorization: { type: 'vonage' },
    };
    expect(await call.connect([{ action: 'connect', endpoint: [endpoint] }])).toBe(503);
  });
});
