import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { Agent } from 'undici';
import type {
  AssistantAttempt,
  AssistantPeer,
  PeerEvent,
  PeerListener,
  Turn,
} from '../../../bridge/src/relay/peer';
import { VapiCallClient } from '../../../bridge/src/vapi/callClient';
import { VapiControlClient } from '../../../bridge/src/vapi/controlClient';
import { VapiTransport } from '../../../bridge/src/vapi/transport';
import { audioOf } from '../support/audio';
import { createdCall, FakeVapi, type VapiCall } from '../support/fakeVapi';
import { until } from '../support/until';
import { VirtualClock } from '../support/virtualClock';

const call = {
  assistant: { assistantId: 'a-1' },
  direction: 'inbound' as const,
  carrier: 'twilio',
  carrierCallId: 'CA1',
  callerNumber: undefined,
  calledNumber: undefined,
};

/** An attempt that takes what it is given, and notes it. */
class Attempt implements AssistantAttempt, PeerListener {
  readonly events: PeerEvent[] = [];
  readonly heard: Buffer[] = [];
  readonly ids: string[] = [];
  peer: AssistantPeer | undefined;
  isWanted = true;
  onOpened: (peer: AssistantPeer) => void = () => undefined;

  constructor(readonly history: readonly Turn[] = []) {}

  wanted(): boolean {
    return this.isWanted;
  }
  created(callId: string): void {
    this.ids.push(callId);
  }
  opened(peer: AssistantPeer): PeerListener {
    this.peer = peer;
    this.onOpened(peer);
    return this;
  }
  audio(audio: Buffer): void {
    this.heard.push(Buffer.from(audio));
  }
  event(event: PeerEvent): void {
    this.events.push(event);
  }
}

describe('VapiTransport', () => {
  let vapi: FakeVapi;
  let dispatcher: Agent;
  let clock: VirtualClock;
  beforeEach(async () => {
    vapi = new FakeVapi();
    dispatcher = new Agent();
    clock = new VirtualClock();
    await vapi.start();
  });
  afterEach(async () => {
    await dispatcher.destroy();
    await vapi.stop();
  });

  const transportAt = (baseUrl = vapi.url, transcripts = false) => {
    const common = { baseUrl, apiKey: 'k', userAgent: 'test/1', clock };
    return new VapiTransport({
      ...common,
      client: new VapiCallClient({ ...common, dispatcher }),
      control: new VapiControlClient({ ...common, dispatcher }),
      transcripts,
      toolCalls: false,
    });
  };
  /** A call that is open, at both ends. */
  const open = async (attempt = new Attempt(), transport = transportAt()) => {
    await transport.forCall(call).open(attempt);
    await until(() => vapi.calls.length > 0, 'the socket is open');
    return { attempt, transport, peer: attempt.peer as AssistantPeer, far: vapi.calls[0] as VapiCall };
  };

  it('opens the address verbatim, with key and name, and passes audio both ways', async () => {
    const { attempt, peer, far } = await open();
    expect(attempt.ids).toEqual(['vapi-call-1']);
    expect(far.id).toBe('vapi-call-1');
    expect(far.headers).toMatchObject({ authorization: 'Bearer k', 'user-agent': 'test/1' });
    expect(far.headers['sec-websocket-extensions']).toBeUndefined();
    const audio = [160, 1, 16_000, 70_000].map((length) => audioOf(length, length));
    const scratch = Buffer.alloc(70_000);
    for (const part of audio) {
      part.copy(scratch);
      peer.sendAudio(scratch.subarray(0, part.length));
      scratch.fill(0);
      far.socket.send(part);
    }
    await until(() => far.audio.length === 4 && attempt.heard.length === 4, 'all audio');
    expect(far.audio).toEqual(audio);
    expect(attempt.heard).toEqual(audio);
    expect(far.texts).toEqual([]);
  });

  it('hears what came with the handshake, and what Vapi says of the call', async () => {
    const { attempt, far } = await open();
    far.say({ type: 'user-interrupted' });
    far.say({ type: 'speech-update', status: 'started', role: 'assistant', turn: 1 });
    far.say({ type: 'conversation-update', messages: [] });
    far.say({ type: 'transcript', role: 'user', transcriptType: 'final', transcript: 'not asked for' });
    far.socket.send('{"type":"status-update"');
    far.say({ type: 'status-update', status: 'ended', endedReason: 'assistant-ended-call' });
    far.socket.close(1000);
    await until(() => attempt.events.some((event) => event.kind === 'closed'), 'the end');
    expect(attempt.events).toEqual([
      { kind: 'interrupted' },
      { kind: 'speaking' },
      { kind: 'alive' },
      { kind: 'malformed', problem: 'not-json' },
      { kind: 'ended', reason: 'assistant-ended-call' },
      { kind: 'closed', code: 1000 },
    ]);
  });

  it('asks for the turns of the conversation where sessions may reconnect, and reports them', async () => {
    const { attempt, far } = await open(new Attempt(), transportAt(vapi.url, true));
    expect(vapi.requests[0]?.body).toMatchObject({
      assistantOverrides: {
        clientMessages: ['user-interrupted', 'status-update', 'speech-update', 'transcript'],
      },
    });
    far.say({ type: 'transcript', role: 'user', transcriptType: 'final', transcript: 'Hello?' });
    await until(() => attempt.events.length > 0, 'the turn');
    expect(attempt.events).toEqual([{ kind: 'said', turn: { role: 'user', text: 'Hello?' } }]);
    expect(far.texts).toEqual([]);
  });

  it('tells an assistant that takes over what was said so far, before any audio', async () => {
    const history: Turn[] = [
      { role: 'assistant', text: 'Which day?' },
      { role: 'user', text: 'Monday.' },
    ];
    const attempt = new Attempt(history);
    let texts = -1;
    attempt.onOpened = (peer) => peer.sendAudio(audioOf(160, 1));
    const { far } = await open(attempt, transportAt(vapi.url, true));
    far.socket.on('message', (_data, isBinary) => {
      if (isBinary && texts < 0) texts = far.texts.length;
    });
    await until(() => far.texts.length === 1 && far.audio.length === 1, 'both arrive');
    expect(vapi.requests[0]?.body).toMatchObject({
      assistantOverrides: { firstMessageMode: 'assistant-waits-for-user' },
    });
    const message = JSON.parse(far.texts[0] ?? '') as { message: { content: string } };
    expect(message).toMatchObject({
      type: 'add-message',
      message: { role: 'system' },
      triggerResponseEnabled: true,
    });
    expect(message.message.content).toContain('You: "Which day?"\nCaller: "Monday."');
  });

  it('tells, and ends the call', async () => {
    const { attempt, transport, peer, far } = await open();
    expect(transport.size).toBe(1);
    peer.tell('The caller pressed the key 5.', false);
    peer.end();
    // Of no use any more, and harmless.
    peer.end();
    peer.tell('late', true);
    peer.sendAudio(audioOf(160, 1));
    await until(() => attempt.events.length > 0 && far.closeCode !== undefined, 'the end at both ends');
    expect(far.texts.map((text) => JSON.parse(text) as unknown)).toEqual([
      {
        type: 'add-message',
        message: { role: 'system', content: 'The caller pressed the key 5.' },
        triggerResponseEnabled: false,
      },
      { type: 'end-call' },
    ]);
    expect(far.audio).toEqual([]);
    expect(far.closeCode).toBe(1000);
    expect(attempt.events).toEqual([{ kind: 'closed', code: 1000 }]);
    expect(transport.size).toBe(0);
    expect(clock.pending).toBe(0);
  });

  it('ends a call whose session has ended while it was created', async () => {
    const attempt = new Attempt();
    attempt.onOpened = (peer) => peer.end();
    const { far, transport } = await open(attempt);
    await until(() => attempt.events.length > 0, 'the end');
    expect(far.texts).toEqual(['{"type":"end-call"}']);
    expect(transport.size).toBe(0);
  });

  it('creates nothing that is not wanted', async () => {
    const attempt = new Attempt();
    attempt.isWanted = false;
    await transportAt().forCall(call).open(attempt);
    expect(vapi.requests).toHaveLength(0);
    expect(attempt.ids).toEqual([]);
  });

  it('reports a backlog that has left', async () => {
    const { attempt, peer, far } = await open();
    far.socket.pause();
    let sent = 0;
    while (peer.backlogBytes === 0 && sent < 5000) {
      peer.sendAudio(audioOf(8000, 1));
      sent += 1;
    }
    expect(attempt.events).toEqual([]);
    far.socket.resume();
    await until(() => attempt.events.length > 0, 'the backlog has left');
    expect(attempt.events).toEqual([{ kind: 'drained' }]);
    expect(peer.backlogBytes).toBe(0);
    await until(() => far.audio.length === sent, 'everything arrives');
  });

  it('counts no socket that could not be opened', async () => {
    vapi.refuseUpgrade = 403;
    const transport = transportAt();
    const opened = transport.forCall(call).open(new Attempt());
    await expect(opened).rejects.toMatchObject({ code: 'VAPI_SOCKET_FAILED', detail: 'status 403' });
    expect(transport.size).toBe(0);
    expect(clock.pending).toBe(0);
  });

  it('opens no address of a foreign host', async () => {
    vapi.answer = (attempt, url) => ({
      status: 201,
      body: createdCall(attempt, url.replace('127.0.0.1', 'localhost')),
    });
    const attempt = new Attempt();
    const opened = transportAt().forCall(call).open(attempt);
    await expect(opened).rejects.toMatchObject({ code: 'VAPI_ADDRESS_REFUSED', detail: undefined });
    expect(vapi.calls).toHaveLength(0);
    expect(attempt.ids).toEqual(['vapi-call-1']);
  });

  it('gives the creation of the call and the handshake 8 s together', async () => {
    // A stand-in of its own: it creates the call after 5 s, and never answers the upgrade.
    const upgrades: Duplex[] = [];
    let answer: (() => void) | undefined;
    const server: Server = createServer((request, response) => {
      request.resume();
      answer = () => {
        const { port } = server.address() as AddressInfo;
        response.writeHead(201, { 'content-type': 'application/json' });
        response.end(JSON.stringify(createdCall(1, `ws://127.0.0.1:${port}/vapi-call-1/transport`)));
      };
    });
    server.on('upgrade', (_request, socket) => upgrades.push(socket));
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    try {
      const transport = transportAt(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
      const opened = transport.forCall(call).open(new Attempt());
      const refused = expect(opened).rejects.toMatchObject({ code: 'VAPI_TIMEOUT' });
      await until(() => answer !== undefined, 'the request is under way');
      clock.advance(5000);
      answer?.();
      await until(() => upgrades.length === 1, 'the socket is asked for');
      expect(transport.size).toBe(1);
      expect(clock.nextIn()).toBe(3000);
      clock.advance(3000);
      await refused;
      expect(clock.pending).toBe(0);
      expect(transport.size).toBe(0);
    } finally {
      for (const socket of upgrades) socket.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });

  it('survives text that has grown beyond 1 MiB, and does not read it', async () => {
    const { attempt, far } = await open();
    far.say({ type: 'conversation-update', messages: ['x'.repeat(2 * 1024 * 1024)] });
    const audio = audioOf(160, 1);
    far.socket.send(audio);
    await until(() => attempt.heard.length > 0, 'the audio arrives');
    expect(attempt.heard).toEqual([audio]);
    expect(attempt.events).toEqual([]);
  });

  it('reports a peer that has gone without a word as closed', async () => {
    const { attempt, far } = await open();
    // It stops reading, as a machine that has lost its network: no pong comes, and no close either.
    far.socket.pause();
    clock.advance(15_000);
    await until(() => attempt.events.length > 0, 'the end is reported');
    expect(attempt.events).toEqual([{ kind: 'closed', code: 1006 }]);
    expect(clock.pending).toBe(0);
    far.socket.resume();
  });
});
