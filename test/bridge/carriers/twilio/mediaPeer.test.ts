import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Agent } from 'undici';
import { WebSocket } from 'ws';
import { TwilioCallControl } from '../../../../bridge/src/carriers/twilio/hangUp';
import { TwilioMediaPeer } from '../../../../bridge/src/carriers/twilio/mediaPeer';
import { mediaMessage } from '../../../../bridge/src/carriers/twilio/protocol';
import type { CarrierPeer, PeerEvent, PeerListener } from '../../../../bridge/src/relay/peer';
import { acceptWebSocket } from '../../../../bridge/src/sockets/accept';
import { audioOf } from '../../support/audio';
import { collectGarbage } from '../../support/collectGarbage';
import { ACCOUNT_SID, FakeTwilioRest, TwilioStream } from '../../support/fakeTwilio';
import { until } from '../../support/until';
import { VirtualClock } from '../../support/virtualClock';

const CALL = `CA${'0'.repeat(32)}`;

/** What a listener was told, audio copied out of the memory that it may not keep. */
class Listener implements PeerListener {
  readonly heard: Buffer[] = [];
  readonly events: PeerEvent[] = [];
  audio(audio: Buffer): void {
    this.heard.push(Buffer.from(audio));
  }
  event(event: PeerEvent): void {
    this.events.push(event);
  }
}

describe('TwilioMediaPeer', () => {
  const rest = new FakeTwilioRest();
  const dispatcher = new Agent();
  let server: Server;
  let clock: VirtualClock;
  let listener: Listener;
  let peer: CarrierPeer | undefined;
  let parameters: WeakRef<object> | undefined;
  let settled: string[];
  let closed: number;
  let stream: TwilioStream;
  /** Whether the stream is taken, and what is done with it at once. */
  let onStart: (peer: CarrierPeer) => PeerListener | undefined;

  beforeAll(() => rest.start());
  afterAll(async () => {
    await dispatcher.destroy();
    await rest.stop();
  });

  beforeEach(async () => {
    clock = new VirtualClock();
    listener = new Listener();
    peer = undefined;
    settled = [];
    closed = 0;
    rest.updates.length = 0;
    onStart = () => listener;
    const control = new TwilioCallControl({
      apiBaseUrl: rest.url,
      authToken: 'token',
      accountSid: undefined,
      dispatcher,
      userAgent: 'test/1',
      clock,
      handOver: { document: ({ to }, sessionId) => `${to} for ${sessionId}`, check: () => undefined },
    });
    server = createServer();
    server.on('upgrade', (request, socket, head) => {
      new TwilioMediaPeer(acceptWebSocket(request, socket, head, { clock, maxPayload: 64 * 1024 }), {
        clock,
        control,
        onStart: (start, started) => {
          parameters = new WeakRef(start.parameters);
          peer = started;
          return onStart(started);
        },
        onSettled: (outcome) => settled.push(outcome),
        onClosed: () => (closed += 1),
      });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const socket = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    stream = new TwilioStream(socket, CALL);
    await new Promise((resolve) => socket.once('open', resolve));
  });
  afterEach(async () => {
    stream.socket.terminate();
    await until(() => closed === 1, 'the socket is closed');
    expect(clock.pending).toBe(0);
    expect(settled).toHaveLength(1);
    await new Promise((resolve) => server.close(resolve));
  });

  const started = async (): Promise<CarrierPeer> => {
    stream.start('t');
    await until(() => settled.length === 1, 'the stream is settled');
    if (!peer) throw new Error('the stream was not started');
    return peer;
  };

  it('keeps nothing of the parameters, with the ticket, of its start', async () => {
    await started();
    await collectGarbage();
    expect(parameters?.deref()).toBeUndefined();
  });

  it('passes audio on, fast or slow, whatever its size', async () => {
    await started();
    const audio = [160, 1, 640, 20_000, 160].map((length, index) => audioOf(length, index));
    for (const part of audio) {
      stream.media(part);
      // Another order of keys, and an escape: not the form of the documentation.
      const payload = part.toString('base64').replaceAll('/', '\\/');
      stream.send(
        `{"streamSid":"${stream.streamSid}", "event":"media","media":{"payload":"${payload}","chunk":7}}`,
      );
    }
    await until(() => listener.heard.length === 10, 'all of it');
    expect(Buffer.concat(listener.heard)).toEqual(Buffer.concat(audio.flatMap((part) => [part, part])));
    expect(listener.events).toEqual([]);
  });

  it('reports what Twilio says, and what cannot be understood', async () => {
    await started();
    const { streamSid } = stream;
    stream.send({ event: 'mark', streamSid, mark: { name: 'm-1' } });
    stream.send({ event: 'dtmf', streamSid, dtmf: { track: 'inbound_track', digit: '5' } });
    stream.send({ event: 'dtmf', streamSid, dtmf: { track: 'inbound_track', digit: '55' } });
    stream.send({ event: 'media', streamSid: 'MZother', media: { payload: '/w==' } });
    stream.send({ event: 'media', streamSid, media: { payload: '/w-_' } });
    stream.send('{');
    stream.socket.send(Buffer.alloc(160));
    stream.start('t');
    stream.send({ event: 'stop' });
    await until(() => listener.events.some((event) => event.kind === 'ended'), 'the end');
    expect(listener.events).toEqual([
      { kind: 'played', mark: 'm-1' },
      { kind: 'dtmf', digit: '5' },
      { kind: 'malformed', problem: 'bad-digit' },
      { kind: 'malformed', problem: 'other-stream' },
      { kind: 'malformed', problem: 'bad-base64' },
      { kind: 'malformed', problem: 'not-json' },
      { kind: 'malformed', problem: 'binary' },
      { kind: 'malformed', problem: 'second-start' },
      { kind: 'ended', reason: undefined },
    ]);
    expect(listener.heard).toEqual([]);
  });

  it.each([
    ['stop, then close', () => stream.stop(), ['ended', 'closed']],
    ['close alone', () => stream.socket.close(), ['closed']],
    ['a cut alone', () => stream.socket.terminate(), ['closed']],
  ])('reports %s', async (_what, leave, kinds) => {
    await started();
    leave();
    await until(() => closed === 1, 'the socket is closed');
    expect(listener.events.map((event) => event.kind)).toEqual(kinds);
  });

  it('sends audio, marks and clears in order, as Twilio documents them', async () => {
    const carrier = await started();
    const texts: string[] = [];
    stream.socket.on('message', (data) => texts.push((data as Buffer).toString()));
    const frames = [160, 160, 160, 7, 24_000, 160].map((length, index) => audioOf(length, index));
    const scratch = Buffer.alloc(24_000);
    for (const frame of frames) {
      // Its memory is used again at once.
      frame.copy(scratch);
      carrier.sendAudio(scratch.subarray(0, frame.length));
      scratch.fill(0);
    }
    carrier.sendAudio(Buffer.alloc(0));
    carrier.clear();
    carrier.mark('m-1');
    await until(() => texts.length === 8, 'all messages');
    const { streamSid } = stream;
    expect(texts).toEqual([
      ...frames.map((frame) => mediaMessage(streamSid, frame)),
      JSON.stringify({ event: 'clear', streamSid }),
      JSON.stringify({ event: 'mark', streamSid, mark: { name: 'm-1' } }),
    ]);
  });

  it('keeps what waits for a slow reader as it was, and tells when it has left', async () => {
    const carrier = await started();
    stream.socket.pause();
    const frames: Buffer[] = [];
    while (carrier.backlogBytes === 0 && frames.length < 5000) {
      frames.push(audioOf(8000, frames.length));
      carrier.sendAudio(frames.at(-1) as Buffer);
    }
    for (let index = 0; index < 20; index += 1) {
      frames.push(audioOf(160, index));
      carrier.sendAudio(frames.at(-1) as Buffer);
    }
    expect(carrier.backlogBytes).toBeGreaterThan(20 * 216);
    expect(listener.events).toEqual([]);
    stream.socket.resume();
    await until(() => listener.events.length > 0, 'the backlog has left');
    expect(listener.events).toEqual([{ kind: 'drained' }]);
    expect(carrier.backlogBytes).toBe(0);
    await until(() => stream.audio.length === frames.length, 'everything arrives');
    expect(stream.heard().equals(Buffer.concat(frames))).toBe(true);
  });

  it('can send from within the decision on its stream', async () => {
    const audio = audioOf(160, 9);
    onStart = (carrier) => {
      carrier.sendAudio(audio);
      return listener;
    };
    await started();
    await until(() => stream.audio.length === 1, 'the audio arrives');
    expect(stream.heard()).toEqual(audio);
  });

  it('sends nothing once it is closed, and reports nothing after `closed`', async () => {
    const carrier = await started();
    carrier.close();
    carrier.close();
    carrier.sendAudio(audioOf(160, 1));
    carrier.clear();
    carrier.mark('late');
    await until(() => closed === 1 && stream.closeCode !== undefined, 'the socket is closed at both ends');
    carrier.sendAudio(audioOf(160, 1));
    carrier.clear();
    expect(stream.events).toEqual([]);
    expect(stream.closeCode).toBe(1000);
    expect(listener.events).toEqual([{ kind: 'closed', code: 1000 }]);
  });

  it('closes a socket that says nothing for 5 s', async () => {
    stream.send({ event: 'connected', protocol: 'Call', version: '1.0.0' });
    clock.advance(4999);
    expect(settled).toEqual([]);
    clock.advance(1);
    expect(settled).toEqual(['silent']);
    await until(() => stream.closeCode === 1008, 'the socket is refused');
  });

  it('closes a stream that nobody expects, and takes no second one on its socket', async () => {
    let asked = 0;
    onStart = () => {
      asked += 1;
      return undefined;
    };
    stream.start('t');
    stream.start('t');
    await until(() => stream.closeCode === 1008, 'the socket is refused');
    expect(settled).toEqual(['refused']);
    expect(asked).toBe(1);
  });

  it('settles when the socket closes before its start', async () => {
    stream.socket.close();
    await until(() => closed === 1, 'the socket is closed');
    expect(settled).toEqual(['closed']);
  });

  it('ends and diverts the call that `start` named', async () => {
    const carrier = await started();
    await carrier.hangUp();
    await carrier.divert({ message: 'One moment.', number: '+14155550177' });
    const path = `/2010-04-01/Accounts/${ACCOUNT_SID}/Calls/${CALL}.json`;
    expect(rest.updates.map((update) => update.path)).toEqual([path, path]);
    expect(rest.updates[0]?.fields).toEqual({ Status: 'completed' });
    expect(rest.updates[1]?.fields.Twiml).toContain('<Dial>+14155550177</Dial>');
  });

  it('hands the caller of that call over, unless it is over', async () => {
    const carrier = await started();
    const target = {
      ...{ kind: 'number' as const, to: '+14155550177', timeoutSeconds: 20 },
      ...{ callerId: undefined, message: undefined, whisper: undefined },
    };
    await carrier.transfer?.(target, 's-1');
    expect(rest.updates[0]).toMatchObject({
      path: `/2010-04-01/Accounts/${ACCOUNT_SID}/Calls/${CALL}.json`,
      fields: { Twiml: '+14155550177 for s-1' },
    });
    rest.status = 404;
    await expect(carrier.transfer?.(target, 's-1')).rejects.toMatchObject({ code: 'TWILIO_API_FAILED' });
    await carrier.hangUp();
    rest.status = 200;
  });
});
