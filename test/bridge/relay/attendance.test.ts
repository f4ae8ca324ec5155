import { Attendance } from '../../../bridge/src/relay/attendance';
import { audioOf } from '../support/audio';
import { callSettings } from '../support/callSettings';

const WORDS = audioOf(160, 1);
const SILENCE = Buffer.alloc(160, 0xff);

/** An attendance and the clock of 20 ms; the caller hears what the assistant sends, and nothing waits. */
class Subject {
  readonly attendance: Attendance;
  silentMs = 0;
  isAnnounced = false;

  constructor(settings: Parameters<typeof callSettings>[0] = {}) {
    this.attendance = new Attendance(callSettings(settings));
  }

  /** Lets time pass while the assistant sends nothing, speech or silence. */
  pass(ms: number, sends?: 'speech' | 'silence', isPlaying = sends !== undefined): this {
    for (let left = ms; left > 0; left -= 20) {
      if (sends !== undefined) {
        this.attendance.audio(sends === 'speech' ? WORDS : SILENCE);
        this.silentMs = sends === 'silence' ? this.silentMs + 20 : 0;
      }
      this.attendance.frame(isPlaying, this.silentMs, this.isAnnounced);
    }
    return this;
  }

  get state(): [ringing: boolean, isLost: boolean] {
    return [this.attendance.ringing, this.attendance.isLost];
  }
}

const FINE = [false, false];
const RINGING = [true, false];
const LOST = [true, true];

describe('Attendance', () => {
  it('rings after a second without an assistant, until its first audio', () => {
    const subject = new Subject();
    expect(subject.pass(980).state).toEqual(FINE);
    expect(subject.pass(20).state).toEqual(RINGING);
    subject.attendance.opened();
    expect(subject.pass(1000).state).toEqual(RINGING);
    expect(subject.attendance.audio(WORDS)).toBe(true);
    expect(subject.state).toEqual(FINE);
    expect(subject.attendance.audio(WORDS)).toBe(false);
  });

  it('never takes an assistant for lost that is not there yet', () => {
    expect(new Subject().pass(60_000).state).toEqual(RINGING);
  });

  it('rings after two seconds of an assistant that has sent nothing, and takes it for lost after ten', () => {
    const subject = new Subject();
    subject.attendance.opened();
    expect(subject.pass(1980).state).toEqual(FINE);
    expect(subject.pass(20).state).toEqual(RINGING);
    expect(subject.pass(7980).state).toEqual(RINGING);
    expect(subject.pass(20).state).toEqual(LOST);
  });

  it('takes for stalled who has kept time with silence and then sends nothing', () => {
    const subject = new Subject();
    subject.attendance.opened();
    subject.pass(3000, 'speech').pass(1000, 'silence');
    expect(subject.pass(1980).state).toEqual(FINE);
    expect(subject.pass(20).state).toEqual(RINGING);
    expect(subject.pass(7980).state).toEqual(RINGING);
    expect(subject.pass(20).state).toEqual(LOST);
    expect(subject.pass(20, 'silence').state).toEqual(FINE);
  });

  it('knows for the rest of the call who has kept time once: a word that breaks off is no pause', () => {
    const subject = new Subject();
    subject.attendance.opened();
    subject.pass(1000, 'silence').pass(5000, 'speech');
    expect(subject.pass(1980).state).toEqual(FINE);
    expect(subject.pass(20).state).toEqual(RINGING);
    expect(subject.pass(8000).state).toEqual(LOST);
  });

  it('forgets that of an assistant that goes on after more than a second of nothing', () => {
    const subject = new Subject();
    subject.attendance.opened();
    subject.pass(1000, 'silence').pass(1500).pass(1000, 'speech');
    expect(subject.pass(60_000).state).toEqual(FINE);
  });

  it('does not forget it for a pause within what was announced: that was a stall', () => {
    const subject = new Subject();
    subject.attendance.opened();
    subject.pass(1000, 'silence');
    subject.isAnnounced = true;
    expect(subject.pass(1000, 'speech').pass(3500).state).toEqual(RINGING);
    subject.pass(1400, 'speech');
    expect(subject.pass(2000).state).toEqual(RINGING);
  });

  it('does not forget it while the caller hears what came at once', () => {
    const subject = new Subject();
    subject.attendance.opened();
    subject.pass(1000, 'silence').pass(20, 'speech').pass(3000, undefined, true).pass(900, 'silence');
    expect(subject.pass(2000).state).toEqual(RINGING);
  });

  it.each([20, 140, 980])(
    'waits for a word of one that has sent %s ms of silence, and then nothing',
    (ms) => {
      const subject = new Subject();
      subject.attendance.opened();
      subject.pass(ms, 'silence');
      expect(subject.pass(1980).state).toEqual(FINE);
      expect(subject.pass(20).state).toEqual(RINGING);
      expect(subject.pass(8000).state).toEqual(LOST);
    },
  );

  it.each([
    ['ends with speech', 0],
    ['ends with a moment of silence', 980],
  ])('never takes for stalled who only sends while it speaks and %s', (_how, silenceMs) => {
    const subject = new Subject();
    subject.attendance.opened();
    for (let turn = 0; turn < 5; turn += 1) {
      subject.pass(3000, 'speech').pass(silenceMs, 'silence');
      expect(subject.pass(60_000).state).toEqual(FINE);
    }
  });

  it('asks for silence in step with time: a second of it at once is the end of a file', () => {
    const subject = new Subject();
    subject.attendance.opened();
    subject.attendance.audio(WORDS);
    subject.silentMs = 5000;
    subject.pass(5000, undefined, true);
    expect(subject.pass(60_000).state).toEqual(FINE);
  });

  it('asks for silence without a pause', () => {
    const subject = new Subject();
    subject.attendance.opened();
    subject.pass(20, 'speech');
    for (let part = 0; part < 5; part += 1) subject.pass(600, 'silence').pass(300);
    expect(subject.pass(60_000).state).toEqual(FINE);
  });

  it('takes a message for a sign of life, but not for the end of the wait', () => {
    const subject = new Subject();
    subject.attendance.opened();
    subject.pass(20, 'speech').pass(1000, 'silence').pass(1900).attendance.alive();
    expect(subject.pass(1980).state).toEqual(FINE);
    expect(subject.pass(20).state).toEqual(RINGING);
    subject.attendance.alive();
    expect(subject.pass(9980).state).toEqual(RINGING);
    expect(subject.pass(20).state).toEqual(LOST);
  });

  it('does not let messages put off the tone for a caller who has not heard a word', () => {
    const subject = new Subject();
    subject.attendance.opened();
    subject.pass(1900).attendance.alive();
    expect(subject.pass(100).state).toEqual(RINGING);
    expect(subject.pass(9880).state).toEqual(RINGING);
    expect(subject.pass(20).state).toEqual(LOST);
  });

  it('does not take messages for audio that comes in step with time', () => {
    const subject = new Subject();
    subject.attendance.opened();
    subject.pass(100, 'speech');
    // The end of what came at once is a second of silence.
    subject.silentMs = 1000;
    for (let part = 0; part < 50; part += 1) {
      subject.attendance.alive();
      subject.pass(100, undefined, true);
    }
    expect(subject.pass(60_000).state).toEqual(FINE);
  });

  it('waits while there is still something to hear', () => {
    const subject = new Subject();
    subject.attendance.opened();
    subject.pass(2000, 'silence').pass(20_000, undefined, true);
    expect(subject.state).toEqual(FINE);
    expect(subject.pass(2000).state).toEqual(RINGING);
  });

  it('begins anew with another assistant', () => {
    const subject = new Subject();
    subject.attendance.opened();
    subject.pass(2000, 'silence').pass(10_000);
    subject.attendance.gone();
    expect(subject.state).toEqual(RINGING);
    subject.attendance.opened();
    expect(subject.pass(9980).state).toEqual(RINGING);
    expect(subject.pass(20).state).toEqual(LOST);
  });

  it('does neither when switched off', () => {
    const silent = new Subject({ waitingTone: false });
    silent.attendance.opened();
    expect(silent.pass(10_000).state).toEqual([false, true]);
    const patient = new Subject({ assistantSilentMs: 0 });
    patient.attendance.opened();
    expect(patient.pass(600_000).state).toEqual(RINGING);
  });

  it('waits two seconds for a stalled assistant, however short the limit is', () => {
    const subject = new Subject({ assistantSilentMs: 1000 });
    subject.attendance.opened();
    subject.pass(2000, 'silence');
    expect(subject.pass(1980).state).toEqual(FINE);
    expect(subject.pass(20).state).toEqual(LOST);
  });
});
