import fc from 'fast-check';
import { Pacer } from '../../../bridge/src/relay/pacer';
import { audioOf } from '../support/audio';

const LEAD = 160;

/** A pacer whose carrier is there from the beginning, unless told otherwise, and what it gives out. */
class Subject {
  readonly given: Buffer[] = [];
  readonly dues: number[] = [];
  readonly pacer: Pacer;
  ready = true;

  constructor(leadMs = LEAD, maxQueueMs = 120_000) {
    const give = (frame: Buffer, due: number): void => {
      this.given.push(Buffer.from(frame));
      this.dues.push(due);
    };
    this.pacer = new Pacer({ leadMs, maxQueueMs, give });
  }

  /** Takes audio in, whose bytes are gone afterwards. */
  push(audio: Buffer, now: number): boolean {
    const bytes = Buffer.from(audio);
    const taken = this.pacer.push(bytes, now, this.ready);
    bytes.fill(0x55);
    return taken;
  }

  /** What is given out on a tick, or was since the last look. */
  due(now: number): Buffer[] {
    this.pacer.pump(now);
    return this.given.splice(0);
  }

  get queuedMs(): number {
    return this.pacer.queuedMs;
  }
  get empty(): boolean {
    return this.pacer.empty;
  }
}

const pacer = () => new Subject();

describe('Pacer', () => {
  it('gives out the lead at once, then one frame every 20 ms', () => {
    const subject = pacer();
    subject.push(audioOf(160 * 20, 1), 1000);
    expect(subject.due(1000)).toHaveLength(8);
    expect(subject.due(1019)).toHaveLength(0);
    expect(subject.due(1020)).toHaveLength(1);
    expect(subject.due(1060)).toHaveLength(2);
    expect(subject.queuedMs).toBe(180);
  });

  it('does not drift in an hour of late ticks', () => {
    const subject = pacer();
    const second = audioOf(8000, 2);
    let given = 0;
    let now = 5000;
    const start = now;
    let tick = 0;
    subject.push(second, now);
    while (now < start + 3_600_000) {
      while (subject.queuedMs < 2000) subject.push(second, now);
      given += subject.due(now).length;
      expect(given).toBe(Math.floor((now - start + LEAD + 0.001) / 20));
      // Each tick comes up to 19.7 ms late, and its lateness is never made up for.
      tick += 1;
      now += 20 + ((tick * 7.3) % 19.7);
    }
    expect(given).toBeGreaterThan(179_000);
  });

  it('gives out exactly the bytes put in, whatever the sizes and the times', () => {
    const step = fc.record({ bytes: fc.nat({ max: 700 }), waitMs: fc.nat({ max: 90 }) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const subject = pacer();
        const put: Buffer[] = [];
        const got: Buffer[] = [];
        let now = 0;
        steps.forEach(({ bytes, waitMs }, index) => {
          const audio = audioOf(bytes, index);
          put.push(audio);
          subject.push(audio, now);
          got.push(...subject.due(now));
          now += waitMs;
        });
        subject.pacer.flush();
        for (const end = now + 120_000; !subject.empty && now < end; now += 20) got.push(...subject.due(now));
        const all = Buffer.concat(put);
        const out = Buffer.concat(got);
        expect(got.every((frame) => frame.length === 160)).toBe(true);
        expect(out.length).toBe(Math.ceil(all.length / 160) * 160);
        expect(out.subarray(0, all.length).equals(all)).toBe(true);
        expect(out.subarray(all.length).every((byte) => byte === 0xff)).toBe(true);
      }),
    );
  });

  it('never has more than the lead at the carrier', () => {
    const subject = pacer();
    let given = 0;
    subject.push(audioOf(160 * 3000, 3), 0);
    for (let now = 0; now < 30_000; now += 13) {
      given += subject.due(now).length;
      expect(given - now / 20).toBeLessThanOrEqual(LEAD / 20);
    }
    expect(given).toBeGreaterThan(1400);
  });

  it('begins anew after a pause, and does not catch up on it', () => {
    const subject = pacer();
    subject.push(audioOf(160 * 2, 4), 0);
    expect(subject.due(0)).toHaveLength(2);
    subject.push(audioOf(160 * 100, 5), 60_000);
    expect(subject.due(60_000)).toHaveLength(8);
    expect(subject.due(60_020)).toHaveLength(1);
  });

  it('does not send a second of audio at once after the process was blocked for a second', () => {
    const subject = pacer();
    subject.push(audioOf(160 * 200, 6), 0);
    subject.due(0);
    expect(subject.due(1160)).toHaveLength(8);
  });

  it('passes on at once what comes in real time', () => {
    const subject = pacer();
    for (let now = 0; now < 2000; now += 20) {
      subject.push(audioOf(160, now), now);
      expect(subject.due(now)).toHaveLength(1);
    }
  });

  it('keeps a remainder until its frame is complete, or nothing has come for a while', () => {
    const subject = pacer();
    subject.push(audioOf(200, 7), 0);
    expect(subject.due(0)).toHaveLength(1);
    expect(subject.due(99)).toHaveLength(0);
    subject.push(audioOf(100, 8), 99);
    expect(subject.due(198)).toHaveLength(0);
    const [tail] = subject.due(199);
    expect(tail?.subarray(0, 40).equals(audioOf(200, 7).subarray(160))).toBe(true);
    expect(tail?.subarray(40, 140).equals(audioOf(100, 8))).toBe(true);
    expect(tail?.subarray(140).every((byte) => byte === 0xff)).toBe(true);
    expect(subject.empty).toBe(true);
  });

  it('pads the tail of the last words only when nothing has come for 40 ms', () => {
    const subject = pacer();
    const words = audioOf(77 * 9, 20);
    subject.pacer.flush();
    const given: Buffer[] = [];
    for (let piece = 0; piece < 9; piece += 1) {
      subject.push(words.subarray(77 * piece, 77 * (piece + 1)), 1000 + 39 * piece);
      given.push(...subject.due(1000 + 39 * piece + 38));
    }
    const last = 1000 + 39 * 8;
    expect(Buffer.concat(given).equals(words.subarray(0, 160 * 4))).toBe(true);
    expect(subject.due(last + 39)).toHaveLength(0);
    const [tail] = subject.due(last + 40);
    expect(tail?.subarray(0, 53).equals(words.subarray(160 * 4))).toBe(true);
    expect(subject.empty).toBe(true);
  });

  it('does not pad while the carrier has something to play', () => {
    const subject = pacer();
    subject.push(audioOf(160 * 8 + 10, 9), 0);
    expect(subject.due(0)).toHaveLength(8);
    expect(subject.due(139)).toHaveLength(0);
    expect(subject.due(140)).toHaveLength(1);
  });

  it('drops everything on clear, also the beginning of a frame', () => {
    const subject = pacer();
    subject.push(audioOf(160 * 50 + 70, 10), 0);
    subject.due(0);
    subject.pacer.clear(10);
    expect([subject.empty, subject.queuedMs]).toEqual([true, 0]);
    expect(subject.due(40)).toHaveLength(0);
    expect(subject.pacer.playout.playedAt(40)).toBe(40);
    const fresh = audioOf(160, 11);
    subject.push(fresh, 50);
    expect(Buffer.concat(subject.due(50)).equals(fresh)).toBe(true);
  });

  it('gives out at once what may go, and by the clock what had to wait', () => {
    const subject = pacer();
    subject.push(audioOf(160 * 10, 14), 1000);
    expect(subject.given).toHaveLength(8);
    // There is room for one more, but two wait: they go first, when the clock comes.
    subject.push(audioOf(160, 15), 1025);
    expect(subject.given).toHaveLength(8);
    expect(subject.due(1030)).toHaveLength(9);
  });

  it('tells when a frame could have gone first', () => {
    const subject = pacer();
    subject.push(audioOf(160 * 11, 16), 1000);
    subject.due(1065);
    expect(subject.dues).toEqual([...Array.from({ length: 8 }, () => 1000), 1020, 1040, 1060]);
  });

  it('counts a frame of another source as played, and begins a stretch with it', () => {
    const subject = pacer();
    const tone = audioOf(160, 17);
    subject.pacer.insert(tone, 1000);
    subject.pacer.insert(tone, 1000);
    expect(subject.given).toEqual([tone, tone]);
    expect(subject.pacer.playout.playedAt(1000)).toBe(1040);
    subject.push(audioOf(160 * 10, 18), 1000);
    expect(subject.given).toHaveLength(8);
  });

  it('gives a frame to the slot it is due in, though the sums of time are not exact', () => {
    const subject = pacer();
    const origin = 123_456.789;
    const slot = (number: number) => origin + number * 5;
    subject.pacer.pump(slot(1));
    subject.ready = false;
    subject.push(audioOf(160 * 1000, 19), slot(1) - 1);
    subject.due(slot(1));
    for (let number = 5; number < 3000; number += 4) expect(subject.due(slot(number))).toHaveLength(1);
  });

  it('refuses more than it may hold', () => {
    const subject = new Subject(LEAD, 100);
    subject.ready = false;
    expect(subject.push(audioOf(800, 12), 0)).toBe(true);
    expect(subject.push(audioOf(1, 13), 0)).toBe(false);
    expect(subject.queuedMs).toBe(100);
  });
});

/** Anything that can happen to a pacer, in any order. */
const happening = fc.oneof(
  { weight: 5, arbitrary: fc.record({ push: fc.nat({ max: 5000 }) }) },
  { weight: 5, arbitrary: fc.record({ waitMs: fc.double({ min: 0, max: 90, noNaN: true }) }) },
  { weight: 1, arbitrary: fc.record({ ready: fc.boolean() }) },
  { weight: 1, arbitrary: fc.constant('interrupt' as const) },
);

describe.each([
  ['with a lead', LEAD],
  ['with a short lead', 20],
  ['passing through', Infinity],
])('Pacer %s, whatever happens', (_name, leadMs) => {
  it('gives out what was put in since the last interruption, padded at its end only, and never too early', () => {
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 120 }), (happenings) => {
        const subject = new Subject(leadMs);
        let put: Buffer[] = [];
        let taken = 0;
        let now = 1000;
        // When the carrier will have played all that it was given, reckoned apart from the pacer.
        let playedAt = now;
        const padded: number[] = [];
        const look = (): void => {
          for (const frame of subject.given.splice(0)) {
            playedAt = Math.max(playedAt, now) + 20;
            expect(playedAt - now).toBeLessThanOrEqual(leadMs + 0.01);
            const all = Buffer.concat(put);
            const wanted = all.subarray(taken, taken + 160);
            expect(frame).toHaveLength(160);
            expect(frame.subarray(0, wanted.length).equals(wanted)).toBe(true);
            if (wanted.length < 160) {
              expect(frame.subarray(wanted.length).every((byte) => byte === 0xff)).toBe(true);
              // All that had come was given out, so what comes later begins with a frame of its own.
              padded.push(now);
              put = [];
              taken = 0;
            } else {
              taken += 160;
            }
          }
        };
        const tick = (): void => {
          if (subject.ready) subject.pacer.pump(now);
          look();
        };
        let lastPush = now;
        let nextTick = now;
        happenings.forEach((step, index) => {
          if (step === 'interrupt') {
            subject.pacer.clear(now);
            playedAt = now;
            put = [];
            taken = 0;
          } else if ('push' in step) {
            const audio = audioOf(step.push, index);
            expect(subject.push(audio, now)).toBe(true);
            if (audio.length > 0) lastPush = now;
            put.push(audio);
            look();
          } else if ('ready' in step) {
            subject.ready = step.ready;
          } else {
            for (const end = now + step.waitMs; ; nextTick += 20) {
              now = Math.min(end, nextTick);
              if (nextTick > end) break;
              const before = padded.length;
              tick();
              if (padded.length > before) expect(now - lastPush).toBeGreaterThanOrEqual(100);
            }
          }
        });
        subject.ready = true;
        subject.pacer.flush();
        for (let left = 8000; left > 0 && !subject.empty; left -= 1, now += 20) tick();
        expect(subject.empty).toBe(true);
        expect(Buffer.concat(put).length).toBe(taken);
      }),
      { numRuns: 300 },
    );
  });
});

describe('Pacer without a lead', () => {
  it('passes frames on as they come, keeps a remainder, and pads it after 100 ms', () => {
    const subject = new Subject(Infinity);
    subject.push(audioOf(160 * 100 + 30, 1), 1000);
    expect(subject.given.splice(0)).toHaveLength(100);
    expect(subject.due(1099)).toHaveLength(0);
    const [tail] = subject.due(1100);
    expect(tail?.subarray(30).every((byte) => byte === 0xff)).toBe(true);
    expect(subject.pacer.playout.playedAt(1100)).toBe(1000 + 101 * 20);
  });

  it('keeps what comes before there is a carrier, and what it does not take', () => {
    const subject = new Subject(Infinity);
    subject.ready = false;
    subject.push(audioOf(160 * 10, 2), 1000);
    expect(subject.given).toHaveLength(0);
    expect(subject.due(1005)).toHaveLength(10);
  });
});

describe('Pacer and silence', () => {
  const silence = (frames: number, code = 0xff) => Buffer.alloc(160 * frames, code);
  const isSilent = (frame: Buffer) => frame.every((byte) => byte === 0xff || byte === 0x7f);

  it('keeps none before there is someone to hear it, and half a second behind speech that waits', () => {
    const subject = pacer();
    subject.ready = false;
    subject.push(silence(50), 0);
    expect(subject.empty).toBe(true);
    const speech = audioOf(160 * 10, 1);
    subject.push(speech, 1000);
    subject.push(silence(50), 1200);
    expect(subject.queuedMs).toBe(200 + 500);
    const given = [...subject.due(2000), ...subject.due(2100)];
    expect(Buffer.concat(given).subarray(0, speech.length).equals(speech)).toBe(true);
  });

  it.each([0xff, 0x7f])('passes it on (0x%s) while little waits', (code) => {
    const subject = pacer();
    subject.due(0);
    for (let now = 0; now < 2000; now += 20) {
      subject.push(silence(1, code), now);
      expect(subject.due(now)).toEqual([silence(1, code)]);
    }
  });

  it('does not let the lead of one utterance delay the next one', () => {
    const subject = pacer();
    // As a burst: the carrier is 160 ms ahead from then on.
    subject.push(audioOf(160 * 50, 5), 0);
    for (let now = 0; now < 3000; now += 20) {
      subject.pacer.pump(now);
      // Vapi goes on with silence, in real time.
      if (now >= 800) subject.push(silence(1), now);
    }
    expect(subject.queuedMs).toBe(0);
    expect(subject.pacer.playout.playedAt(3000) - 3000).toBeLessThanOrEqual(60);
    const { given } = subject;
    expect(given.slice(0, 50).every((frame) => !frame.equals(silence(1)))).toBe(true);
    // The pause that an utterance may have of its own is whole.
    expect(given.length - 50).toBeGreaterThanOrEqual(25);
  });

  it('leaves it out while more than 60 ms wait, once it is longer than a pause', () => {
    const subject = pacer();
    subject.due(0);
    subject.push(audioOf(160 * 100, 2), 0);
    subject.due(0);
    for (let now = 20; now <= 2600; now += 20) {
      subject.push(silence(1), now);
      subject.due(now);
    }
    expect(subject.queuedMs).toBeLessThanOrEqual(80);
  });

  it('stays where it is a pause of up to half a second in an utterance that came at once', () => {
    const subject = pacer();
    subject.due(0);
    const utterance = Buffer.concat([
      audioOf(160 * 30, 3),
      silence(25),
      audioOf(160 * 30, 4),
      silence(10),
      audioOf(160, 5),
    ]);
    subject.push(utterance, 0);
    const given: Buffer[] = [];
    for (let now = 0; now <= 2000; now += 20) given.push(...subject.due(now));
    expect(Buffer.concat(given).equals(utterance)).toBe(true);
  });

  it('stays in an utterance that was announced, however long it is', () => {
    const subject = pacer();
    subject.due(0);
    subject.pacer.keepsPauses = true;
    const utterance = Buffer.concat([audioOf(160 * 30, 3), silence(150), audioOf(160 * 30, 4)]);
    subject.push(utterance, 0);
    subject.pacer.keepsPauses = false;
    subject.push(silence(50), 0);
    const given: Buffer[] = [];
    for (let now = 0; now <= 6000; now += 20) given.push(...subject.due(now));
    expect(Buffer.concat(given).equals(Buffer.concat([utterance, silence(25)]))).toBe(true);
  });

  it('delays no turn by the one before where there is no lead', () => {
    const subject = new Subject(Infinity);
    for (let turn = 0; turn < 3; turn += 1) {
      const begin = turn * 20_000;
      expect(subject.pacer.playout.playedAt(begin) - begin).toBeLessThanOrEqual(80);
      subject.push(audioOf(160 * 500, turn + 1), begin);
      for (let now = begin + 10_000; now < begin + 20_000; now += 20) {
        subject.push(silence(1), now);
        subject.pacer.pump(now);
      }
    }
  });

  /** How often the carrier ran dry within 20 utterances in real time that are held up for so long once a second. */
  const gapsWithin = (holdUpMs: number): number => {
    let now = 0;
    let playedUntil = -1;
    let spoke = false;
    let gaps = 0;
    const give = (frame: Buffer): void => {
      const speaks = !isSilent(frame);
      if (playedUntil >= 0 && now > playedUntil && spoke && speaks) gaps += 1;
      playedUntil = Math.max(playedUntil, now) + 20;
      spoke = speaks;
    };
    const paced = new Pacer({ leadMs: LEAD, maxQueueMs: 120_000, give });
    const isSpeech = (frame: number) => frame % 250 < 150;
    const arrival = (frame: number) => {
      const phase = (frame * 20 + 600) % 1000;
      return frame * 20 + (phase < holdUpMs ? holdUpMs - phase : 0);
    };
    let next = 0;
    for (; next < 20 * 250; now += 1) {
      for (; next < 20 * 250 && arrival(next) <= now; next += 1) {
        paced.push(isSpeech(next) ? audioOf(160, 7) : silence(1), now, true);
      }
      if (now % 20 === 7) paced.pump(now);
    }
    return gaps;
  };

  it.each([40, 60, 80, 100, 120, 140])('is kept where speech has once been held up for %s ms', (holdUpMs) => {
    expect(gapsWithin(holdUpMs)).toBe(1);
  });

  it('is kept up to the lead at most', () => {
    const subject = pacer();
    subject.push(audioOf(160, 1), 0);
    subject.push(audioOf(160, 2), 400);
    subject.push(audioOf(160 * 50, 3), 401);
    for (let now = 401; now < 4000; now += 20) {
      subject.pacer.pump(now);
      if (now > 600) subject.push(silence(1), now);
    }
    expect(subject.pacer.playout.playedAt(4000) - 4000).toBeGreaterThan(100);
    expect(subject.pacer.playout.playedAt(4000) - 4000).toBeLessThanOrEqual(LEAD + 20);
  });

  it('never drops, reorders or alters speech, however the bytes are cut', () => {
    const frame = fc.oneof(fc.constant('silence'), fc.nat({ max: 1000 }));
    const cut = fc.integer({ min: 1, max: 700 });
    fc.assert(
      fc.property(
        fc.array(frame, { maxLength: 80 }),
        fc.array(cut, { minLength: 1 }),
        fc.boolean(),
        (kinds, cuts, ready) => {
          const frames = kinds.map((kind) => (typeof kind === 'string' ? silence(1) : audioOf(160, kind)));
          const all = Buffer.concat(frames);
          const subject = pacer();
          subject.ready = ready;
          const got: Buffer[] = [];
          let now = 0;
          for (let at = 0, index = 0; at < all.length; index += 1, now += 10) {
            const size = cuts[index % cuts.length] ?? 1;
            subject.push(all.subarray(at, at + size), now);
            got.push(...subject.due(now));
            at += size;
          }
          subject.pacer.flush();
          for (const end = now + 120_000; !subject.empty && now < end; now += 20)
            got.push(...subject.due(now));
          const speech = (list: Buffer[]) => Buffer.concat(list.filter((one) => !isSilent(one)));
          expect(subject.empty).toBe(true);
          expect(got.every((one) => one.length === 160)).toBe(true);
          expect(speech(got).equals(speech(frames))).toBe(true);
          expect(got.length).toBeLessThanOrEqual(frames.length);
        },
      ),
    );
  });
});
