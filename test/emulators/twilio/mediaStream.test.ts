import { AppServer, type AppStream } from './appServer';
import { startTwilioEmulator, type CallResult, type TwilioCall, type TwilioEmulator } from './index';

const NUMBER = '+15550100100';
const FRAME = Buffer.alloc(160, 0x22);

let app: AppServer;
let emulator: TwilioEmulator;

beforeEach(async () => {
  app = await new AppServer().start();
  emulator = await startTwilioEmulator({
    accountSid: `AC${'2'.repeat(32)}`,
    authToken: 'a-token',
    hosts: { 'bridge.test': app.origin },
    timeScale: 0.001,
    numbers: [{ number: NUMBER, voiceUrl: 'https://bridge.test/voice' }],
  });
});

afterEach(async () => {
  await emulator.close();
  await app.stop();
});

const media = (streamSid: string, payload: Buffer): Record<string, unknown> => ({
  event: 'media',
  streamSid,
  media: { payload: payload.toString('base64') },
});

/** A call whose stream the test drives; the server closes the stream when `drive` is through. */
async function callWith(
  drive: (stream: AppStream, streamSid: string, call: TwilioCall) => Promise<void> | void,
  body = '<Connect><Stream url="wss://bridge.test/media"/></Connect>',
): Promise<{ call: TwilioCall; result: CallResult }> {
  app.twiml('/voice', body);
  let failure: unknown;
  app.onStream = (stream) =>
    void stream
      .first('start')
      .then((start) => drive(stream, start.streamSid ?? '', call))
      .catch((error: unknown) => (failure = error))
      .finally(() => stream.socket.close(1000));
  const call = emulator.call({ from: '+15550100200', to: NUMBER });
  const result = await call.done;
  if (failure !== undefined) throw failure as Error;
  return { call, result };
}

const codes = (call: TwilioCall): number[] => call.warnings.map((warning) => warning.code);
/** Resolves when so many caller frames have come, which is line time. */
const frames = (stream: AppStream, count: number): Promise<unknown> =>
  stream.messages(stream.texts.length + count);

describe('a stream that cannot be opened', () => {
  const SAY = '<Say>No assistant today.</Say>';

  it.each([
    ['a query string', 'wss://bridge.test/media?ticket=1', 31920, /query string; use <Parameter>/],
    ['a ws address', 'ws://bridge.test/media', 31922, /not a wss:\/\/ address/],
    ['an https address', 'https://bridge.test/media', 31922, /not a wss:\/\/ address/],
    ['an unknown host', 'wss://elsewhere.test/media', 31901, /add it to the emulator's "hosts"/],
  ])('because of %s: the call goes on after Connect', async (_, url, code, message) => {
    const { call, result } = await callWith(
      () => undefined,
      `<Connect><Stream url="${url}" statusCallback="/stream"/></Connect>${SAY}`,
    );
    expect(result).toMatchObject({ endedBy: 'twiml', spoken: ['No assistant today.'] });
    expect(call.warnings[0]).toEqual({ code, message: expect.stringMatching(message) });
    expect(call.stream?.status).toBe('failed');
    expect(app.streams).toEqual([]);
    const [, event] = app.requests;
    expect(event?.form).toMatchObject({
      StreamEvent: 'stream-error',
      StreamError: call.warnings[0]?.message,
    });
  });

  it.each([401, 404, 503])('because the handshake gets HTTP %d: 31920', async (status) => {
    app.refuseUpgrades = status;
    const { call, result } = await callWith(
      () => undefined,
      `<Connect><Stream url="wss://bridge.test/media"/></Connect>${SAY}`,
    );
    expect(result.spoken).toEqual(['No assistant today.']);
    expect(codes(call)).toEqual([31920]);
    expect(call.stream).toMatchObject({ status: 'failed', handshakeStatus: status });
  });

  it('because nobody listens: 31901, and Connect’s action is asked', async () => {
    emulator.hosts['dead.test'] = 'http://127.0.0.1:1';
    app.twiml('/after', SAY);
    const { call, result } = await callWith(
      () => undefined,
      '<Connect action="/after"><Stream url="wss://dead.test/media"/></Connect>',
    );
    expect(result.spoken).toEqual(['No assistant today.']);
    expect(codes(call)).toEqual([31901]);
  });

  it('before the caller hangs up: nothing stays behind', async () => {
    app.twiml('/voice', '<Connect><Stream url="wss://bridge.test/media"/></Connect>');
    // The handshake is never answered.
    const sockets: Array<{ destroy(): void }> = [];
    const { createServer } = await import('node:net');
    const mute = createServer((socket) => sockets.push(socket)).listen(0, '127.0.0.1');
    await new Promise((resolve) => mute.once('listening', resolve));
    emulator.hosts['mute.test'] = `http://127.0.0.1:${(mute.address() as { port: number }).port}`;
    app.twiml('/voice', '<Connect><Stream url="wss://mute.test/media"/></Connect>');
    const call = emulator.call({ from: '+15550100200', to: NUMBER });
    mute.once('connection', () => call.hangUp());
    expect(await call.done).toMatchObject({ endedBy: 'caller', errors: [] });
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => mute.close(resolve));
  });
});

describe('what the server may not send', () => {
  it('binary frames: 31950, once', async () => {
    const { call, result } = await callWith(async (stream, streamSid) => {
      stream.socket.send(FRAME);
      stream.socket.send(Buffer.from(JSON.stringify(media(streamSid, FRAME))));
      await frames(stream, 4);
    });
    expect(codes(call)).toEqual([31950, 31921]);
    expect(result.played).toHaveLength(0);
    expect(call.stream?.invalidMessages).toHaveLength(2);
  });

  it.each<[string, (streamSid: string) => string]>([
    ['text that is not JSON', () => 'hello'],
    ['an unknown event', (streamSid) => JSON.stringify({ event: 'say', streamSid })],
    ['a missing field', (streamSid) => JSON.stringify({ event: 'media', streamSid })],
    ['stream_sid', (streamSid) => JSON.stringify({ event: 'clear', stream_sid: streamSid })],
    ['a wrong streamSid', () => JSON.stringify({ event: 'clear', streamSid: 'MZ0' })],
    ['a field too many', (streamSid) => JSON.stringify({ ...media(streamSid, FRAME), sequenceNumber: '1' })],
  ])('%s: 31951 once, and the stream goes on', async (_, make) => {
    const { call, result } = await callWith(async (stream, streamSid) => {
      stream.socket.send(make(streamSid));
      stream.socket.send(make(streamSid));
      stream.say(media(streamSid, FRAME));
      await frames(stream, 4);
    });
    expect(codes(call)).toEqual([31951, 31921]);
    expect(call.stream?.invalidMessages).toHaveLength(2);
    expect(result.played.equals(FRAME)).toBe(true);
  });

  it('payloads that are not base64 are counted and not played', async () => {
    const { call, result } = await callWith(async (stream, streamSid) => {
      stream.say({ event: 'media', streamSid, media: { payload: '***' } });
      stream.say(media(streamSid, FRAME));
      await frames(stream, 4);
    });
    expect(call.stream?.badPayloads).toBe(1);
    expect(codes(call)).toEqual([31921]);
    expect(result.received.map(({ bytes }) => bytes.length)).toEqual([160]);
  });

  it('anything at all on a one-way stream: 31924', async () => {
    const { call, result } = await callWith(async (stream, streamSid) => {
      stream.say(media(streamSid, FRAME));
      await frames(stream, 3);
    }, '<Start><Stream url="wss://bridge.test/media" name="copy"/></Start><Pause length="1000"/>' + '<Stop><Stream name="copy"/></Stop><Say>Over</Say>');
    expect(codes(call)).toContain(31924);
    expect(result.played).toHaveLength(0);
    expect(result.spoken).toEqual(['Over']);
  });

  it('a frame that breaks the WebSocket protocol: 31924', async () => {
    const { call } = await callWith(async (stream) => {
      // Opcode 3 is reserved. The socket under ws is where a broken server would write it.
      const { _socket: raw } = stream.socket as unknown as { _socket: { write(data: Buffer): void } };
      raw.write(Buffer.from([0x83, 0x00]));
      await stream.closed;
    });
    expect(codes(call)).toEqual([31924, 31921]);
  });
});

describe('one-way streams', () => {
  it('carry the caller while TwiML goes on, and Stop ends them with stop', async () => {
    app.twiml(
      '/voice',
      '<Start><Stream url="wss://bridge.test/media" name="copy"/></Start><Pause length="200"/>' +
        '<Stop><Stream name="copy"/></Stop><Pause length="100"/><Say>Bye</Say>',
    );
    const call = emulator.call({ from: '+15550100200', to: NUMBER });
    const result = await call.done;
    expect(result.spoken).toEqual(['Bye']);
    const texts = app.streams[0]?.texts ?? [];
    expect(texts.filter((text) => text.includes('"event":"media"')).length).toBeGreaterThan(3);
    expect(texts.at(-1)).toContain('"event":"stop"');
    expect(call.stream).toMatchObject({ bidirectional: false, closedBy: 'twilio' });
    expect(call.warnings).toEqual([]);
    // `sent` is about the two-way stream.
    expect(result.sent).toHaveLength(0);
  });
});

describe('playback', () => {
  it('takes payloads of any size, plays them in order and in real time', async () => {
    const audio = Buffer.from(Array.from({ length: 4321 }, (_, index) => index % 250));
    const { call, result } = await callWith(async (stream, streamSid) => {
      for (const [from, to] of [
        [0, 1],
        [1, 700],
        [700, 4000],
        [4000, 4321],
      ] as const) {
        stream.say(media(streamSid, audio.subarray(from, to)));
      }
      stream.say({ event: 'mark', streamSid, mark: { name: 'end' } });
      await stream.first('mark');
    });
    expect(result.played.equals(audio)).toBe(true);
    expect(result.heard.includes(audio.subarray(0, 4320))).toBe(true);
    const [mark] = result.marks;
    // 4321 bytes are 540 ms; all arrived at once, so only playing can have taken that long.
    expect((mark?.echoedAt ?? 0) - (mark?.receivedAt ?? 0)).toBeGreaterThanOrEqual(540);
    expect(mark?.cleared).toBe(false);
    expect(call.stream).toMatchObject({ partialFrames: 1, bufferedBytes: 0 });
  });

  it('echoes a mark at once when nothing is queued', async () => {
    const { result } = await callWith(async (stream, streamSid) => {
      stream.say({ event: 'mark', streamSid, mark: { name: 'idle' } });
      expect(await stream.first('mark')).toMatchObject({ streamSid, mark: { name: 'idle' } });
    });
    const [mark] = result.marks;
    expect((mark?.echoedAt ?? 0) - (mark?.receivedAt ?? 0)).toBeLessThan(20);
  });

  it('clear empties the buffer, echoes all marks, and lets no stale byte follow', async () => {
    const stale = Buffer.alloc(80_000, 0x11);
    const fresh = Buffer.alloc(480, 0x33);
    const { result } = await callWith(async (stream, streamSid) => {
      stream.say(media(streamSid, stale));
      stream.say({ event: 'mark', streamSid, mark: { name: 'a' } });
      stream.say({ event: 'mark', streamSid, mark: { name: 'b' } });
      await frames(stream, 10);
      stream.say({ event: 'clear', streamSid });
      await stream.first('mark');
      stream.say(media(streamSid, fresh));
      stream.say({ event: 'mark', streamSid, mark: { name: 'c' } });
      const isC = (text: string): boolean => text.includes('"name":"c"');
      while (!stream.texts.some(isC)) await frames(stream, 1);
      const names = stream.texts
        .filter((text) => text.includes('"event":"mark"'))
        .map((text) => (JSON.parse(text) as { mark: { name: string } }).mark.name);
      expect(names).toEqual(['a', 'b', 'c']);
    });
    const heardOfStale = result.played.length - fresh.length;
    expect(heardOfStale).toBeGreaterThan(0);
    expect(heardOfStale).toBeLessThan(stale.length);
    expect(result.played.equals(Buffer.concat([stale.subarray(0, heardOfStale), fresh]))).toBe(true);
    expect(result.clears).toEqual([{ at: expect.any(Number), droppedBytes: stale.length - heardOfStale }]);
    expect(result.marks.map(({ name, cleared }) => [name, cleared])).toEqual([
      ['a', true],
      ['b', true],
      ['c', false],
    ]);
  });

  it('drops what is queued when the server closes the stream', async () => {
    const { call, result } = await callWith(async (stream, streamSid) => {
      stream.say(media(streamSid, Buffer.alloc(40_000, 0x11)));
      await frames(stream, 5);
    });
    expect(result.received[0]?.bytes).toHaveLength(40_000);
    expect(result.played.length + (call.stream?.bufferedBytes ?? 0)).toBe(40_000);
    expect(call.stream?.bufferedBytes).toBeGreaterThan(0);
  });

  it('ignores what still arrives after the stream is over', async () => {
    app.twiml('/voice', '<Connect><Stream url="wss://bridge.test/media"/></Connect>');
    app.onStream = (stream) =>
      void stream.first('stop').then(({ streamSid }) => {
        stream.say(media(streamSid ?? '', FRAME));
        stream.socket.send(FRAME);
      });
    const call = emulator.call({
      from: '+15550100200',
      to: NUMBER,
      caller: async (line) => {
        await line.untilStreamOpen();
        line.hangUp();
      },
    });
    const result = await call.done;
    expect(result.received).toEqual([]);
    expect(call.warnings).toEqual([]);
  });
});

describe('the caller’s audio', () => {
  it('never stops, is 20 ms a frame, and keeps real time', async () => {
    const { result } = await callWith(async (stream) => {
      await frames(stream, 50);
    });
    expect(result.sent.length).toBeGreaterThanOrEqual(50 * 160);
    expect(result.sent.equals(Buffer.alloc(result.sent.length, 0xff))).toBe(true);
    // No more frames than time: a frame can't be sent before it was spoken.
    expect(result.sent.length / 8).toBeLessThanOrEqual(result.durationMs);
  });
});
