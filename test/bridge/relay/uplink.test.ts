import { Uplink, type UplinkTarget } from '../../../bridge/src/relay/uplink';
import { audioOf, pieces } from '../support/audio';

/** A socket whose writes stay in it until they are let go. */
class Target implements UplinkTarget {
  readonly taken: Buffer[] = [];
  #pending: { bytes: number; written: () => void }[] = [];

  get backlogBytes(): number {
    return this.#pending.reduce((sum, write) => sum + write.bytes, 0);
  }

  constructor(private readonly blocked = true) {}

  sendAudio(audio: Buffer, written: () => void): void {
    this.taken.push(audio);
    if (this.blocked) this.#pending.push({ bytes: audio.length, written });
    else written();
  }

  /** Lets the oldest `count` writes go. */
  release(count = 1): void {
    for (const write of this.#pending.splice(0, count)) write.written();
  }

  get bytes(): Buffer {
    return Buffer.concat(this.taken);
  }
}

describe('Uplink', () => {
  let now = 0;
  const uplink = () => new Uplink(() => now);
  beforeEach(() => (now = 0));

  it('forwards at once, chunk by chunk', () => {
    const subject = uplink();
    const target = new Target(false);
    subject.open(target);
    const chunks = [audioOf(160, 1), audioOf(1, 2), audioOf(4000, 3)];
    for (const chunk of chunks) subject.push(chunk);
    expect(target.taken).toEqual(chunks);
    expect(subject.heldBytes).toBe(0);
  });

  it('keeps what comes before there is a target, and sends it first', () => {
    const subject = uplink();
    const audio = audioOf(160 * 100, 4);
    for (const frame of pieces(audio, 160)) subject.push(frame);
    const target = new Target(false);
    subject.open(target);
    const late = audioOf(160, 5);
    subject.push(late);
    expect(target.bytes.equals(Buffer.concat([audio, late]))).toBe(true);
    expect(subject.droppedBytes).toBe(0);
  });

  it('keeps 2 s at most before there is a target, the newest, and counts the rest', () => {
    const subject = uplink();
    const audio = audioOf(160 * 150, 6);
    for (const frame of pieces(audio, 160)) subject.push(frame);
    expect(subject.heldBytes).toBe(16_000);
    expect(subject.droppedBytes).toBe(8_000);
    const target = new Target(false);
    subject.open(target);
    expect(target.bytes.equals(audio.subarray(8_000))).toBe(true);
  });

  it('lets a burst pass whole when the socket takes it a moment later', () => {
    const subject = uplink();
    const target = new Target();
    subject.open(target);
    const audio = audioOf(160 * 200, 7);
    for (const frame of pieces(audio, 160)) subject.push(frame);
    expect(target.backlogBytes).toBeLessThanOrEqual(960);
    now = 5;
    while (target.bytes.length < audio.length) target.release();
    expect(target.bytes.equals(audio)).toBe(true);
    expect(subject.droppedBytes).toBe(0);
  });

  it('drops the oldest audio of a reader that stays behind, so that 200 ms are held', () => {
    const subject = uplink();
    const target = new Target();
    subject.open(target);
    const audio = audioOf(160 * 100, 8);
    for (const frame of pieces(audio, 160)) {
      subject.push(frame);
      now += 20;
    }
    expect(target.backlogBytes + subject.heldBytes).toBeLessThanOrEqual(1600);
    expect(subject.droppedBytes).toBe(audio.length - target.backlogBytes - subject.heldBytes);
    const stuck = target.bytes.length;
    target.release(100);
    // What comes through then is the newest audio.
    expect(
      target.bytes.subarray(stuck).equals(audio.subarray(audio.length - (target.bytes.length - stuck))),
    ).toBe(true);
    while (subject.heldBytes > 0) target.release();
    expect(target.bytes.length + subject.droppedBytes).toBe(audio.length);
  });

  it('holds a chunk that is larger than the limit rather than nothing', () => {
    const subject = uplink();
    const target = new Target();
    subject.open(target);
    subject.push(audioOf(8000, 9));
    subject.push(audioOf(160, 10));
    now = 1000;
    const large = audioOf(8000, 11);
    subject.push(large);
    expect(subject.heldBytes).toBe(8000);
    expect(subject.droppedBytes).toBe(160);
  });

  it('forgets everything on close', () => {
    const subject = uplink();
    subject.push(audioOf(160, 12));
    subject.close();
    const target = new Target(false);
    subject.open(target);
    expect(target.taken).toHaveLength(0);
  });
});
