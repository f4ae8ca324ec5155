import fc from 'fast-check';
import { Downlink } from '../../../bridge/src/relay/downlink';
import { audioOf, isSilence } from '../support/audio';
import { callSettings } from '../support/callSettings';
import { FakeCarrier } from '../support/fakePeers';
import { RecordingMeter } from '../support/recordingMeter';
import { VirtualClock } from '../support/virtualClock';

const setUp = (settings: Parameters<typeof callSettings>[0] = {}) => {
  const clock = new VirtualClock();
  const meter = new RecordingMeter();
  const downlink = new Downlink(clock, meter, callSettings(settings));
  const carrier = new FakeCarrier();
  return { clock, meter, downlink, carrier };
};

/** What happens to a downlink between an assistant that talks and a caller who interrupts. */
const happening = fc.oneof(
  fc.record({ says: fc.integer({ min: 1, max: 3000 }) }),
  fc.record({ waitMs: fc.integer({ min: 1, max: 60 }) }),
  fc.constantFrom('interrupt' as const, 'stall' as const, 'recover' as const),
);

describe('Downlink', () => {
  it.each([
    ['paced', true],
    ['passed through', false],
  ])('lets nothing of an interrupted utterance through once it was cleared (%s)', (_how, pacing) => {
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 80 }), (happenings) => {
        const { clock, downlink, carrier } = setUp({ pacing });
        downlink.attach(carrier);
        let seed = 0;
        let cutTicks = 0;
        let utterance: Buffer[] = [];
        let from = 0;
        const check = (): void => {
          // What the carrier got since the last clear is a beginning of what was said since, padded at its end.
          const got = Buffer.concat(carrier.audio.slice(from).filter((frame) => !isSilence(frame)));
          const said = Buffer.concat(utterance);
          const whole = Math.min(got.length, said.length);
          expect(got.subarray(0, whole).equals(said.subarray(0, whole))).toBe(true);
          expect(isSilence(got.subarray(whole))).toBe(true);
        };
        for (const what of happenings) {
          if (what === 'interrupt') {
            downlink.interrupt();
            cutTicks = 50;
            check();
            utterance = [];
            expect(carrier.did.at(-1)).toBe('clear');
            from = carrier.audio.length;
          } else if (what === 'stall' || what === 'recover') {
            carrier.backlogBytes = what === 'stall' ? 100_000 : 0;
          } else if ('waitMs' in what) {
            clock.advance(what.waitMs);
            downlink.frame(clock.now());
            cutTicks -= 1;
          } else {
            seed += 1;
            // Half of what comes is announced; after an interruption the other half is late.
            if (seed % 2 === 0) {
              downlink.assistantStarted();
              cutTicks = 0;
            }
            const audio = audioOf(what.says, seed);
            // Whole frames only: where a tail is padded in between is the pacer's own test.
            const frames = audio.subarray(0, audio.length - (audio.length % 160));
            downlink.push(frames);
            if (cutTicks <= 0) utterance.push(frames);
          }
        }
        check();
      }),
    );
  });

  it('clears the carrier also when nothing waits here', () => {
    const { downlink, carrier } = setUp();
    downlink.attach(carrier);
    downlink.interrupt();
    expect(carrier.did).toEqual(['clear']);
  });

  it('clears once, however often the caller interrupts, until the carrier gets something again', () => {
    const { clock, downlink, carrier } = setUp();
    downlink.attach(carrier);
    downlink.push(audioOf(160, 1));
    carrier.backlogBytes = 100_000;
    for (let count = 0; count < 1000; count += 1) {
      downlink.interrupt();
      downlink.assistantStarted();
      downlink.push(audioOf(160, count));
      clock.advance(20);
      downlink.frame(clock.now());
    }
    expect(carrier.did).toEqual(['audio', 'clear']);
    carrier.backlogBytes = 0;
    downlink.frame(clock.now());
    downlink.interrupt();
    expect(carrier.did).toEqual(['audio', 'clear', 'audio', 'clear']);
  });

  it('sends no mark to a carrier that does not take it', () => {
    const { clock, downlink, carrier } = setUp();
    downlink.attach(carrier);
    downlink.playOut();
    carrier.backlogBytes = 100_000;
    for (let count = 0; count < 1000; count += 1) {
      clock.advance(20);
      downlink.frame(clock.now());
      downlink.interrupt();
    }
    expect(carrier.did).toEqual(['clear']);
  });

  it.each([20, 40, 160])('sends keys while it rings, with a lead of %s ms', (pacingLeadMs) => {
    const { clock, downlink, carrier } = setUp({ pacingLeadMs });
    downlink.attach(carrier);
    downlink.ring(clock.now());
    const keys = audioOf(800, 1);
    downlink.sound(keys);
    for (let count = 0; count < 20; count += 1) {
      clock.advance(20);
      downlink.frame(clock.now());
      downlink.ring(clock.now());
    }
    const sent = Buffer.concat(carrier.audio);
    expect(sent.includes(keys)).toBe(true);
    // And rings on.
    expect(sent.length).toBeGreaterThan(sent.indexOf(keys) + keys.length);
  });

  it('knows whether the caller has heard a word of the assistant that is open, or will', () => {
    const { clock, downlink, carrier } = setUp();
    const silence = Buffer.alloc(160, 0xff);
    downlink.attach(carrier);
    downlink.ring(clock.now());
    downlink.push(silence);
    expect(downlink.hasWords).toBe(false);
    carrier.backlogBytes = 100_000;
    downlink.push(audioOf(160, 1));
    expect(downlink.hasWords).toBe(true);
    downlink.interrupt();
    expect(downlink.hasWords).toBe(false);
    carrier.backlogBytes = 0;
    downlink.assistantStarted();
    downlink.push(audioOf(160, 2));
    downlink.interrupt();
    expect(downlink.hasWords).toBe(true);
    downlink.assistantOpened();
    expect(downlink.hasWords).toBe(false);
    carrier.backlogBytes = 100_000;
    downlink.push(audioOf(160, 3));
    downlink.interrupt();
    expect(downlink.hasWords).toBe(false);
  });

  it.each([
    ['while it is announced', ['began'], 3000],
    ['once it is over', ['began', 'ended'], 500],
    ['after one that was interrupted', ['began', 'interrupted', 'began'], 3000],
    ['when another assistant is there', ['began', 'opened'], 500],
    ['when its end is not told', ['began', 'began'], 500],
  ] as const)('keeps the silence of an utterance %s', (_when, events, keptMs) => {
    const { downlink } = setUp();
    const tell = {
      began: () => downlink.assistantStarted(),
      ended: () => downlink.assistantStopped(),
      interrupted: () => downlink.interrupt(),
      opened: () => downlink.assistantOpened(),
    };
    for (const event of events) tell[event]();
    const speech = audioOf(160 * 10, 1);
    downlink.push(Buffer.concat([speech, Buffer.alloc(3000 * 8, 0xff), speech]));
    expect(downlink.queuedMs).toBe(400 + keptMs);
    expect(downlink.silentMs).toBe(0);
    downlink.push(Buffer.alloc(160, 0xff));
    expect(downlink.silentMs).toBe(keptMs === 500 ? 20 : 0);
  });

  it('tells how late a frame is that goes with the clock', () => {
    const { clock, downlink, carrier, meter } = setUp();
    downlink.attach(carrier);
    downlink.push(audioOf(160 * 20, 1));
    expect(meter.late.to_caller.splice(0)).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
    const slot = clock.now() + 20;
    clock.advance(27);
    downlink.frame(slot);
    expect(meter.late.to_caller.splice(0)).toEqual([7]);
    // Three ticks were missed: the first of the three frames has waited for all of them.
    clock.advance(60);
    downlink.frame(slot + 60);
    expect(meter.late.to_caller.splice(0)).toEqual([27, 7, 7]);
  });

  it('sends nothing to a carrier that does not take it, and goes on where it was', () => {
    const { clock, downlink, carrier } = setUp();
    downlink.attach(carrier);
    carrier.backlogBytes = 32 * 1024 + 1;
    const audio = audioOf(160 * 5, 2);
    downlink.push(audio);
    downlink.ring(clock.now());
    downlink.frame(clock.now());
    expect(carrier.did).toEqual([]);
    carrier.backlogBytes = 0;
    downlink.frame(clock.now());
    expect(Buffer.concat(carrier.audio).equals(audio)).toBe(true);
  });

  it('refuses what is more than two minutes, and counts it', () => {
    const { downlink, meter } = setUp();
    expect(downlink.push(audioOf(960_000, 3))).toBe(true);
    expect(downlink.push(audioOf(160, 4))).toBe(false);
    expect(meter.framesDropped.to_caller).toBe(1);
  });

  it('does not clear what was never sent when a wait is over', () => {
    const { clock, downlink, carrier } = setUp();
    downlink.attach(carrier);
    downlink.stopRinging();
    expect(carrier.did).toEqual([]);
    downlink.ring(clock.now());
    downlink.stopRinging();
    downlink.stopRinging();
    expect(carrier.did).toEqual(['audio', 'audio', 'audio', 'clear']);
  });

  it('does nothing any more once it is stopped', () => {
    const { clock, downlink, carrier } = setUp();
    downlink.attach(carrier);
    downlink.ring(clock.now());
    carrier.did.length = 0;
    downlink.stop();
    downlink.push(audioOf(320, 5));
    downlink.interrupt();
    downlink.stopRinging();
    downlink.ring(clock.now());
    clock.advance(100);
    downlink.frame(clock.now());
    expect(carrier.did).toEqual([]);
  });
});
