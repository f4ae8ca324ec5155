import { once } from 'node:events';
import { WebSocket } from 'ws';
import { decodeMuLaw } from '../../../bridge/src/relay/codec';
import { LiveListener } from '../../../bridge/src/listen/liveListener';
import type { MediaSocket, SocketHandler } from '../../../bridge/src/sockets/mediaSocket';
import { Ticker } from '../../../bridge/src/ticker';
import { audioOf, pieces } from '../support/audio';
import { API_KEY, Harness } from '../support/harness';
import { SessionBench } from '../support/sessionBench';
import { until } from '../support/until';

const linear = (audio: Buffer): string => Array.from(audio, (code) => decodeMuLaw(code)).join();

/** One side of interleaved PCM. */
function side(audio: Buffer, channel: 0 | 1): string {
  return Array.from({ length: audio.length / 4 }, (_, at) => audio.readInt16LE(4 * at + 2 * channel)).join();
}

/** A socket that notes what it is told to do, and reads only when it is told to. */
class FakeSocket {
  readonly did: string[] = [];
  readonly audio: Buffer[] = [];
  isOpen = true;
  backlogBytes = 0;
  handler: SocketHandler | undefined;
  sendText = (text: string): void => void this.did.push(text);
  sendBinary = (audio: Buffer): void => void this.audio.push(Buffer.from(audio));
  listen = (handler: SocketHandler): void => void (this.handler = handler);
  close = (): void => this.#end('close');
  terminate = (): void => this.#end('terminate');

  #end(how: string): void {
    this.did.push(how);
    this.isOpen = false;
    this.handler?.closed(1000);
  }
}

describe('somebody who listens to a call', () => {
  const bench = async () => {
    const call = await new SessionBench({ waitingTone: false, assistantSilentMs: 0 }).live();
    const socket = new FakeSocket();
    let closed = 0;
    const ticker = new Ticker(call.clock, { slots: 4, slotMs: 10 });
    const timers = call.clock.pending;
    new LiveListener(call.session, socket as unknown as MediaSocket, call.clock, ticker, () => (closed += 1));
    return { call, socket, closed: () => closed, left: () => call.clock.pending - timers };
  };

  it('hears both sides, some 0.2 s later, in small frames', async () => {
    const { call, socket } = await bench();
    expect(JSON.parse(socket.did[0]!)).toEqual({ sampleRate: 8000, channels: 2, encoding: 'pcm_s16le' });
    const [said, answered] = [audioOf(1600, 1), audioOf(1600, 2)];
    call.assistant.say(answered);
    for (const frame of pieces(said, 160)) {
      call.carrier.say(frame);
      call.clock.advance(20);
    }
    await call.pass(260);
    const heard = Buffer.concat(socket.audio);
    expect(side(heard, 0)).toContain(linear(said));
    expect(side(heard, 1)).toContain(linear(answered));
    const lengths = socket.audio.map(({ length }) => length / 32);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(100);
    expect(Math.min(...lengths.slice(1))).toBeGreaterThanOrEqual(20);
    expect(heard.length / 32).toBeGreaterThanOrEqual(200);
  });

  it('hears nothing that was cut off', async () => {
    const { call, socket } = await bench();
    const speech = audioOf(4000, 3);
    call.assistant.report({ kind: 'speaking' });
    call.assistant.say(speech);
    await call.pass(60);
    call.assistant.report({ kind: 'interrupted' });
    await call.pass(500);
    const right = side(Buffer.concat(socket.audio), 1).split(',').map(Number);
    expect(right.slice(0, 480).join()).toBe(linear(speech.subarray(0, 480)));
    expect(right.slice(480).every((sample) => sample === 0)).toBe(true);
  });

  it('is dropped when it does not read, and the call goes on', async () => {
    const { call, socket, closed, left } = await bench();
    socket.backlogBytes = 300 * 1024;
    await call.pass(400);
    expect(socket.did.at(-1)).toBe('terminate');
    expect([closed(), left()]).toEqual([1, 0]);
    const before = call.assistant.audio.length;
    await call.pass(100);
    expect(call.assistant.audio.length).toBe(before + 5);
  });

  it('costs nothing when it has left', async () => {
    const { call, socket, closed, left } = await bench();
    socket.close();
    const { length } = socket.audio;
    await call.pass(1000);
    expect([closed(), left(), socket.audio.length - length]).toEqual([1, 0, 0]);
  });

  it('is told of the end by the end of the socket', async () => {
    const { call, socket, closed } = await bench();
    call.carrier.say(audioOf(160, 5));
    call.clock.advance(20);
    call.carrier.report({ kind: 'ended', reason: undefined });
    await call.pass(20);
    expect(socket.did.at(-1)).toBe('close');
    expect(closed()).toBe(1);
    expect(side(Buffer.concat(socket.audio), 0)).toContain(linear(audioOf(160, 5)));
  });
});

describe('live listening at the bridge', () => {
  let harness: Harness;
  beforeEach(async () => (harness = await new Harness().start()));
  afterEach(() => harness.stop());

  const connect = (path: string, key = API_KEY): WebSocket =>
    new WebSocket(`ws://127.0.0.1:${harness.port}${path}`, { headers: { authorization: `Bearer ${key}` } });
  const refusal = async (path: string, key?: string): Promise<number | undefined> => {
    const socket = connect(path, key);
    socket.on('error', () => undefined);
    const [request, response] = (await once(socket, 'unexpected-response')) as [
      { destroy: () => void },
      { statusCode?: number },
    ];
    request.destroy();
    return response.statusCode;
  };
  const sessionId = async (): Promise<string> => {
    const response = await harness.request('/v1/sessions', {
      headers: { authorization: `Bearer ${API_KEY}` },
    });
    return ((await response.json()) as { sessions: { id: string }[] }).sessions[0]!.id;
  };

  it('lets those hear who hold the key, and is over with the call', async () => {
    const { stream } = await harness.call();
    const listener = connect(`/v1/sessions/${await sessionId()}/listen`);
    const texts: string[] = [];
    let heard = Buffer.alloc(0);
    listener.on('message', (data: Buffer, isBinary) => {
      if (isBinary) heard = Buffer.concat([heard, data]);
      else texts.push(data.toString());
    });
    const closed = once(listener, 'close');
    await until(() => texts.length === 1, 'the header comes');
    const said = audioOf(160, 1);
    stream.media(said);
    await until(() => side(heard, 0).includes(linear(said)), 'the caller is heard');
    listener.send('whatever');
    stream.stop();
    expect((await closed)[0]).toBe(1000);
    await harness.idle();
  });

  it('is refused without the key, and where there is no call', async () => {
    await harness.call();
    const path = `/v1/sessions/${await sessionId()}/listen`;
    expect(await refusal(path, 'wrong')).toBe(401);
    expect(await refusal('/v1/sessions/..%2f/listen')).toBe(404);
    expect(await refusal('/v1/sessions/01234567-89ab-4cde-8fab-0123456789ab/listen')).toBe(404);
  });
});
