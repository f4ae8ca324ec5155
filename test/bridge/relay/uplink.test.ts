import fc from 'fast-check';
import { Uplink, type UplinkTarget } from '../../../bridge/src/relay/uplink';
import { audioOf, pieces } from '../support/audio';
import { RecordingMeter } from '../support/recordingMeter';
import { VirtualClock } from '../support/virtualClock';

/** A socket whose writes stay in it until they are let go. */
class Target implements UplinkTarget {
  readonly taken: Buffer[] = [];
  backlogBytes = 0;
  drained: () => void = () => undefined;

  constructor(public blocked = true) {}

  sendAudio(audio: Buffer): void {
    this.taken.push(Buffer.from(audio));
    if (this.blocked) this.backlogBytes += audio.length;
  }

  /** Lets everything go. */
  release(): void {
    this.backlogBytes = 0;
    this.drained();
  }

  get bytes(): Buffer {
    return Buffer.concat(this.taken);
  }
}

describe('Uplink', () => {
  let clock: VirtualClock;
  let meter: RecordingMeter;
  let subject: Uplink;
  beforeEach(() => {
    clock = new VirtualClock(0);
    meter = new RecordingMeter();
    subject = new Uplink(clock, meter);
  });
  const open = (target: Target): Target => {
    target.drained = () => subject.pump();
    subject.open(target);
    return target;
  };
  /** Passes audio on, whose bytes are gone afterwards. */
  const push = (audio: Buffer): void => {
    const bytes = Buffer.from(audio);
    subject.push(bytes);
    bytes.fill(0x55);
  };

  it('forwards at once, chunk by chunk', () => {
    const target = open(new Target(false));
    const chunks = [audioOf(160, 1), audioOf(1, 2), audioOf(4000, 3)];
    for (const chunk of chunks) push(chunk);
    expect(target.taken).toEqual(chunks);
    expect(subject.heldBytes).toBe(0);
    expect(meter.late.to_assistant).toEqual([0, 0, 0]);
  });

  it('counts how long audio waited in the socket, once it has left', () => {
    const target = open(new Target());
    push(audioOf(160, 1));
    clock.advance(5);
    push(audioOf(160, 2));
    expect(meter.late.to_assistant).toEqual([]);
    clock.advance(30);
    target.release();
    // The second is counted with the wait of the first: an upper bound of its own.
    expect(meter.late.to_assistant).toEqual([35, 35]);
    target.release();
    target.blocked = false;
    push(audioOf(160, 3));
    expect(meter.late.to_assistant).toEqual([35, 35, 0]);
  });

  it('counts the wait here and the one in the socket together', () => {
    push(audioOf(160, 1));
    clock.advance(40);
    const target = open(new Target());
    clock.advance(10);
    target.release();
    expect(meter.late.to_assistant).toEqual([50]);
  });

  it('does not count what another target was to get', () => {
    open(new Target());
    push(audioOf(160, 1));
    open(new Target()).release();
    expect(meter.late.to_assistant).toEqual([]);
  });

  it('keeps what comes before there is a target, and sends it first', () => {
    const audio = audioOf(160 * 10, 4);
    for (const frame of pieces(audio, 160)) {
      push(frame);
      clock.advance(20);
    }
    const target = open(new Target(false));
    const late = audioOf(160, 5);
    push(late);
    expect(target.bytes.equals(Buffer.concat([audio, late]))).toBe(true);
    expect(subject.droppedBytes).toBe(0);
    expect(meter.late.to_assistant).toEqual([200, 200, 0]);
  });

  it('keeps 200 ms at most before there is a target, the newest, and counts the rest', () => {
    const audio = audioOf(160 * 150, 6);
    for (const frame of pieces(audio, 160)) {
      push(frame);
      clock.advance(20);
    }
    expect(subject.heldBytes).toBe(1600);
    expect(subject.droppedBytes).toBe(160 * 140);
    expect(meter.framesDropped.to_assistant).toBe(140);
    const target = open(new Target(false));
    expect(target.bytes.equals(audio.subarray(160 * 140))).toBe(true);
    expect(Math.max(...meter.late.to_assistant)).toBeLessThanOrEqual(220);
  });

  it('holds audio also while one target is replaced by another', () => {
    const first = open(new Target(false));
    push(audioOf(160, 1));
    subject.detach();
    const between = audioOf(160 * 5, 2);
    for (const frame of pieces(between, 160)) push(frame);
    const second = open(new Target(false));
    expect(first.bytes).toHaveLength(160);
    expect(second.bytes.equals(between)).toBe(true);
  });

  it('lets a burst pass whole when the socket takes it a moment later', () => {
    const target = open(new Target());
    const audio = audioOf(160 * 200, 7);
    for (const frame of pieces(audio, 160)) push(frame);
    expect(target.backlogBytes).toBeLessThanOrEqual(960);
    clock.advance(5);
    while (target.bytes.length < audio.length) target.release();
    expect(target.bytes.equals(audio)).toBe(true);
    expect(subject.droppedBytes).toBe(0);
  });

  it('holds 4 s of a burst at most', () => {
    const target = open(new Target());
    for (const frame of pieces(audioOf(160 * 1000, 8), 160)) push(frame);
    expect(subject.heldBytes).toBeLessThanOrEqual(32_000);
    expect(target.bytes.length + subject.heldBytes + subject.droppedBytes).toBe(160_000);
  });

  it('drops the oldest audio of a reader that stays behind, so that 200 ms are held', () => {
    const target = open(new Target());
    const audio = audioOf(160 * 100, 8);
    for (const frame of pieces(audio, 160)) {
      push(frame);
      clock.advance(20);
    }
    expect(target.backlogBytes + subject.heldBytes).toBeLessThanOrEqual(1600);
    expect(subject.droppedBytes).toBe(audio.length - target.backlogBytes - subject.heldBytes);
    const stuck = target.bytes.length;
    target.release();
    // What comes through then is the newest audio.
    expect(target.bytes.subarray(stuck).equals(audio.subarray(stuck - target.bytes.length))).toBe(true);
    while (subject.heldBytes > 0) target.release();
    expect(target.bytes.length + subject.droppedBytes).toBe(audio.length);
  });

  it('keeps the newest part of a chunk that is larger than what may be held', () => {
    push(audioOf(160, 9));
    const large = audioOf(8000, 10);
    push(large);
    expect(subject.heldBytes).toBe(1600);
    expect(subject.droppedBytes).toBe(8160 - 1600);
    expect(open(new Target(false)).bytes.equals(large.subarray(-1600))).toBe(true);
  });

  it('forgets everything on close, for good', () => {
    push(audioOf(160, 12));
    subject.close();
    push(audioOf(160, 13));
    const target = open(new Target(false));
    push(audioOf(160, 14));
    expect([target.taken.length, subject.heldBytes]).toEqual([0, 0]);
  });

  it('passes on in order, drops from the oldest, and counts each byte, whatever happens', () => {
    const step = fc.oneof(
      fc.record({ push: fc.nat({ max: 3000 }) }),
      fc.record({ waitMs: fc.nat({ max: 150 }) }),
      fc.record({ blocked: fc.boolean() }),
      fc.constantFrom('open' as const, 'detach' as const, 'release' as const),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 100 }), (steps) => {
        subject = new Uplink(clock, new RecordingMeter());
        const target = new Target(false);
        target.drained = () => subject.pump();
        const all: Buffer[] = [];
        steps.forEach((what, index) => {
          if (what === 'open') subject.open(target);
          else if (what === 'detach') subject.detach();
          else if (what === 'release') target.release();
          else if ('push' in what) {
            all.push(audioOf(what.push, index));
            push(all.at(-1) ?? Buffer.alloc(0));
          } else if ('waitMs' in what) clock.advance(what.waitMs);
          else target.blocked = what.blocked;
          expect(subject.heldBytes).toBeLessThanOrEqual(32_000);
        });
        const given = Buffer.concat(all);
        expect(target.bytes.length + subject.heldBytes + subject.droppedBytes).toBe(given.length);
        // What came through is what was given, with pieces missing.
        let at = 0;
        for (const piece of target.taken) {
          const found = given.indexOf(piece, at);
          expect(found).toBeGreaterThanOrEqual(at);
          at = found + piece.length;
        }
      }),
    );
  });
});
