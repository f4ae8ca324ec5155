import { audioOf, isSilence, pieces } from './support/audio';
import { CALLED, CALLER } from './support/fakeTwilio';
import { Harness, IDLE, VAPI_KEY } from './support/harness';
import { until } from './support/until';

describe('relay between Twilio and Vapi', () => {
  let harness: Harness;
  beforeEach(async () => {
    harness = await new Harness().start();
  });
  afterEach(() => harness.stop());

  it('creates the call at Vapi as its documentation asks for it', async () => {
    const { callSid, vapi } = await harness.call();
    expect(harness.vapi.requests).toHaveLength(1);
    expect(harness.vapi.requests[0]?.body).toEqual({
      assistantId: 'assistant-1',
      transport: {
        provider: 'vapi.websocket',
        audioFormat: { format: 'mulaw', container: 'raw', sampleRate: 8000 },
      },
      assistantOverrides: {
        variableValues: { callerNumber: CALLER, calledNumber: CALLED, carrierCallId: callSid },
        clientMessages: ['user-interrupted', 'status-update', 'speech-update'],
      },
      metadata: { carrier: 'twilio', carrierCallId: callSid, direction: 'inbound' },
    });
    for (const headers of [harness.vapi.requests[0]?.headers, vapi.headers]) {
      expect(headers?.authorization).toBe(`Bearer ${VAPI_KEY}`);
      expect(headers?.['user-agent']).toMatch(/^vapi-bridge\/\d/);
    }
  });

  it('opens Vapi before the stream comes, and feeds it silence until the caller is heard', async () => {
    await harness.twiml(harness.newCallSid());
    await until(() => (harness.vapi.calls[0]?.audio.length ?? 0) >= 3, 'silence reaches Vapi');
    expect(harness.bridge.inspect()).toMatchObject({
      sessions: 1,
      tickets: 1,
      carrierSockets: 0,
      vapiSockets: 1,
    });
    expect(harness.vapi.calls[0]?.audio.every((frame) => frame.length === 160 && isSilence(frame))).toBe(
      true,
    );
  });

  it('carries the audio byte for byte in both directions', async () => {
    const { stream, vapi } = await harness.call();
    const fromCaller = audioOf(160 * 50, 1);
    const fromAssistant = audioOf(160 * 60 + 77, 2);
    for (const frame of pieces(fromCaller, 160)) stream.media(frame);
    for (const frame of pieces(fromAssistant, 640)) vapi.socket.send(frame);
    await until(() => vapi.heard().length >= fromCaller.length, 'Vapi hears the caller');
    await until(() => stream.heard().length >= fromAssistant.length, 'the caller hears the assistant');
    expect(vapi.heard().equals(fromCaller)).toBe(true);
    const heard = stream.heard();
    expect(heard.subarray(0, fromAssistant.length).equals(fromAssistant)).toBe(true);
    // The tail is padded to a whole frame.
    expect(heard.length).toBe(160 * 61);
    expect(isSilence(heard.subarray(fromAssistant.length))).toBe(true);
    expect(stream.audio.every((frame) => frame.length === 160)).toBe(true);
  });

  it('passes on the silence that Vapi sends between utterances', async () => {
    const { stream, vapi } = await harness.call();
    const spoken = Buffer.concat([audioOf(320, 3), Buffer.alloc(480, 0xff), audioOf(320, 4)]);
    for (const frame of pieces(spoken, 160)) vapi.socket.send(frame);
    await until(() => stream.heard().length >= spoken.length, 'the caller hears it all');
    expect(stream.heard().equals(spoken)).toBe(true);
  });

  it('keeps the last 200 ms that the caller says before Vapi is there, and delivers them first', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const create = harness.vapi.answer;
    harness.vapi.answer = async (attempt, url) => {
      await held;
      return create(attempt, url);
    };
    const callSid = harness.newCallSid();
    const { ticket } = await harness.twiml(callSid);
    const stream = await harness.stream(callSid);
    stream.start(ticket);
    const early = audioOf(160 * 25, 5);
    for (const frame of pieces(early, 160)) stream.media(frame);
    await until(() => harness.log.includes('carrier attached'), 'the carrier is attached');
    await stream.roundTrip();
    release();
    // The bridge has its socket, too.
    await until(() => (harness.vapi.calls[0]?.heard().length ?? 0) >= 160 * 10, 'Vapi hears what was kept');
    const late = audioOf(160 * 5, 6);
    for (const frame of pieces(late, 160)) stream.media(frame);
    const kept = Buffer.concat([early.subarray(-160 * 10), late]);
    await until(() => (harness.vapi.calls[0]?.heard().length ?? 0) >= kept.length, 'Vapi hears it');
    expect(harness.vapi.calls[0]?.heard().equals(kept)).toBe(true);
  });

  it('keeps what Vapi says before the stream is there', async () => {
    const callSid = harness.newCallSid();
    const { ticket } = await harness.twiml(callSid);
    await until(() => harness.vapi.calls.length === 1, 'Vapi is there');
    const greeting = audioOf(160 * 12, 7);
    harness.vapi.calls[0]?.socket.send(greeting);
    const stream = await harness.stream(callSid);
    stream.start(ticket);
    await until(() => stream.heard().length >= greeting.length, 'the caller hears the greeting');
    expect(stream.heard().equals(greeting)).toBe(true);
  });

  it('drops malformed frames, counts them, and goes on', async () => {
    const { stream, vapi } = await harness.call();
    stream.send('{"event":"media","media":{"payl');
    stream.send({ event: 'media', media: { payload: 'not base64!' } });
    stream.send({ event: 'media' });
    stream.send({ event: 'weather' });
    stream.send('[]');
    stream.socket.send(Buffer.from([1, 2, 3]));
    stream.start('second-start');
    stream.send({ event: 'dtmf', streamSid: stream.streamSid, dtmf: { track: 'inbound_track', digit: '1' } });
    vapi.socket.send('{"type":"user-interrupted"');
    const audio = audioOf(160, 8);
    stream.media(audio);
    await until(() => vapi.heard().length >= 160, 'the audio behind the junk arrives');
    expect(vapi.heard().equals(audio)).toBe(true);
    expect(stream.closeCode).toBeUndefined();
    // Vapi's junk went over another socket: its own audio behind it shows that it has been read.
    vapi.socket.send(audio);
    await until(() => stream.heard().length >= 160, 'the assistant is heard');
    stream.stop();
    await harness.idle();
    const ended = harness.logLine('session ended');
    expect(ended.counters).toMatchObject({ malformed: 8, dtmf: 1, interruptions: 0, callerBytes: 160 });
  });

  it('sends `clear` on a barge-in, and not one byte from before it afterwards', async () => {
    const { stream, vapi } = await harness.call();
    const stale = audioOf(160 * 400, 9);
    const fresh = Buffer.alloc(160 * 10, 0x11);
    vapi.socket.send(stale);
    await until(() => stream.audio.length > 3, 'the caller hears the beginning');
    vapi.say({ type: 'hang' });
    vapi.say({ type: 'user-interrupted', turnId: 'turn-1' });
    // What was under way, and then the next utterance.
    for (const frame of pieces(audioOf(160 * 15, 12), 160)) vapi.socket.send(frame);
    vapi.say({ type: 'speech-update', status: 'started', role: 'assistant', turn: 2 });
    vapi.socket.send(fresh);
    await until(() => stream.heard().includes(fresh), 'the caller hears the new utterance');
    expect(stream.events.filter((event) => event === 'clear')).toHaveLength(1);
    const untilClear = stream.events.slice(0, stream.events.indexOf('clear'));
    const cleared = untilClear.filter((event) => event === 'media').length;
    const before = Buffer.concat(stream.audio.slice(0, cleared));
    expect(before.equals(stale.subarray(0, before.length))).toBe(true);
    // No more than the lead and the time that passed lay at the carrier.
    expect(before.length).toBeLessThan(stale.length);
    expect(Buffer.concat(stream.audio.slice(cleared)).equals(fresh)).toBe(true);
  });

  it('sends `clear` also when nothing waits in the bridge', async () => {
    const { stream, vapi } = await harness.call();
    vapi.say({ type: 'user-interrupted' });
    await until(() => stream.events.includes('clear'), 'the clear arrives');
    expect(stream.audio).toHaveLength(0);
  });

  it('ends Vapi when the caller hangs up, by `stop` and close', async () => {
    const { stream, vapi } = await harness.call();
    stream.stop();
    await until(() => vapi.closeCode !== undefined, 'the Vapi socket closes');
    expect(vapi.texts).toEqual(['{"type":"end-call"}']);
    expect(vapi.closeCode).toBe(1000);
    await harness.idle();
    expect(harness.rest.updates).toHaveLength(0);
  });

  it.each([
    ['`stop` alone', (stream: { send(message: unknown): void }) => stream.send({ event: 'stop', stop: {} })],
    ['a close alone', (stream: { socket: { close(): void } }) => stream.socket.close()],
    ['a cut connection', (stream: { socket: { terminate(): void } }) => stream.socket.terminate()],
  ])('ends Vapi when the caller leaves by %s', async (_way, leave) => {
    const { stream, vapi } = await harness.call();
    leave(stream);
    await until(() => vapi.closeCode !== undefined, 'the Vapi socket closes');
    expect(vapi.texts).toEqual(['{"type":"end-call"}']);
    await harness.idle();
  });

  it('plays out what Vapi has said when Vapi ends the call, then hangs up by REST', async () => {
    const { stream, vapi, callSid } = await harness.call();
    const goodbye = audioOf(160 * 30 + 40, 10);
    vapi.socket.send(goodbye);
    vapi.say({ type: 'status-update', status: 'ended', endedReason: 'assistant-ended-call' });
    vapi.socket.close(1000);
    await until(() => stream.closeCode !== undefined, 'the media socket closes');
    const heard = stream.heard();
    expect(heard.subarray(0, goodbye.length).equals(goodbye)).toBe(true);
    expect(isSilence(heard.subarray(goodbye.length))).toBe(true);
    expect(stream.events.at(-1)).toMatch(/^mark:/);
    expect(harness.rest.updates).toEqual([
      {
        path: expect.stringMatching(
          new RegExp(`/2010-04-01/Accounts/AC0+1/Calls/${callSid}\\.json$`),
        ) as string,
        authorization: expect.stringMatching(/^Basic /) as string,
        fields: { Status: 'completed' },
      },
    ]);
    await harness.idle();
  });

  it('hangs up also when the carrier never echoes the mark', async () => {
    const { stream, vapi } = await harness.call();
    stream.echoMarks = false;
    vapi.socket.send(audioOf(160, 1));
    vapi.say({ type: 'status-update', status: 'ended' });
    await until(() => harness.rest.updates.length === 1, 'the call is ended');
    expect(harness.rest.updates[0]?.fields).toEqual({ Status: 'completed' });
    await harness.idle();
    expect(harness.log).not.toContain('"level":40');
  });

  it("closes the media socket when the carrier's REST API fails", async () => {
    harness.rest.status = 500;
    const { stream, vapi } = await harness.call();
    vapi.socket.send(audioOf(160, 1));
    vapi.say({ type: 'status-update', status: 'ended' });
    await until(() => stream.closeCode !== undefined, 'the media socket closes');
    expect(harness.log).toContain('carrier did not take the farewell');
    // An update may be repeated, and is, once.
    expect(harness.rest.updates).toHaveLength(2);
    await harness.idle();
  });

  it('takes a call that is over already (404) for hung up', async () => {
    harness.rest.status = 404;
    const { vapi } = await harness.call();
    vapi.socket.send(audioOf(160, 1));
    vapi.say({ type: 'status-update', status: 'ended' });
    await harness.idle();
    expect(harness.log).not.toContain('carrier did not take the farewell');
  });

  it('leaves nothing open after several calls at once', async () => {
    const calls = await Promise.all([harness.call(), harness.call(), harness.call()]);
    expect(harness.bridge.inspect()).toMatchObject({
      sessions: 3,
      tickets: 0,
      carrierSockets: 3,
      vapiSockets: 3,
    });
    for (const { stream } of calls) stream.stop();
    await harness.idle();
    expect(harness.bridge.inspect()).toEqual(IDLE);
  });
});
