import { Session } from '../../../bridge/src/relay/session';
import type { AssistantAttempt } from '../../../bridge/src/relay/peer';
import { createLogger } from '../../../bridge/src/log';
import { audioOf } from '../support/audio';
import { FakeAssistant, FakeCarrier, settle } from '../support/fakePeers';
import { VirtualClock } from '../support/virtualClock';

describe('Session', () => {
  let clock: VirtualClock;
  let session: Session;
  let carrier: FakeCarrier;
  let assistant: FakeAssistant;
  let done: boolean;
  let log: string;

  const makeSession = (): Session =>
    new Session({
      carrier: 'test',
      carrierCallId: 'CA1',
      fallbackMessage: 'sorry',
      pacingLeadMs: 160,
      clock,
      log: createLogger('info', { write: (line) => void (log += line) }),
    });

  beforeEach(() => {
    clock = new VirtualClock();
    log = '';
    session = makeSession();
    carrier = new FakeCarrier();
    assistant = new FakeAssistant();
    done = false;
    void session.done.then(() => (done = true));
  });

  const open = (attempt: AssistantAttempt): Promise<void> => {
    attempt.created('v-1');
    assistant.listener = attempt.opened(assistant);
    return Promise.resolve();
  };
  const attach = (): void => {
    carrier.listener = session.attachCarrier(carrier);
  };
  const live = async (): Promise<void> => {
    await session.openAssistant({ open });
    attach();
  };
  const expectDone = async (): Promise<void> => {
    await settle();
    expect(done).toBe(true);
    expect(clock.pending).toBe(0);
  };

  it('ends once, whatever happens afterwards', async () => {
    await live();
    carrier.listener?.({ kind: 'ended', reason: undefined });
    carrier.listener?.({ kind: 'closed', code: 1006 });
    session.end('stopped-by-api');
    assistant.listener?.({ kind: 'closed', code: 1006 });
    await expectDone();
    expect(assistant.did).toEqual(['end', 'close']);
    expect(carrier.did).toEqual(['close']);
  });

  it('does not wait for the end of a play-out when the caller leaves meanwhile', async () => {
    await live();
    assistant.listener?.({ kind: 'audio', audio: audioOf(160 * 500, 1) });
    assistant.listener?.({ kind: 'ended', reason: undefined });
    await settle();
    expect(done).toBe(false);
    carrier.listener?.({ kind: 'closed', code: 1006 });
    await expectDone();
    expect(carrier.did).not.toContain('hang up');
  });

  it('waits for the mark no longer than the audio lasts and 2 s', async () => {
    await live();
    assistant.listener?.({ kind: 'audio', audio: audioOf(160 * 100, 2) });
    assistant.listener?.({ kind: 'ended', reason: undefined });
    clock.advance(2000);
    expect(carrier.did.filter((what) => what === 'audio')).toHaveLength(100);
    expect(carrier.did.at(-1)).toBe('mark end-1');
    carrier.listener?.({ kind: 'played', mark: 'end-7' });
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
    await live();
    assistant.listener?.({ kind: 'ended', reason: undefined });
    clock.advance(220);
    expect(carrier.did).toEqual(['mark end-1']);
    carrier.listener?.({ kind: 'played', mark: 'end-1' });
    await settle();
    expect(carrier.did).toEqual(['mark end-1', 'hang up']);
    carrier.listener?.({ kind: 'closed', code: 1000 });
    await expectDone();
  });

  it('plays also what comes just after the end was announced', async () => {
    await live();
    assistant.listener?.({ kind: 'ended', reason: undefined });
    clock.advance(100);
    assistant.listener?.({ kind: 'audio', audio: audioOf(160, 3) });
    clock.advance(120);
    expect(carrier.did).toEqual(['audio', 'mark end-1']);
    carrier.listener?.({ kind: 'closed', code: 1000 });
    await expectDone();
  });

  it('tells the caller as soon as there is one, when the assistant failed before', async () => {
    await session.openAssistant({ open: () => Promise.reject(new Error('no')) });
    expect(session.view().state).toBe('waiting');
    attach();
    await settle();
    expect(carrier.did).toEqual(['speak sorry']);
    clock.advance(1000);
    await expectDone();
  });

  it('closes the carrier at once when it does not take the farewell', async () => {
    carrier.rest = () => Promise.reject(new Error('no'));
    await live();
    assistant.listener?.({ kind: 'closed', code: 1006 });
    await expectDone();
    expect(carrier.did).toEqual(['speak sorry', 'close']);
  });

  it('ends the assistant when no carrier comes', async () => {
    await session.openAssistant({ open });
    session.end('stream-never-came');
    await expectDone();
    expect(assistant.did).toEqual(['end', 'close']);
    expect(session.attachCarrier(carrier)).toBeUndefined();
  });

  it('takes one carrier only', async () => {
    await live();
    expect(session.attachCarrier(new FakeCarrier())).toBeUndefined();
    session.end('caller-hung-up');
    await expectDone();
  });

  it('sends silence until the caller is heard, and then what is heard', async () => {
    await live();
    clock.advance(100);
    expect(assistant.did).toEqual(Array.from({ length: 5 }, () => 'audio 160'));
    carrier.listener?.({ kind: 'audio', audio: audioOf(80, 4) });
    expect(assistant.did.at(-1)).toBe('audio 80');
    session.end('caller-hung-up');
    await expectDone();
  });

  it('drops on a barge-in what waits', async () => {
    await live();
    assistant.listener?.({ kind: 'audio', audio: audioOf(160 * 100, 5) });
    assistant.listener?.({ kind: 'interrupted' });
    expect(carrier.did).toEqual([...Array.from({ length: 8 }, () => 'audio'), 'clear']);
    clock.advance(1000);
    expect(carrier.did.at(-1)).toBe('clear');
    session.end('caller-hung-up');
    await expectDone();
  });

  it('ends when more waits than may', async () => {
    await live();
    carrier.backlogBytes = 1024 * 1024;
    for (let second = 0; second <= 120; second += 1) {
      assistant.listener?.({ kind: 'audio', audio: audioOf(8000, second) });
    }
    await settle();
    expect(carrier.did).toEqual(['hang up']);
    clock.advance(1000);
    await expectDone();
  });

  it('ends when the carrier is not heard for 10 s', async () => {
    await live();
    clock.advance(9000);
    carrier.listener?.({ kind: 'audio', audio: Buffer.alloc(160, 0xff) });
    clock.advance(9960);
    expect(session.view().state).toBe('live');
    clock.advance(40);
    expect(session.view().state).toBe('ending');
    await expectDone();
    expect(carrier.did).toEqual(['close']);
    expect(assistant.did.slice(-2)).toEqual(['end', 'close']);
  });

  it('does not take a pause of the process for a carrier that is gone', async () => {
    let blocked = 0;
    clock = new VirtualClock(1000, (order) => (order === 3 ? (blocked = 30_000) : 0));
    session = makeSession();
    void session.done.then(() => (done = true));
    await live();
    clock.advance(31_000);
    expect(blocked).toBe(30_000);
    expect(session.view().state).toBe('live');
    session.end('caller-hung-up');
    await expectDone();
  });

  it('waits for a stream until it comes or the session ends', async () => {
    expect(session.waiting).toBe(true);
    await live();
    expect(session.waiting).toBe(false);
    session.end('caller-hung-up');
    expect(session.waiting).toBe(false);
    await expectDone();
  });

  it.each([
    ['stays', false],
    ['leaves', true],
  ])('warns with a hint only when the carrier %s after the farewell', async (_what, leaves) => {
    await live();
    session.end('stopped-by-api');
    await settle();
    clock.advance(500);
    if (leaves) carrier.listener?.({ kind: 'ended', reason: undefined });
    clock.advance(500);
    await expectDone();
    expect(carrier.did).toEqual(['hang up', 'close']);
    const warned = log.includes('"level":40');
    expect(warned).toBe(!leaves);
    if (!leaves) expect(log).toMatch(/"code":"CARRIER_STAYED","hint":"[^"]*TWILIO_API_BASE_URL/);
  });

  it("keeps the assistant's call id out of the log until the end", async () => {
    await live();
    expect(log).toContain('assistant call created');
    expect(log).not.toContain('v-1');
    session.end('caller-hung-up');
    await expectDone();
    expect(log.split('\n').filter((line) => line.includes('v-1'))).toEqual([
      expect.stringContaining('"msg":"session ended"'),
    ]);
  });
});
