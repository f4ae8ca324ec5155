import fc from 'fast-check';
import { Pacer } from '../../../bridge/src/relay/pacer';
import { audioOf } from '../support/audio';

const LEAD = 160;
const pacer = () => new Pacer({ leadMs: LEAD, maxQueueMs: 120_000 });

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
      expect(given).toBe(Math.floor((now - start + LEAD) / 20));
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
        subject.flush();
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
    subject.clear(10);
    expect([subject.empty, subject.queuedMs]).toEqual([true, 0]);
    expect(subject.due(40)).toHaveLength(0);
    expect(subject.playedAt(40)).toBe(40);
    const fresh = audioOf(160, 11);
    subject.push(fresh, 50);
    expect(Buffer.concat(subject.due(50)).equals(fresh)).toBe(true);
  });

  it('refuses more than it may hold', () => {
    const subject = new Pacer({ leadMs: LEAD, maxQueueMs: 100 });
    expect(subject.push(audioOf(800, 12), 0)).toBe(true);
    expect(subject.push(audioOf(1, 13), 0)).toBe(false);
    expect(subject.queuedMs).toBe(100);
  });
});

describe('Pacer and silence', () => {
  const silence = (frames: number, code = 0xff) => Buffer.alloc(160 * frames, code);
  const isSilent = (frame: Buffer) => frame.every((byte) => byte === 0xff || byte === 0x7f);

  it('keeps none before there is someone to hear it, and half a second behind speech that waits', () => {
    const subject = pacer();
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

  it('never drops, reorders or alters speech, however the bytes are cut', () => {
    const frame = fc.oneof(fc.constant('silence'), fc.nat({ max: 1000 }));
    const cut = fc.integer({ min: 1, max: 700 });
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 80 }), fc.array(cut, { minLength: 1 }), (kinds, cuts) => {
        const frames = kinds.map((kind) => (typeof kind === 'string' ? silence(1) : audioOf(160, kind)));
        const all = Buffer.concat(frames);
        const subject = pacer();
        const got: Buffer[] = [];
        let now = 0;
        for (let at = 0, index = 0; at < all.length; index += 1, now += 10) {
          const size = cuts[index % cuts.length] ?? 1;
          subject.push(all.subarray(at, at + size), now);
          got.push(...subject.due(now));
          at += size;
        }
        subject.flush();
        for (const end = now + 120_000; !subject.empty && now < end; now += 20) got.push(...subject.due(now));
        const speech = (list: Buffer[]) => Buffer.concat(list.filter((one) => !isSilent(one)));
        expect(subject.empty).toBe(true);
        expect(got.every((one) => one.length === 160)).toBe(true);
        expect(speech(got).equals(speech(frames))).toBe(true);
        expect(got.length).toBeLessThanOrEqual(frames.length);
      }),
    );
  });
});
