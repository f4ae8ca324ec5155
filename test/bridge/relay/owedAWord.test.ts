import type { TransferTarget } from '../../../bridge/src/relay/peer';
import { audioOf } from '../support/audio';
import { FakeCarrier, settle } from '../support/fakePeers';
import { SessionBench } from '../support/sessionBench';

const SILENCE = Buffer.alloc(160, 0xff);
const ENDED = { kind: 'ended', reason: 'customer-ended-call' } as const;
const target: TransferTarget = {
  ...{ kind: 'number', to: '+15550177', timeoutSeconds: 30 },
  ...{ callerId: undefined, message: undefined, whisper: undefined },
};

describe('a caller who comes back from a hand-over', () => {
  it('is not hung up on before a word, whatever was said before it', async () => {
    const bench = await new SessionBench({ fallbackMessage: 'Sorry.' }).live();
    await bench.pass(1000, audioOf(160, 1));
    const asked = bench.session.transfer(target);
    await bench.pass(500, SILENCE);
    bench.carrier.report({ kind: 'ended', reason: undefined });
    bench.carrier.lose(1000);
    await asked;
    expect(bench.session.transferOver('no-answer')).toBe(true);
    const back = new FakeCarrier();
    back.listener = bench.session.attachCarrier(back);
    bench.assistant.report({ kind: 'ended', reason: 'silence-timed-out' });
    await settle();
    expect(back.did).toEqual(['say Sorry., hang up']);
    back.lose(1000);
    await bench.pass(20);
  });
});

describe('an assistant that was told to end the call', () => {
  it.each([true, false])('ends it, though nobody has heard a word (reconnect: %s)', async (reconnect) => {
    const bench = await new SessionBench({ reconnect, fallbackNumber: '+15550111' }).live();
    await bench.pass(1000, SILENCE);
    await bench.session.control({ type: 'end-call' });
    bench.assistant.report(ENDED);
    bench.assistant.lose(1000);
    await bench.pass(5000);
    expect(bench.session.view().reason).toBe('assistant-ended');
    expect(bench.carrier.did.filter((what) => /^(say|hang up)/.test(what))).toEqual(['hang up']);
    expect(bench.source.attempts).toHaveLength(1);
  });

  it('is lost like any other when it did not take that', async () => {
    const bench = await new SessionBench({ fallbackMessage: 'Sorry.' }).live();
    bench.assistant.control = () => Promise.reject(new Error('no'));
    await expect(bench.session.control({ type: 'end-call' })).rejects.toThrow('no');
    bench.assistant.report(ENDED);
    await settle();
    expect(bench.session.view().reason).toBe('assistant-dropped');
  });
});

describe('a session that is stopped while last words are played', () => {
  it('is hung up at once, and not diverted', async () => {
    const bench = await new SessionBench().live();
    bench.assistant.say(audioOf(160 * 1500, 1));
    bench.assistant.report(ENDED);
    await bench.pass(1500);
    expect(bench.session.view().state).toBe('ending');
    const frames = bench.carrier.audio.length;
    bench.session.end('stopped-by-api');
    await bench.pass(100);
    expect(bench.carrier.did.at(-1)).toBe('hang up');
    // One more goes with the clock before that is noticed.
    expect(bench.carrier.audio.length).toBeLessThanOrEqual(frames + 1);
    expect(bench.session.view().reason).toBe('assistant-ended');
  });
});

describe('keys that are pressed while it rings', () => {
  it('are heard whole, also when the assistant comes meanwhile', async () => {
    const bench = new SessionBench();
    bench.source.mode = 'wait';
    void bench.session.openAssistant(bench.source);
    await settle();
    bench.attach();
    await bench.pass(2000);
    const rung = bench.carrier.audio.length;
    expect(rung).toBeGreaterThan(0);
    bench.session.press('1234#');
    await bench.pass(200);
    await bench.source.answer(true);
    await bench.pass(2000, SILENCE);
    const keys = new SessionBench();
    await keys.live();
    keys.session.press('1234#');
    await keys.pass(2000, SILENCE);
    expect(bench.heard().subarray(-keys.heard().length).equals(keys.heard())).toBe(true);
  });
});

describe('an attempt to have an assistant that was given up', () => {
  it('takes nothing from its successor when it fails late', async () => {
    const bench = new SessionBench();
    bench.source.mode = 'wait';
    void bench.session.openAssistant(bench.source);
    bench.attach();
    const asked = bench.session.transfer(target);
    await bench.pass(500);
    bench.carrier.report({ kind: 'ended', reason: undefined });
    bench.carrier.lose(1000);
    await asked;
    bench.session.transferAnswered();
    await bench.pass(3000);
    expect(bench.session.transferOver('failed')).toBe(true);
    const back = new FakeCarrier();
    back.listener = bench.session.attachCarrier(back);
    await settle();
    expect(bench.source.attempts).toHaveLength(2);
    await bench.source.answer(false);
    expect(bench.session.view().state).toBe('live');
    await bench.source.answer(true);
    expect(bench.session.view()).toMatchObject({ state: 'live', assistantCallId: 'v-2' });
    bench.source.attempts[0]?.created('late');
    expect(bench.session.view().assistantCallId).toBe('v-2');
    bench.session.end('stopped-by-api');
    await settle();
  });
});

describe('what the caller says while last words are played', () => {
  it('is heard by those who listen in, and counted', async () => {
    const bench = await new SessionBench().live();
    let heard = 0;
    bench.session.addTap({
      caller: (audio) => void (heard += audio.length),
      assistant: () => undefined,
      cleared: () => undefined,
      ended: () => undefined,
    });
    bench.assistant.say(audioOf(160 * 200, 1));
    bench.assistant.report(ENDED);
    await bench.pass(3000);
    expect(heard).toBe(160 * 150);
    expect(bench.session.view().counters).toMatchObject({ callerBytes: 160 * 150 });
    bench.session.end('stopped-by-api');
    await settle();
  });
});
