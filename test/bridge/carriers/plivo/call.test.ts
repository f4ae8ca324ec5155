import { loadSpeech } from '../../../support/wav';
import { audioOf, pieces } from '../../support/audio';
import {
  AUTH_ID,
  AUTH_TOKEN,
  CALLED,
  CALLER,
  FakePlivoRest,
  PlivoCall,
  plivoProof,
  readPlivoXml,
  signedForm,
  type PlivoXml,
} from '../../support/fakePlivo';
import { PUBLIC_URL } from '../../support/fakeTwilio';
import type { VapiCall } from '../../support/fakeVapi';
import { FALLBACK, Harness } from '../../support/harness';
import { until } from '../../support/until';

const basic = `Basic ${Buffer.from(`${AUTH_ID}:${AUTH_TOKEN}`).toString('base64')}`;

describe('a call of Plivo', () => {
  let harness: Harness;
  const rest = new FakePlivoRest();
  const calls: PlivoCall[] = [];
  /** What Plivo has fetched for calls that were transferred. */
  const farewells: PlivoXml[] = [];

  const start = async (environment: Record<string, string> = {}): Promise<void> => {
    harness = await new Harness().start({
      PLIVO_AUTH_ID: AUTH_ID,
      PLIVO_AUTH_TOKEN: AUTH_TOKEN,
      PLIVO_API_BASE_URL: rest.url,
      BRIDGE_WAITING_TONE: 'off',
      ...environment,
    });
  };
  beforeAll(() => rest.start());
  beforeEach(() => {
    // As Plivo does: a call that was changed leaves its stream, and asks for what it was transferred to.
    rest.onUpdated = ({ path, body }) => {
      const call = calls.find((each) => path.includes(each.uuid));
      if (!call) return;
      const { aleg_url: url } = body;
      const asked = url === undefined ? Promise.resolve() : fetchFarewell(call, url);
      void asked.then(() => call.socket?.close());
    };
  });
  afterEach(async () => {
    await harness.stop();
    for (const call of calls.splice(0)) call.socket?.terminate();
    rest.updates.length = 0;
    farewells.length = 0;
  });
  afterAll(() => rest.stop());

  const fetchFarewell = async (call: PlivoCall, url: string): Promise<void> => {
    const path = url.replace(PUBLIC_URL, '');
    const response = await call.post(path, signedForm(path, { ...call.form(), CallStatus: 'in-progress' }));
    farewells.push(readPlivoXml(await response.text()));
  };
  const newCall = (): PlivoCall => {
    const uuid = `ac0de1ee-bbbb-4ccc-8ddd-${String(calls.length).padStart(12, '0')}`;
    const call = new PlivoCall(uuid, harness.port);
    calls.push(call);
    return call;
  };
  const xmlOf = async (call: PlivoCall): Promise<PlivoXml> =>
    readPlivoXml(await (await call.answer()).text());

  /** A call with both sides connected. */
  const connected = async (): Promise<{ call: PlivoCall; vapi: VapiCall }> => {
    const call = newCall();
    expect(await call.connect(await xmlOf(call))).toBeUndefined();
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
      metadata: { carrier: 'plivo', carrierCallId: call.uuid },
    });
  });

  it('carries speech byte for byte in both directions', async () => {
    await start();
    const { call, vapi } = await connected();
    // Of whole frames, and without the silence that the bridge might add.
    const speechOf = (name: string): Buffer => {
      const speech = loadSpeech(name).filter((byte) => byte !== 0xff);
      return Buffer.from(speech.subarray(0, 160 * 50));
    };
    const [fromCaller, fromAssistant] = [speechOf('caller-ask'), speechOf('assistant-offer')];
    for (const frame of pieces(fromCaller, 160)) call.speak(frame);
    for (const frame of pieces(fromAssistant, 640)) vapi.socket.send(frame);
    await until(() => vapi.heard().length >= fromCaller.length, 'Vapi hears the caller');
    await until(() => call.played().length >= fromAssistant.length, 'the caller hears the assistant');
    expect(vapi.heard().equals(fromCaller)).toBe(true);
    expect(call.played().equals(fromAssistant)).toBe(true);
    expect(call.events.filter((event) => Buffer.isBuffer(event)).every(({ length }) => length === 160)).toBe(
      true,
    );
  });

  it('plays out the last words of the assistant, and hangs up', async () => {
    await start();
    const { call, vapi } = await connected();
    const goodbye = audioOf(160 * 20, 5);
    vapi.socket.send(goodbye);
    vapi.say({ type: 'status-update', status: 'ended', endedReason: 'assistant-ended-call' });
    await until(() => rest.updates.length === 1, 'the call is hung up');
    const path = `/v1/Account/${AUTH_ID}/Call/${call.uuid}/`;
    expect(rest.updates[0]).toEqual({ method: 'DELETE', path, authorization: basic, body: {} });
    expect(call.played().equals(goodbye)).toBe(true);
    expect(call.events.at(-1)).toEqual({ checkpoint: expect.stringContaining('end') as string });
    await harness.idle();
  });

  it('diverts the caller when the assistant is lost: Plivo asks for the words', async () => {
    await start({ BRIDGE_FALLBACK_NUMBER: '+14155550177' });
    const { call, vapi } = await connected();
    vapi.socket.terminate();
    await harness.idle();
    const [update] = rest.updates;
    expect(update).toMatchObject({ method: 'POST', path: `/v1/Account/${AUTH_ID}/Call/${call.uuid}/` });
    expect(update?.body).toMatchObject({ legs: 'aleg', aleg_method: 'POST' });
    expect(update?.body.aleg_url).toMatch(/^https:\/\/bridge\.test\/plivo\/farewell\/[0-9a-f]{32}$/);
    expect(farewells).toEqual([{ stream: undefined, speak: FALLBACK, dials: '14155550177', hangsUp: false }]);
    expect(harness.log).not.toContain('carrier did not take the farewell');
  });

  it('ends when the caller hangs up, which Plivo tells by closing the socket alone', async () => {
    await start();
    const { call, vapi } = await connected();
    call.socket?.close(1000);
    await harness.idle();
    expect(harness.logLine('session ended').reason).toBe('caller-hung-up');
    await until(() => vapi.closeCode !== undefined, 'Vapi sees that it is over');
    expect(rest.updates).toHaveLength(0);
  });

  it('counts keys and what it does not understand', async () => {
    await start();
    const { call, vapi } = await connected();
    call.press('5');
    for (const junk of ['{', '[]', { event: 'weather' }, { event: 'dtmf' }, { event: 'media' }])
      call.send(junk);
    call.socket?.send(Buffer.from([1, 2, 3]));
    const audio = audioOf(160, 8);
    call.speak(audio);
    await until(() => vapi.heard().includes(audio), 'the audio behind the junk arrives');
    call.socket?.close();
    await harness.idle();
    expect(harness.logLine('session ended').counters).toMatchObject({ malformed: 6, dtmf: 1 });
  });

  it('answers a webhook that is repeated with another ticket, and opens nothing', async () => {
    await start();
    const call = newCall();
    const [first, second] = [await xmlOf(call), await xmlOf(call)];
    expect(first.stream?.attributes.extraHeaders).not.toBe(second.stream?.attributes.extraHeaders);
    expect(await call.connect(first)).toBeUndefined();
    await until(() => call.closeCode === 1008, 'the void ticket is refused');
    expect(await call.connect(second)).toBeUndefined();
    await until(() => harness.log.includes('carrier attached'), 'the second ticket is taken');
    expect(harness.vapi.requests).toHaveLength(1);
  });

  it('lets a call go at once whose stream is in another format', async () => {
    await start();
    const call = newCall();
    const xml = await xmlOf(call);
    if (xml.stream) xml.stream.attributes.contentType = 'audio/x-l16;rate=8000';
    expect(await call.connect(xml)).toBeUndefined();
    await until(() => call.closeCode === 1008, 'the stream is declined');
    await harness.idle();
    expect(harness.logLine('stream declined').error).toMatchObject({ code: 'STREAM_FORMAT_UNSUPPORTED' });
    expect(harness.logLine('session ended').reason).toBe('stream-never-came');
  });

  it('refuses sockets without a signature, a ticket, or the call of the ticket', async () => {
    await start();
    const [call, other] = [newCall(), newCall()];
    const xml = await xmlOf(call);
    expect(await call.connect(xml, plivoProof(xml.stream?.url ?? '', {}, 'another'))).toBe(403);
    await other.connect(xml);
    await until(() => other.closeCode === 1008, 'the call of another ticket is refused');
    const attributes = { contentType: 'audio/x-mulaw;rate=8000' };
    await call.connect({ ...xml, stream: { url: xml.stream?.url ?? '', attributes } });
    await until(() => call.closeCode === 1008, 'a socket without a ticket is refused');
    await call.connect(xml);
    await until(() => harness.log.includes('carrier attached'), 'the ticket is still good');
  });

  it('refuses webhooks that are not signed, and uses nothing of them', async () => {
    await start();
    const call = newCall();
    const signed = signedForm('/plivo/answer', call.form());
    const moved = new URLSearchParams({ ...call.form(), To: '14155550100' });
    expect((await call.answer({ ...signed, body: moved })).status).toBe(403);
    expect((await call.answer({ ...signed, headers: {} })).status).toBe(403);
    expect((await call.answer(signedForm('/plivo/status', call.form()))).status).toBe(403);
    expect((await call.answer(signedForm('/plivo/answer', { CallUUID: 'x' }))).status).toBe(400);
    expect(harness.vapi.requests).toHaveLength(0);
    expect(harness.log).not.toContain(CALLER);
  });

  it('refuses a captured webhook whose fields were moved to make another call of it', async () => {
    await start();
    const call = newCall();
    const other = 'ac0de1ee-bbbb-4ccc-8ddd-ffffffffffff';
    const form: Record<string, string> = { ...call.form(), ZCallUUID: other };
    const signed = signedForm('/plivo/answer', form);
    expect((await call.answer(signed)).status).toBe(200);
    // Names and values as they are signed: the same text, with its borders elsewhere.
    const names = Object.keys(form).sort();
    const text = names.map((name) => `${name}${form[name]}`).join('');
    const moved = { C: text.slice(1, -`CallUUID${other}`.length), CallUUID: other };
    const answer = await call.answer({ ...signed, body: new URLSearchParams(moved) });
    expect(await answer.json()).toMatchObject({ error: { code: 'PLIVO_REQUEST_REPLAYED' } });
    expect(answer.status).toBe(403);
    expect(harness.vapi.requests).toHaveLength(1);
  });

  it.each([
    ['the caller has hung up', { Event: 'Hangup', CallStatus: 'completed', HangupCause: 'NORMAL_CLEARING' }],
    ['the stream could not be opened', { Event: 'DroppedStream', StreamID: 's' }],
  ])('lets a call go whose stream never came, since %s', async (_what, changed) => {
    await start();
    const call = newCall();
    await call.answer();
    const tell = (form: Record<string, string>): Promise<Response> =>
      call.post('/plivo/status', signedForm('/plivo/status', { ...call.form(), ...form }));
    expect((await tell({ Event: 'StartStream', StreamID: 's' })).status).toBe(204);
    expect(harness.bridge.inspect().sessions).toBe(1);
    expect((await tell(changed)).status).toBe(204);
    await harness.idle();
  });

  it('answers 503 where nothing is configured', async () => {
    harness = await new Harness().start();
    const call = newCall();
    const answer = await call.answer();
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ error: { code: 'PLIVO_NOT_CONFIGURED' } });
    const stream = { url: 'wss://bridge.test/plivo/media', attributes: {} };
    expect(await call.connect({ stream, speak: undefined, dials: undefined, hangsUp: false })).toBe(503);
  });
});
