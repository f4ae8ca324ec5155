import { ringingFrame } from '../../../bridge/src/relay/tones';
import { audioOf, isSilence } from '../support/audio';
import { settle } from '../support/fakePeers';
import { SessionBench } from '../support/sessionBench';

const SILENCE = Buffer.alloc(160, 0xff);

describe('a caller who waits', () => {
  let bench: SessionBench;
  beforeEach(() => (bench = new SessionBench()));

  const end = async (): Promise<void> => {
    bench.session.end('caller-hung-up');
    await settle();
    expect([bench.done, bench.clock.pending]).toEqual([true, 0]);
  };
  /** Whether exactly the tone, from its beginning, was heard since `from`. */
  const isRinging = (from = 0): boolean => {
    const frames = bench.carrier.audio.slice(from);
    return frames.length > 0 && frames.every((frame, index) => frame.equals(ringingFrame(index)));
  };

  it('hears ringing from the second second on, in step with time, and none of it once the assistant speaks', async () => {
    bench.source.mode = 'wait';
    void bench.session.openAssistant(bench.source);
    bench.attach();
    await bench.pass(980);
    expect(bench.carrier.audio).toHaveLength(0);
    await bench.pass(4020);
    expect(isRinging()).toBe(true);
    // 4 s, and no more than the lead ahead of it.
    expect(bench.carrier.audio.length).toBeGreaterThanOrEqual(200);
    expect(bench.carrier.audio.length).toBeLessThanOrEqual(204);
    await bench.source.answer(true);
    const ringing = bench.carrier.audio.length;
    const hello = audioOf(160 * 20, 1);
    bench.assistant.say(hello);
    expect(bench.carrier.did.slice(ringing, ringing + 2)).toEqual(['clear', 'audio']);
    await bench.pass(1000);
    expect(Buffer.concat(bench.carrier.audio.slice(ringing)).equals(hello)).toBe(true);
    expect(bench.session.view().counters.interruptions).toBe(0);
    expect(bench.meter.noted).toEqual(['started', 'connected 5000', 'first audio 5000']);
    expect(bench.meter.late.to_caller).toHaveLength(20);
    await end();
  });

  it('hears no ringing when it is switched off', async () => {
    bench = new SessionBench({ waitingTone: false });
    bench.source.mode = 'wait';
    void bench.session.openAssistant(bench.source);
    bench.attach();
    await bench.pass(5000);
    expect(bench.carrier.did).toEqual([]);
    bench.session.end('caller-hung-up');
    await bench.source.answer(false);
    await end();
  });

  it('hears ringing, in step with time, when audio is passed through as well', async () => {
    bench = new SessionBench({ pacing: false });
    bench.source.mode = 'wait';
    void bench.session.openAssistant(bench.source);
    bench.attach();
    await bench.pass(3000);
    expect(isRinging()).toBe(true);
    expect(bench.carrier.audio.length).toBeLessThanOrEqual(104);
    bench.session.end('caller-hung-up');
    await bench.source.answer(false);
    await end();
  });

  it('hears ringing while an open assistant has sent nothing for 2 s, and is diverted after 10', async () => {
    await bench.live();
    await bench.pass(1980);
    expect(bench.carrier.audio).toHaveLength(0);
    await bench.pass(7980);
    expect(isRinging()).toBe(true);
    await bench.pass(60);
    expect(bench.did().slice(0, 2)).toEqual(['audio', 'say sorry, hang up']);
    bench.clock.advance(1000);
    await settle();
    expect(bench.meter.noted.at(-1)).toMatch(/^ended assistant-silent /);
    expect([bench.done, bench.clock.pending]).toEqual([true, 0]);
  });

  it('waits for ever for a silent assistant when that is wanted', async () => {
    bench = new SessionBench({ assistantSilentMs: 0 });
    await bench.live();
    await bench.pass(60_000);
    expect(isRinging()).toBe(true);
    await end();
  });

  it('hears ringing when an assistant that keeps time has stalled, until it is back', async () => {
    await bench.live();
    await bench.pass(1000, audioOf(160, 2));
    await bench.pass(2000, SILENCE);
    const before = bench.carrier.audio.length;
    await bench.pass(5000);
    expect(isRinging(before)).toBe(true);
    const again = audioOf(160, 3);
    bench.assistant.say(again);
    expect(bench.carrier.did.slice(-2)).toEqual(['clear', 'audio']);
    expect(bench.carrier.audio.at(-1)).toEqual(again);
    await bench.pass(1000, SILENCE);
    expect(bench.carrier.audio.slice(-49).every(isSilence)).toBe(true);
    await end();
  });

  it.each([
    ['it is told that the caller speaks', { kind: 'alive' }],
    ['an utterance is announced', { kind: 'speaking' }],
    ['an utterance is over', { kind: 'stopped' }],
    ['the caller interrupts', { kind: 'interrupted' }],
    ['it is told what was said', { kind: 'said', turn: { role: 'user', text: 'Hello?' } }],
  ] as const)('hears no ringing, and is not diverted, as long as %s', async (_what, event) => {
    await bench.live();
    await bench.pass(1000, audioOf(160, 2));
    await bench.pass(2000, SILENCE);
    const before = bench.carrier.audio.length;
    for (let second = 0; second < 15; second += 1) {
      bench.assistant.report(event);
      await bench.pass(1000);
    }
    expect(bench.carrier.audio).toHaveLength(before);
    expect(bench.session.view().state).toBe('live');
    await bench.pass(2000);
    expect(isRinging(before)).toBe(true);
    await end();
  });

  it('hears no ringing after an utterance with a long pause, that comes in pieces', async () => {
    await bench.live();
    bench.assistant.report({ kind: 'speaking' });
    await bench.pass(1000, audioOf(160, 2));
    await bench.pass(2000, SILENCE);
    await bench.pass(1000, audioOf(160, 3));
    bench.assistant.report({ kind: 'stopped' });
    const before = bench.carrier.audio.length;
    await bench.pass(30_000);
    expect(bench.carrier.audio).toHaveLength(before);
    expect(bench.session.view().state).toBe('live');
    await end();
  });

  it('hears no ringing when the assistant only sends while it speaks', async () => {
    await bench.live();
    for (let turn = 0; turn < 3; turn += 1) {
      bench.assistant.say(audioOf(160 * 100, turn));
      await bench.pass(20_000);
    }
    expect(bench.carrier.audio).toHaveLength(300);
    expect(bench.session.view().state).toBe('live');
    await end();
  });

  it('hears ringing when the carrier takes its time to divert the call', async () => {
    await bench.live();
    await bench.pass(1000, SILENCE);
    bench.assistant.say(audioOf(160 * 100, 9));
    const before = bench.carrier.audio.length;
    bench.carrier.rest = () => new Promise(() => undefined);
    bench.assistant.lose(1006);
    await bench.pass(5000);
    expect(isRinging(before)).toBe(true);
    expect(bench.carrier.audio.length - before).toBeGreaterThanOrEqual(3.8 * 50);
    await bench.pass(10_020);
    expect(bench.carrier.did.at(-1)).not.toBe('close');
    await bench.pass(1000);
    expect([bench.carrier.did.at(-1), bench.done, bench.clock.pending]).toEqual(['close', true, 0]);
  });

  it('is not diverted by the loss of an assistant that has been replaced', async () => {
    bench = new SessionBench({ reconnect: true });
    await bench.live();
    await bench.pass(200, SILENCE);
    const first = bench.assistant;
    first.reportsClosed = false;
    await bench.pass(1000, SILENCE);
    await bench.pass(10_040);
    expect(first.did.slice(-2)).toEqual(['end', 'close']);
    expect(bench.source.attempts).toHaveLength(2);
    const second = bench.assistant;
    second.say(audioOf(160, 4));
    const before = bench.carrier.did.length;
    first.say(audioOf(160, 5));
    first.report({ kind: 'interrupted' });
    first.report({ kind: 'said', turn: { role: 'assistant', text: 'late' } });
    first.report({ kind: 'ended', reason: undefined });
    first.lose(1006);
    expect(bench.carrier.did).toHaveLength(before);
    expect(bench.session.view()).toMatchObject({ state: 'live', assistantCallId: 'v-2' });
    await end();
  });
});

describe('a session that may reconnect', () => {
  let bench: SessionBench;
  beforeEach(async () => {
    bench = new SessionBench({ reconnect: true });
    await bench.live();
    await bench.pass(200, SILENCE);
  });
  afterEach(async () => {
    bench.session.end('caller-hung-up');
    await settle();
    bench.clock.advance(1000);
    await settle();
    expect([bench.done, bench.clock.pending]).toEqual([true, 0]);
  });

  it('asks for another assistant, once, with what was said so far', async () => {
    bench.assistant.report({ kind: 'said', turn: { role: 'assistant', text: 'What is your name?' } });
    bench.assistant.report({ kind: 'said', turn: { role: 'user', text: 'Ada' } });
    expect(bench.source.attempts[0]?.history).toEqual([]);
    bench.assistant.lose(1006);
    expect(bench.source.attempts[1]?.history).toEqual([
      { role: 'assistant', text: 'What is your name?' },
      { role: 'user', text: 'Ada' },
    ]);
    await settle();
    expect(bench.session.view()).toMatchObject({ state: 'live', counters: { replacements: 1 } });
    bench.assistant.lose(1011);
    await settle();
    expect(bench.source.attempts).toHaveLength(2);
    expect(bench.carrier.did.at(-1)).toBe('say sorry, hang up');
    bench.carrier.lose(1000);
    await settle();
    expect(bench.meter.noted.at(-1)).toMatch(/^ended assistant-dropped /);
    expect(bench.log).not.toMatch(/Ada|your name/);
  });

  it("holds 200 ms of the caller's audio meanwhile, and lets the caller hear ringing", async () => {
    bench.source.mode = 'wait';
    bench.assistant.lose(1006);
    const before = bench.carrier.audio.length;
    const words = audioOf(160 * 150, 6);
    for (let at = 0; at < words.length; at += 160) {
      bench.carrier.say(words.subarray(at, at + 160));
      bench.clock.advance(20);
    }
    expect(bench.carrier.audio[before]).toEqual(ringingFrame(0));
    await bench.source.answer(true);
    const sent = Buffer.concat(bench.assistant.audio);
    expect(sent.equals(words.subarray(-1600))).toBe(true);
    expect(bench.meter.framesDropped.to_assistant).toBe(140);
    bench.assistant.say(audioOf(160, 7));
    expect(bench.carrier.did.slice(-2)).toEqual(['clear', 'audio']);
  });

  it('plays what the lost assistant has said', async () => {
    const words = audioOf(160 * 50, 8);
    bench.assistant.say(words);
    bench.assistant.lose(1006);
    await bench.pass(1000);
    expect(bench.heard().equals(words)).toBe(true);
  });

  it('diverts the caller when the new attempt fails', async () => {
    bench.source.mode = 'fail';
    bench.assistant.lose(1006);
    await settle();
    expect(bench.carrier.did.at(-1)).toBe('say sorry, hang up');
    bench.carrier.lose(1000);
    await settle();
    expect(bench.meter.noted.at(-1)).toMatch(/^ended assistant-dropped /);
  });

  it('ends what the new attempt brings when the caller has left meanwhile', async () => {
    bench.source.mode = 'wait';
    bench.assistant.lose(1006);
    bench.carrier.lose(1006);
    await settle();
    await bench.source.answer(true);
    expect(bench.assistant.did).toEqual(['end', 'close']);
  });

  it('does not ask for another one when the assistant has ended the call', async () => {
    bench.assistant.say(audioOf(160, 9));
    bench.assistant.report({ kind: 'ended', reason: 'customer-ended-call' });
    bench.assistant.lose(1006);
    await settle();
    expect(bench.source.attempts).toHaveLength(1);
    expect(bench.session.view().state).toBe('ending');
    bench.carrier.lose(1000);
  });

  it('asks for another one when the assistant ends before the caller has heard a word', async () => {
    bench.assistant.report({ kind: 'ended', reason: 'silence-timed-out' });
    await settle();
    expect(bench.source.attempts).toHaveLength(2);
    expect(bench.session.view()).toMatchObject({ state: 'live', counters: { replacements: 1 } });
  });

  it('diverts a caller who has heard the first assistant, but not a word of the second', async () => {
    bench.assistant.say(audioOf(160, 9));
    bench.assistant.lose(1006);
    await bench.pass(1000, SILENCE);
    bench.assistant.lose(1000);
    await settle();
    expect(bench.carrier.did.at(-1)).toBe('say sorry, hang up');
    bench.carrier.lose(1000);
  });

  it('takes a regular closing for the end of the call', async () => {
    bench.assistant.say(audioOf(160, 9));
    bench.assistant.lose(1000);
    expect(bench.source.attempts).toHaveLength(1);
    expect(bench.session.view().state).toBe('ending');
    bench.clock.advance(220);
    bench.carrier.report({ kind: 'played', mark: 'g0-end-1' });
    await settle();
    expect(bench.carrier.did.at(-1)).toBe('hang up');
  });
});

describe('a session whose assistant is lost before the carrier comes', () => {
  it('asks for no other, and tells the caller once there is one', async () => {
    const bench = new SessionBench({ reconnect: true });
    await bench.session.openAssistant(bench.source);
    bench.assistant.lose(1006);
    expect(bench.source.attempts).toHaveLength(1);
    bench.attach();
    await settle();
    expect(bench.carrier.did).toEqual(['say sorry, hang up']);
    bench.carrier.lose(1000);
    await settle();
    expect([bench.done, bench.clock.pending]).toEqual([true, 0]);
  });
});
