import { BridgeError } from '../../../bridge/src/errors';
import { returnNotice } from '../../../bridge/src/relay/handOver';
import type { TransferTarget } from '../../../bridge/src/relay/peer';
import { audioOf } from '../support/audio';
import { FakeCarrier, settle } from '../support/fakePeers';
import { SessionBench } from '../support/sessionBench';

const target: TransferTarget = {
  kind: 'number',
  to: '+15550177',
  callerId: undefined,
  message: undefined,
  whisper: undefined,
  timeoutSeconds: 30,
};

describe('a hand-over', () => {
  let bench: SessionBench;
  beforeEach(async () => (bench = await new SessionBench().live()));

  const expectDone = async (): Promise<void> => {
    await settle();
    expect(bench.done).toBe(true);
    expect(bench.clock.pending).toBe(0);
  };
  /** States of the transfer, and the end. */
  const told = (): string[] =>
    bench.events.flatMap((event) => {
      if (event.type === 'transfer') return [event.state];
      return event.type === 'session.ended' ? [event.reason] : [];
    });
  /** The carrier has taken it, and its stream ends. */
  const handOver = async (): Promise<void> => {
    const asked = bench.session.transfer(target);
    await settle();
    bench.carrier.report({ kind: 'ended', reason: undefined });
    bench.carrier.lose(1000);
    await asked;
  };
  const comeBack = (): FakeCarrier => {
    const carrier = new FakeCarrier();
    carrier.listener = bench.session.attachCarrier(carrier);
    return carrier;
  };

  it('keeps the assistant, which hears silence, and whose words are dropped', async () => {
    await handOver();
    expect(bench.session.view().state).toBe('transferring');
    expect(bench.session.waiting).toBe(false);
    expect(bench.carrier.did).toContain('transfer to +15550177');
    bench.assistant.audio.length = 0;
    for (let time = 0; time < 50; time += 1) {
      bench.assistant.say(audioOf(1600, time));
      bench.clock.advance(200);
    }
    // 10 s, in frames of 20 ms.
    const heard = Buffer.concat(bench.assistant.audio);
    expect(heard.length / 160).toBeGreaterThan(490);
    expect(heard.every((byte) => byte === 0xff)).toBe(true);
    expect(bench.heard()).toHaveLength(0);
    expect(bench.session.view()).toMatchObject({ state: 'transferring', queuedMs: 0 });
    expect(told()).toEqual(['started']);
  });

  it('is over with the call when they have talked, and needs no assistant meanwhile', async () => {
    await handOver();
    bench.session.transferAnswered();
    await settle();
    expect(bench.assistant.did.slice(-2)).toEqual(['end', 'close']);
    bench.clock.advance(3_600_000);
    expect(bench.session.view().state).toBe('transferring');
    expect(bench.session.transferOver('completed')).toBe(false);
    // The carrier tells the end of the call as well.
    bench.session.abandon('caller-hung-up');
    await expectDone();
    expect(told()).toEqual(['started', 'answered', 'completed', 'transferred']);
    expect(bench.carrier.did).not.toContain('hang up');
  });

  it('is not over when a call ends that nobody has answered, but when one does that somebody had', async () => {
    await handOver();
    // Such as of the hand-over before.
    bench.session.transferEnded();
    expect(bench.session.view().state).toBe('transferring');
    bench.session.transferAnswered();
    bench.session.transferEnded();
    await expectDone();
    expect(told()).toEqual(['started', 'answered', 'completed', 'transferred']);
  });

  it.each(['no-answer', 'busy', 'failed'] as const)(
    'brings the caller back to the assistant, which learns why: %s',
    async (outcome) => {
      await handOver();
      const { assistant } = bench;
      expect(bench.session.transferOver(outcome)).toBe(true);
      expect(bench.session.view().state).toBe('waiting');
      expect(assistant.did.some((what) => what.startsWith('tell'))).toBe(false);
      const carrier = comeBack();
      expect(bench.session.view().state).toBe('live');
      expect(assistant.did).toContain(`tell ${returnNotice(outcome)} (respond)`);
      assistant.say(audioOf(160, 3));
      expect(carrier.audio).toEqual([audioOf(160, 3)]);
      assistant.audio.length = 0;
      carrier.say(audioOf(160, 4));
      expect(assistant.audio).toEqual([audioOf(160, 4)]);
      // What the old stream still says means nothing.
      bench.carrier.say(audioOf(160, 5));
      bench.carrier.report({ kind: 'dtmf', digit: '1' });
      expect(assistant.audio).toHaveLength(1);
      carrier.report({ kind: 'ended', reason: undefined });
      await settle();
      carrier.lose(1000);
      await expectDone();
      expect(told()).toEqual(['started', outcome, 'caller-hung-up']);
      expect(bench.events.filter(({ type }) => type === 'session.answered')).toHaveLength(1);
    },
  );

  it('takes the outcome also from a carrier whose stream is still there', async () => {
    void bench.session.transfer(target);
    await settle();
    expect(bench.session.transferOver('busy')).toBe(true);
    expect(bench.session.view().state).toBe('waiting');
    expect(bench.carrier.did).toContain('close');
    comeBack();
    expect(bench.session.view().state).toBe('live');
  });

  it('gets another assistant for the caller when the one before has ended meanwhile', async () => {
    await handOver();
    bench.assistant.report({ kind: 'ended', reason: 'silence-timed-out' });
    await settle();
    expect(bench.session.view().state).toBe('transferring');
    const sent = bench.assistant.audio.length;
    bench.clock.advance(1000);
    expect(bench.assistant.audio).toHaveLength(sent);
    expect(bench.source.attempts).toHaveLength(1);
    bench.session.transferOver('no-answer');
    await settle();
    expect(bench.source.attempts).toHaveLength(2);
    const carrier = comeBack();
    expect(bench.assistant.did[0]).toBe(`tell ${returnNotice('no-answer')} (respond)`);
    bench.assistant.say(audioOf(160, 3));
    expect(carrier.audio).toEqual([audioOf(160, 3)]);
  });

  it('tells an assistant that comes later than the caller', async () => {
    await handOver();
    bench.assistant.report({ kind: 'ended', reason: undefined });
    bench.source.mode = 'wait';
    bench.session.transferOver('busy');
    comeBack();
    await bench.source.answer(true);
    expect(bench.assistant.did[0]).toBe(`tell ${returnNotice('busy')} (respond)`);
  });

  it('waits until the assistant has finished its words, but no longer than 8 s', async () => {
    bench.assistant.say(audioOf(8 * 3000, 1));
    void bench.session.transfer(target);
    bench.clock.advance(2980);
    await settle();
    expect(bench.heard()).toHaveLength(8 * 3000);
    expect(bench.carrier.did).not.toContain('transfer to +15550177');
    bench.clock.advance(20);
    await settle();
    expect(bench.carrier.did).toContain('transfer to +15550177');
    bench = await new SessionBench().live();
    bench.assistant.say(audioOf(8 * 20_000, 1));
    void bench.session.transfer(target);
    bench.clock.advance(8000);
    await settle();
    expect(bench.carrier.did).toContain('transfer to +15550177');
  });

  it('asks the carrier for nothing when the session is stopped before those words are over', async () => {
    bench.assistant.say(audioOf(8 * 3000, 1));
    const asked = bench.session.transfer(target);
    bench.session.end('stopped-by-api');
    await expect(asked).rejects.toMatchObject({ code: 'SESSION_ENDED' });
    await expectDone();
    expect(bench.carrier.did).not.toContain('transfer to +15550177');
    expect(bench.carrier.did).toContain('hang up');
  });

  it('leaves nothing behind that the caller would hear afterwards', async () => {
    bench.assistant.say(audioOf(8 * 20_000, 1));
    const asked = bench.session.transfer(target);
    bench.clock.advance(8000);
    await settle();
    bench.carrier.lose(1000);
    await asked;
    bench.session.transferOver('busy');
    const carrier = comeBack();
    bench.clock.advance(200);
    expect(carrier.did).toEqual([]);
  });

  it.each([1000, 1006])(
    'gets another assistant when the carrier refuses and the one before has gone with %i meanwhile',
    async (code) => {
      bench.assistant.say(audioOf(160, 1));
      bench.clock.advance(1000);
      let refuse: (error: Error) => void = () => undefined;
      bench.carrier.rest = () => new Promise((_resolve, reject) => (refuse = reject));
      const asked = bench.session.transfer(target);
      await settle();
      bench.assistant.lose(code);
      await settle();
      expect(bench.source.attempts).toHaveLength(1);
      refuse(new Error('no'));
      await expect(asked).rejects.toThrow('no');
      await settle();
      expect(told()).toEqual(['started', 'failed']);
      expect(bench.session.view()).toMatchObject({ state: 'live', reason: null });
      expect(bench.source.attempts).toHaveLength(2);
      expect(bench.assistant.did[0]).toBe(`tell ${returnNotice('failed')} (respond)`);
      bench.assistant.say(audioOf(160, 3));
      bench.clock.advance(20);
      expect(bench.heard().includes(audioOf(160, 3))).toBe(true);
      expect(bench.carrier.did).not.toContain('hang up');
    },
  );

  it('bids farewell when the carrier refuses and there is no other assistant, either', async () => {
    let refuse: (error: Error) => void = () => undefined;
    bench.carrier.rest = () => new Promise((_resolve, reject) => (refuse = reject));
    const asked = bench.session.transfer(target);
    await settle();
    bench.assistant.lose(1006);
    bench.source.mode = 'fail';
    refuse(new Error('no'));
    await expect(asked).rejects.toThrow('no');
    bench.carrier.rest = () => Promise.resolve();
    await settle();
    expect(bench.carrier.did).toContain('say sorry, hang up');
    expect(bench.session.view()).toMatchObject({ reason: 'assistant-dropped' });
  });

  it('tells nothing of a refusal that comes while the session ends', async () => {
    let refuse: (error: Error) => void = () => undefined;
    bench.carrier.rest = () => new Promise((_resolve, reject) => (refuse = reject));
    const asked = bench.session.transfer(target);
    await settle();
    bench.carrier.rest = () => Promise.resolve();
    bench.session.end('stopped-by-api');
    await expectDone();
    refuse(new Error('late'));
    await expect(asked).rejects.toThrow('late');
    expect(told()).toEqual(['started', 'stopped-by-api']);
    expect(bench.source.attempts).toHaveLength(1);
  });

  it('does nothing that the carrier would refuse anyway', async () => {
    bench.carrier.checkTransfer = () => {
      throw new BridgeError('BODY_INVALID', 'too long');
    };
    await expect(bench.session.transfer(target)).rejects.toMatchObject({ code: 'BODY_INVALID' });
    expect(told()).toEqual([]);
    expect(bench.session.view().state).toBe('live');
    expect(bench.carrier.did).not.toContain('transfer to +15550177');
  });

  describe('that the carrier has not answered to', () => {
    beforeEach(async () => {
      bench.carrier.transferAnswer = 'unanswered';
      await bench.session.transfer(target);
      bench.clock.advance(2000);
    });

    it('goes on, with the caller still here, and is a failure when nothing more is heard of it', async () => {
      expect(bench.session.view().state).toBe('transferring');
      expect(bench.carrier.did).not.toContain('close');
      bench.assistant.say(audioOf(160, 3));
      bench.clock.advance(20);
      expect(bench.heard().includes(audioOf(160, 3))).toBe(true);
      await bench.pass(30_000 + 60_000);
      expect(told()).toEqual(['started', 'failed']);
      expect(bench.session.view().state).toBe('live');
    });

    it('is taken over when the stream ends', async () => {
      bench.carrier.report({ kind: 'ended', reason: undefined });
      bench.carrier.lose(1000);
      expect(bench.session.view().state).toBe('transferring');
      expect(bench.session.transferOver('busy')).toBe(true);
      comeBack();
      expect(told()).toEqual(['started', 'busy']);
    });

    it('is taken over when somebody has answered', async () => {
      bench.session.transferAnswered();
      expect(bench.carrier.did).toContain('close');
      bench.clock.advance(120_000);
      expect(bench.session.view().state).toBe('transferring');
      bench.session.transferOver('completed');
      await expectDone();
      expect(told()).toEqual(['started', 'answered', 'completed', 'transferred']);
    });
  });

  it('leaves the caller with the assistant when the carrier refuses', async () => {
    bench.carrier.rest = () => Promise.reject(new Error('no'));
    await expect(bench.session.transfer(target)).rejects.toThrow('no');
    expect(bench.session.view().state).toBe('live');
    expect(told()).toEqual(['started', 'failed']);
    bench.assistant.say(audioOf(160, 3));
    expect(bench.heard()).toEqual(audioOf(160, 3));
    expect(bench.session.transferOver('completed')).toBe(false);
  });

  it('is the end when the caller has hung up before the carrier could take it', async () => {
    let refuse: (error: Error) => void = () => undefined;
    bench.carrier.rest = () => new Promise((_resolve, reject) => (refuse = reject));
    const asked = bench.session.transfer(target);
    await settle();
    bench.carrier.report({ kind: 'ended', reason: undefined });
    refuse(new Error('404'));
    await expect(asked).rejects.toThrow('404');
    await expectDone();
    expect(told()).toEqual(['started', 'failed', 'caller-hung-up']);
  });

  it('is the end when the caller hangs up while it rings', async () => {
    await handOver();
    bench.session.abandon('stream-never-came');
    expect(bench.session.view().state).toBe('transferring');
    bench.session.abandon('caller-hung-up');
    await expectDone();
    expect(told()).toEqual(['started', 'failed', 'caller-hung-up']);
  });

  it('is no farewell when the assistant ends its call before the carrier has answered', async () => {
    let take: () => void = () => undefined;
    bench.carrier.rest = () => new Promise((resolve) => (take = resolve));
    const asked = bench.session.transfer(target);
    await settle();
    bench.assistant.report({ kind: 'ended', reason: undefined });
    await settle();
    expect(bench.session.view().state).toBe('transferring');
    take();
    await settle();
    bench.carrier.lose(1000);
    await asked;
    expect(bench.carrier.did).not.toContain('hang up');
    bench.session.transferOver('completed');
    await expectDone();
  });

  it('closes a stream that the carrier leaves open', async () => {
    const asked = bench.session.transfer(target);
    await settle();
    expect(bench.carrier.did).not.toContain('close');
    bench.clock.advance(1000);
    await asked;
    expect(bench.carrier.did).toContain('close');
    expect(bench.session.view().state).toBe('transferring');
  });

  it('does not wait for ever for a carrier that tells nothing', async () => {
    await handOver();
    bench.clock.advance(30_000 + 60_000);
    await expectDone();
    expect(told()).toEqual(['started', 'failed', 'carrier-lost']);
  });

  it.each([
    ['stopped-by-api', true],
    ['bridge-closed', false],
  ] as const)('ends with %s; the call itself, too: %s', async (reason, hangsUp) => {
    await handOver();
    bench.session.end(reason);
    await expectDone();
    expect(bench.carrier.did.includes('hang up')).toBe(hangsUp);
    expect(bench.carrier.did.some((what) => what.startsWith('say'))).toBe(false);
  });

  it('is refused where there is nobody to hand over, or nobody who could', async () => {
    const waiting = new SessionBench();
    await expect(waiting.session.transfer(target)).rejects.toMatchObject({ code: 'CARRIER_NOT_READY' });
    bench.carrier.transfer = undefined;
    await expect(bench.session.transfer(target)).rejects.toMatchObject({
      code: 'CARRIER_TRANSFER_UNAVAILABLE',
    });
    const other = await new SessionBench().live();
    void other.session.transfer(target);
    await expect(other.session.transfer(target)).rejects.toMatchObject({ code: 'TRANSFER_RUNNING' });
    other.session.end('stopped-by-api');
    await expect(other.session.transfer(target)).rejects.toMatchObject({ code: 'SESSION_ENDED' });
  });
});
