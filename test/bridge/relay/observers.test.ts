import type { AudioTap } from '../../../bridge/src/relay/observer';
import { audioOf } from '../support/audio';
import { settle } from '../support/fakePeers';
import { SessionBench } from '../support/sessionBench';

/** Notes what it hears. */
class Ear implements AudioTap {
  readonly heard: string[] = [];
  caller(audio: Buffer, at: number): void {
    this.heard.push(`caller ${audio.length} at ${at}`);
  }
  assistant(frame: Buffer, playsAt: number): void {
    this.heard.push(`assistant ${frame.length} plays at ${playsAt}`);
  }
  cleared(at: number): void {
    this.heard.push(`cleared at ${at}`);
  }
  ended(at: number): void {
    this.heard.push(`ended at ${at}`);
  }
}

describe('who watches a session', () => {
  it('is told of everything that happens, in order', async () => {
    const bench = new SessionBench();
    await bench.session.openAssistant(bench.source);
    bench.attach();
    bench.assistant.report({ kind: 'said', turn: { role: 'user', text: 'Hello?' } });
    bench.assistant.report({ kind: 'tool-calls', toolCalls: [{ id: 't1', name: 'look_up' }] });
    bench.assistant.report({ kind: 'interrupted' });
    bench.carrier.report({ kind: 'dtmf', digit: '5' });
    bench.clock.advance(2500);
    bench.carrier.report({ kind: 'ended', reason: undefined });
    await settle();
    expect(bench.events.map(({ type }) => type)).toEqual([
      'session.started',
      'session.answered',
      'transcript',
      'tool-calls',
      'interrupted',
      'dtmf',
      'session.ended',
    ]);
    expect(bench.events[0]).toMatchObject({ direction: 'inbound', from: '+15550100', to: '+15550199' });
    expect(bench.events[2]).toMatchObject({ role: 'user', text: 'Hello?', assistantCallId: 'v-1' });
    expect(bench.events[3]).toMatchObject({ toolCalls: [{ id: 't1', name: 'look_up' }] });
    expect(bench.events[6]).toMatchObject({ reason: 'caller-hung-up', side: 'carrier', seconds: 2.5 });
    expect(new Set(bench.events.map(({ sessionId }) => sessionId))).toEqual(new Set([bench.session.id]));
  });
});

describe('who listens to a session', () => {
  it('hears both sides, when it is played and what was cut off', async () => {
    const bench = new SessionBench();
    await bench.session.openAssistant(bench.source);
    bench.attach();
    const ear = new Ear();
    const other = new Ear();
    const now = bench.clock.now();
    bench.session.addTap(ear);
    const leave = bench.session.addTap(other);
    bench.carrier.say(audioOf(160, 1));
    bench.assistant.report({ kind: 'speaking' });
    bench.assistant.say(audioOf(320, 2));
    leave();
    bench.assistant.report({ kind: 'interrupted' });
    expect(other.heard).toEqual(ear.heard.slice(0, 3));
    expect(ear.heard).toEqual([
      `caller 160 at ${now}`,
      `assistant 160 plays at ${now}`,
      `assistant 160 plays at ${now + 20}`,
      `cleared at ${now}`,
    ]);
    bench.carrier.report({ kind: 'ended', reason: undefined });
    await settle();
    expect(ear.heard.at(-1)).toBe(`ended at ${now}`);
    expect(other.heard).toHaveLength(3);
  });
});
