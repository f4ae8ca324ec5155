import { audioOf, isSilence } from '../support/audio';
import { FakeCarrier, settle } from '../support/fakePeers';
import { SessionBench } from '../support/sessionBench';
import { VirtualClock } from '../support/virtualClock';

describe('Session', () => {
  let bench: SessionBench;
  beforeEach(() => (bench = new SessionBench()));

  const expectDone = async (subject = bench): Promise<void> => {
    await settle();
    expect(subject.done).toBe(true);
    expect(subject.clock.pending).toBe(0);
  };

  it('ends once, whatever happens afterwards', async () => {
    await bench.live();
    bench.clock.advance(300);
    bench.carrier.report({ kind: 'ended', reason: undefined });
    bench.carrier.lose(1006);
    bench.session.end('stopped-by-api');
    bench.assistant.lose(1006);
    await expectDone();
    expect(bench.assistant.did.slice(-2)).toEqual(['end', 'close']);
    expect(bench.carrier.did).toEqual(['close']);
    expect(bench.meter.noted.filter((what) => what.startsWith('ended'))).toEqual([
      'ended caller-hung-up 300',
    ]);
  });

  it('does not wait for the end of a play-out when the caller leaves meanwhile', async () => {
    await bench.live();
    bench.assistant.say(audioOf(160 * 500, 1));
    bench.assistant.report({ kind: 'ended', reason: undefined });
    await settle();
    expect(bench.done).toBe(false);
    bench.carrier.lose(1006);
    await expectDone();
    expect(bench.carrier.did).not.toContain('hang up');
  });

  it('waits for the mark no longer than the audio lasts and 2 s', async () => {
    await bench.live();
    const { carrier, clock } = bench;
    bench.assistant.say(audioOf(160 * 100, 2));
    bench.assistant.report({ kind: 'ended', reason: undefined });
    clock.advance(2000);
    expect(carrier.did.filter((what) => what === 'audio')).toHaveLength(100);
    expect(carrier.did.at(-1)).toBe('mark g0-end-1');
    carrier.report({ kind: 'played', mark: 'g0-end-7' });
    await settle();
    expect(carrier.did).not.toContain('hang up');
    clock.advance(2000);
    await settle();
    expect(carrier.did).toContain('hang up');
    clock.advance(1000);
    await expectDone();
    expect(carrier.did.at(-1)).toBe('close');
  });

  it('hangs up as soon as the mark was echoed', async () => {
    await bench.live();
    bench.assistant.say(audioOf(160, 1));
    bench.assistant.report({ kind: 'ended', reason: undefined });
    bench.clock.advance(220);
    expect(bench.carrier.did).toEqual(['audio', 'mark g0-end-1']);
    bench.carrier.report({ kind: 'played', mark: 'g0-end-1' });
    await settle();
    expect(bench.carrier.did).toEqual(['audio', 'mark g0-end-1', 'hang up']);
    bench.carrier.lose(1000);
    await expectDone();
  });

  it('ignores the echo of a mark from before an interruption', async () => {
    await bench.live();
    bench.assistant.say(audioOf(160, 1));
    bench.assistant.report({ kind: 'ended', reason: undefined });
    bench.clock.advance(220);
    bench.assistant.report({ kind: 'interrupted' });
    bench.carrier.report({ kind: 'played', mark: 'g0-end-1' });
    bench.clock.advance(20);
    bench.carrier.report({ kind: 'played', mark: 'g0-end-1' });
    await settle();
    expect(bench.carrier.did).toEqual(['audio', 'mark g0-end-1', 'clear', 'mark g1-end-2']);
    bench.carrier.report({ kind: 'played', mark: 'g1-end-2' });
    await settle();
    expect(bench.carrier.did.at(-1)).toBe('hang up');
    bench.carrier.lose(1000);
    await expectDone();
  });

  it('plays also what comes just after the end was announced', async () => {
    await bench.live();
    bench.assistant.say(audioOf(160, 2));
    bench.assistant.report({ kind: 'ended', reason: undefined });
    bench.clock.advance(100);
    bench.assistant.say(audioOf(160, 3));
    bench.clock.advance(120);
    expect(bench.carrier.did).toEqual(['audio', 'audio', 'mark g0-end-1']);
    bench.carrier.lose(1000);
    await expectDone();
  });

  it.each([
    ['tells', () => bench.assistant.report({ kind: 'ended', reason: 'silence-timed-out' })],
    ['closes', () => bench.assistant.lose(1000)],
  ])(
    'diverts a caller who has heard nothing but silence when the assistant %s the end',
    async (_how, end) => {
      await bench.live();
      await bench.pass(1000, Buffer.alloc(160, 0xff));
      end();
      await settle();
      expect(bench.did()).toEqual(['audio', 'say sorry, hang up']);
      bench.carrier.lose(1000);
      await expectDone();
      expect(bench.meter.noted.at(-1)).toMatch(/^ended assistant-dropped /);
    },
  );

  it('diverts a caller who has heard nothing because the carrier took nothing', async () => {
    await bench.live();
    bench.carrier.backlogBytes = 1024 * 1024;
    bench.assistant.say(audioOf(160 * 50, 1));
    bench.assistant.report({ kind: 'interrupted' });
    bench.assistant.lose(1000);
    await settle();
    expect(bench.carrier.did).toEqual(['clear', 'say sorry, hang up']);
    bench.carrier.lose(1000);
    await expectDone();
  });

  it('diverts a caller whose only words were interrupted while they were to be played out', async () => {
    await bench.live();
    bench.carrier.backlogBytes = 1024 * 1024;
    bench.assistant.say(audioOf(160 * 50, 1));
    bench.assistant.report({ kind: 'ended', reason: undefined });
    bench.assistant.report({ kind: 'interrupted' });
    bench.carrier.backlogBytes = 0;
    bench.clock.advance(220);
    bench.carrier.report({ kind: 'played', mark: 'g1-end-1' });
    await settle();
    expect(bench.carrier.did).toEqual(['clear', 'mark g1-end-1', 'say sorry, hang up']);
    bench.carrier.lose(1000);
    await expectDone();
  });

  it('plays what was said before the carrier came, though the assistant has ended since', async () => {
    await bench.session.openAssistant(bench.source);
    const words = audioOf(160 * 20, 1);
    bench.assistant.say(words);
    bench.assistant.lose(1000);
    bench.attach();
    bench.clock.advance(1000);
    expect(bench.heard().equals(words)).toBe(true);
    bench.carrier.report({ kind: 'played', mark: 'g0-end-1' });
    await settle();
    expect(bench.carrier.did.at(-1)).toBe('hang up');
    bench.carrier.lose(1000);
    await expectDone();
  });

  it('tells the caller when the bridge closes, and waits 3 s for the carrier to take it', async () => {
    bench.carrier.rest = () => new Promise(() => undefined);
    await bench.live();
    bench.session.end('bridge-closed');
    await settle();
    expect(bench.carrier.did).toEqual(['say sorry, hang up']);
    bench.clock.advance(2980);
    await settle();
    expect(bench.carrier.did).not.toContain('close');
    bench.clock.advance(20);
    await settle();
    bench.clock.advance(1000);
    await expectDone();
    expect(bench.carrier.did.at(-1)).toBe('close');
  });

  it('cuts a play-out short when the bridge closes, but not when the time to drain is over', async () => {
    await bench.live();
    bench.assistant.say(audioOf(160 * 500, 1));
    bench.assistant.report({ kind: 'ended', reason: undefined });
    bench.session.end('drain-over');
    bench.clock.advance(1000);
    await settle();
    expect(bench.did()).toEqual(['audio']);
    bench.session.end('bridge-closed');
    await settle();
    expect(bench.did()).toEqual(['audio', 'say sorry, hang up']);
    bench.clock.advance(1000);
    await expectDone();
    expect(bench.did()).toEqual(['audio', 'say sorry, hang up', 'close']);
    expect(bench.meter.noted.at(-1)).toMatch(/^ended assistant-ended /);
  });

  it('hangs up a caller who has heard it all when the bridge closes', async () => {
    await bench.live();
    bench.assistant.say(audioOf(160, 1));
    bench.assistant.report({ kind: 'ended', reason: undefined });
    bench.clock.advance(300);
    bench.session.end('bridge-closed');
    await settle();
    expect(bench.carrier.did).toEqual(['audio', 'mark g0-end-1', 'hang up']);
    bench.carrier.lose(1000);
    await expectDone();
  });

  it('tells the caller as soon as there is one, when the assistant failed before', async () => {
    bench.source.mode = 'fail';
    await bench.session.openAssistant(bench.source);
    expect(bench.session.view().state).toBe('waiting');
    bench.attach();
    await settle();
    expect(bench.carrier.did).toEqual(['say sorry, hang up']);
    bench.clock.advance(1000);
    await expectDone();
    expect(bench.meter.noted).toEqual([
      'started',
      'failed INTERNAL_ERROR',
      'closed carrier 1000',
      'ended assistant-unreachable 1000',
    ]);
  });

  it('has the caller connected to the fallback number, if there is one', async () => {
    bench = new SessionBench({ fallbackNumber: '+4930123456' });
    await bench.live();
    bench.assistant.lose(1006);
    await settle();
    expect(bench.carrier.did).toEqual(['say sorry, dial +4930123456']);
    bench.carrier.lose(1000);
    await expectDone();
    expect(bench.log).not.toMatch(/30123456|sorry/);
  });

  it('closes the carrier at once when it does not take the farewell', async () => {
    bench.carrier.rest = () => Promise.reject(new Error('no'));
    await bench.live();
    bench.assistant.lose(1006);
    await expectDone();
    expect(bench.carrier.did).toEqual(['say sorry, hang up', 'close']);
  });

  it('closes the carrier when it neither takes nor refuses the farewell', async () => {
    bench.carrier.rest = () => new Promise(() => undefined);
    await bench.live();
    bench.session.end('drain-over');
    await settle();
    bench.clock.advance(15_000);
    await settle();
    bench.clock.advance(1000);
    await expectDone();
    expect(bench.did()).toEqual(['say sorry, hang up', 'audio', 'close']);
  });

  it('ends also when neither side ever reports that it is closed', async () => {
    await bench.live();
    bench.carrier.reportsClosed = false;
    bench.assistant.reportsClosed = false;
    bench.session.end('stopped-by-api');
    for (let second = 0; second < 11; second += 1) {
      await settle();
      bench.clock.advance(1000);
    }
    await expectDone();
  });

  it('ends the assistant when no carrier comes', async () => {
    await bench.session.openAssistant(bench.source);
    bench.session.end('stream-never-came');
    await expectDone();
    expect(bench.assistant.did).toEqual(['end', 'close']);
    expect(bench.session.attachCarrier(bench.carrier)).toBeUndefined();
  });

  it('ends an assistant that is there only when the session has ended', async () => {
    bench.source.mode = 'wait';
    void bench.session.openAssistant(bench.source);
    expect(bench.source.attempts[0]?.wanted()).toBe(true);
    bench.session.end('caller-hung-up');
    expect(bench.source.attempts[0]?.wanted()).toBe(false);
    await settle();
    expect(bench.done).toBe(false);
    await bench.source.answer(true);
    await expectDone();
    expect(bench.assistant.did).toEqual(['end', 'close']);
  });

  it('does not wait for ever for an assistant that is being opened', async () => {
    bench.source.mode = 'wait';
    void bench.session.openAssistant(bench.source);
    bench.session.end('caller-hung-up');
    await settle();
    bench.clock.advance(15_000);
    await expectDone();
    await bench.source.answer(true);
    expect(bench.assistant.did).toEqual(['end', 'close']);
  });

  it('takes one carrier only', async () => {
    await bench.live();
    expect(bench.session.attachCarrier(new FakeCarrier())).toBeUndefined();
    bench.session.end('caller-hung-up');
    await expectDone();
  });

  it('sends silence until the caller is heard, and then what is heard', async () => {
    await bench.live();
    bench.clock.advance(100);
    expect(bench.assistant.did).toEqual(Array.from({ length: 5 }, () => 'audio 160'));
    bench.carrier.say(audioOf(80, 4));
    expect(bench.assistant.did.at(-1)).toBe('audio 80');
    bench.session.end('caller-hung-up');
    await expectDone();
  });

  it.each([
    ['first', 0],
    ['second', 1],
  ])(
    'puts no silence into what the caller says when the %s assistant opens meanwhile',
    async (_which, lost) => {
      bench = new SessionBench({ reconnect: true });
      bench.source.mode = 'wait';
      void bench.session.openAssistant(bench.source);
      bench.attach();
      const speak = (frames: number): void => {
        for (let frame = 0; frame < frames; frame += 1) {
          bench.carrier.say(audioOf(160, frame));
          bench.clock.advance(20);
        }
      };
      speak(5);
      await bench.source.answer(true);
      speak(5);
      for (let time = 0; time < lost; time += 1) {
        bench.assistant.lose(1006);
        speak(5);
        await bench.source.answer(true);
        speak(5);
      }
      expect(bench.assistant.audio.length).toBeGreaterThan(5);
      expect(bench.assistant.audio.filter(isSilence)).toEqual([]);
      bench.session.end('caller-hung-up');
      await expectDone();
    },
  );

  it('sends silence at once to an assistant that opens when the caller is not heard any more', async () => {
    bench.source.mode = 'wait';
    void bench.session.openAssistant(bench.source);
    bench.attach();
    bench.carrier.say(audioOf(160, 1));
    bench.clock.advance(200);
    await bench.source.answer(true);
    bench.clock.advance(20);
    expect(bench.assistant.audio.map(isSilence)).toEqual([false, true]);
    bench.session.end('caller-hung-up');
    await expectDone();
  });

  it('drops on a barge-in what waits', async () => {
    await bench.live();
    bench.assistant.say(audioOf(160 * 100, 5));
    bench.assistant.report({ kind: 'interrupted' });
    expect(bench.carrier.did).toEqual([...Array.from({ length: 8 }, () => 'audio'), 'clear']);
    bench.clock.advance(1000);
    expect(bench.carrier.did.at(-1)).toBe('clear');
    expect(bench.meter.noted).toContain('interrupted');
    bench.session.end('caller-hung-up');
    await expectDone();
  });

  it('ends when more waits than may', async () => {
    await bench.live();
    bench.carrier.backlogBytes = 1024 * 1024;
    for (let second = 0; second <= 120; second += 1) bench.assistant.say(audioOf(8000, second));
    await settle();
    expect(bench.carrier.did).toEqual(['hang up']);
    expect(bench.meter.framesDropped.to_caller).toBe(50);
    bench.clock.advance(1000);
    await expectDone();
    expect(bench.meter.noted.at(-1)).toMatch(/^ended audio-overflow/);
  });

  it('ends when the carrier, whose socket is alive, is not heard for 60 s', async () => {
    bench = new SessionBench({ waitingTone: false, assistantSilentMs: 0 });
    await bench.live();
    bench.clock.advance(9000);
    bench.carrier.say(Buffer.alloc(160, 0xff));
    bench.clock.advance(59_960);
    expect(bench.session.view().state).toBe('live');
    bench.clock.advance(40);
    expect(bench.session.view().state).toBe('ending');
    await expectDone();
    expect(bench.carrier.did).toEqual(['close']);
    expect(bench.assistant.did.slice(-2)).toEqual(['end', 'close']);
  });

  it('does not take a pause of the process for a carrier or an assistant that is gone', async () => {
    let blocked = 0;
    const clock = new VirtualClock(1000, (order) => (order === 30 ? (blocked = 30_000) : 0));
    bench = new SessionBench({}, clock);
    await bench.live();
    clock.advance(31_000);
    expect(blocked).toBe(30_000);
    expect(bench.session.view().state).toBe('live');
    expect(bench.carrier.did).toEqual([]);
    bench.session.end('caller-hung-up');
    await expectDone();
  });

  it('waits for a stream until it comes or the session ends', async () => {
    expect(bench.session.waiting).toBe(true);
    await bench.live();
    expect(bench.session.waiting).toBe(false);
    bench.session.end('caller-hung-up');
    expect(bench.session.waiting).toBe(false);
    await expectDone();
  });

  it.each([
    ['stays', false],
    ['leaves', true],
  ])('warns with a hint only when the carrier %s after the farewell', async (_what, leaves) => {
    await bench.live();
    bench.session.end('stopped-by-api');
    await settle();
    bench.clock.advance(500);
    if (leaves) bench.carrier.report({ kind: 'ended', reason: undefined });
    bench.clock.advance(500);
    await expectDone();
    expect(bench.carrier.did).toEqual(['hang up', 'close']);
    const warned = bench.log.includes('"level":40');
    expect(warned).toBe(!leaves);
    if (!leaves) expect(bench.log).toMatch(/"code":"CARRIER_STAYED","hint":"[^"]*REST API/);
  });

  it("keeps the assistant's call id out of the log until the end", async () => {
    await bench.live();
    expect(bench.log).toContain('assistant call created');
    expect(bench.log).not.toContain('v-1');
    bench.session.end('caller-hung-up');
    await expectDone();
    expect(bench.log.split('\n').filter((line) => line.includes('v-1'))).toEqual([
      expect.stringContaining('"msg":"session ended"'),
    ]);
  });

  it('counts keys and what makes no sense, and logs no key', async () => {
    bench = new SessionBench({ dtmf: 'message' });
    await bench.live();
    bench.carrier.report({ kind: 'dtmf', digit: '7' });
    bench.carrier.report({ kind: 'malformed', problem: 'not-json' });
    bench.assistant.report({ kind: 'malformed', problem: 'not-json' });
    expect(bench.assistant.did.at(-1)).toMatch(/^tell The caller pressed the key 7 /);
    expect(bench.session.view().counters).toMatchObject({ dtmf: 1, malformed: 2 });
    expect(bench.meter.noted.slice(2)).toEqual(['dtmf', 'malformed carrier', 'malformed assistant']);
    expect(bench.log).not.toContain('keypad');
    bench.session.end('caller-hung-up');
    bench.carrier.report({ kind: 'dtmf', digit: '8' });
    await expectDone();
    expect(bench.assistant.did.filter((what) => what.startsWith('tell'))).toHaveLength(1);
  });

  it('tells the assistant, once it is there, of keys that were pressed before', async () => {
    bench = new SessionBench({ dtmf: 'message' });
    bench.source.mode = 'wait';
    void bench.session.openAssistant(bench.source);
    bench.attach();
    bench.carrier.report({ kind: 'dtmf', digit: '7' });
    await bench.source.answer(true);
    expect(bench.assistant.did).toEqual([expect.stringMatching(/^tell The caller pressed the key 7 /)]);
    bench.assistant.backlogBytes = 4096;
    bench.carrier.report({ kind: 'dtmf', digit: '8' });
    expect(bench.assistant.did).toHaveLength(1);
    bench.assistant.backlogBytes = 0;
    bench.assistant.report({ kind: 'drained' });
    expect(bench.assistant.did.at(-1)).toMatch(/^tell The caller pressed the key 8 /);
    bench.session.end('caller-hung-up');
    await expectDone();
  });

  it('counts how long set-up and first audio took', async () => {
    bench.source.mode = 'wait';
    void bench.session.openAssistant(bench.source);
    bench.clock.advance(300);
    bench.attach();
    bench.clock.advance(400);
    await bench.source.answer(true);
    bench.clock.advance(100);
    bench.assistant.say(audioOf(160, 1));
    expect(bench.meter.noted).toEqual(['started', 'connected 700', 'first audio 500']);
    expect(bench.carrier.audio.filter((frame) => !isSilence(frame))).toHaveLength(1);
    bench.session.end('caller-hung-up');
    await expectDone();
  });
});
