import fc from 'fast-check';
import { PlaybackBuffer } from './playback';

const bytes = (length: number, first = 0): Buffer =>
  Buffer.from(Array.from({ length }, (_, index) => (first + index) % 251));

describe('PlaybackBuffer', () => {
  it('plays silence when it is empty', () => {
    const { frame, bytes: played, marks } = new PlaybackBuffer().nextFrame();
    expect(frame).toEqual(Buffer.alloc(160, 0xff));
    expect([played, marks]).toEqual([0, []]);
  });

  it('drains 160 bytes a frame and pads the last one', () => {
    const buffer = new PlaybackBuffer();
    buffer.push(bytes(400));
    expect(buffer.size).toBe(400);
    const frames = [buffer.nextFrame(), buffer.nextFrame(), buffer.nextFrame()];
    expect(frames.map((frame) => frame.bytes)).toEqual([160, 160, 80]);
    expect(frames[2]?.frame.subarray(80)).toEqual(Buffer.alloc(80, 0xff));
    expect(buffer.size).toBe(0);
  });

  it('plays payloads of any sizes in order, losing and repeating nothing', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ minLength: 0, maxLength: 700 }), { maxLength: 20 }),
        (payloads) => {
          const buffer = new PlaybackBuffer();
          for (const payload of payloads) buffer.push(Buffer.from(payload));
          const played: Buffer[] = [];
          for (;;) {
            const { frame, bytes: count } = buffer.nextFrame();
            if (count === 0) break;
            played.push(frame.subarray(0, count));
          }
          expect(Buffer.concat(played).equals(Buffer.concat(payloads))).toBe(true);
        },
      ),
    );
  });

  it('echoes a mark at once when nothing is queued', () => {
    expect(new PlaybackBuffer().mark('now')).toBe(true);
  });

  it('echoes a mark only when the audio before it is over', () => {
    const buffer = new PlaybackBuffer();
    buffer.push(bytes(320));
    expect(buffer.mark('end')).toBe(false);
    buffer.push(bytes(160));
    expect(buffer.nextFrame().marks).toEqual([]);
    expect(buffer.nextFrame().marks).toEqual([]);
    expect(buffer.nextFrame().marks).toEqual(['end']);
  });

  it('makes a mark wait for the frame that is playing, though nothing is queued any more', () => {
    const buffer = new PlaybackBuffer();
    buffer.push(bytes(160));
    buffer.nextFrame();
    expect(buffer.size).toBe(0);
    expect(buffer.mark('end')).toBe(false);
    expect(buffer.nextFrame().marks).toEqual(['end']);
    expect(buffer.mark('later')).toBe(true);
  });

  it('keeps marks of the same name apart and in order', () => {
    const buffer = new PlaybackBuffer();
    buffer.push(bytes(160));
    buffer.mark('a');
    buffer.push(bytes(160));
    buffer.mark('b');
    buffer.mark('a');
    buffer.nextFrame();
    expect(buffer.nextFrame().marks).toEqual(['a']);
    expect(buffer.nextFrame().marks).toEqual(['b', 'a']);
  });

  it('clear drops what is queued and gives back every outstanding mark', () => {
    const buffer = new PlaybackBuffer();
    buffer.push(bytes(480));
    buffer.mark('one');
    buffer.push(bytes(160));
    buffer.mark('two');
    buffer.nextFrame();
    expect(buffer.clear()).toEqual({ droppedBytes: 480, marks: ['one', 'two'] });
    expect(buffer.nextFrame()).toMatchObject({ bytes: 0, marks: [] });
    buffer.push(bytes(160, 7));
    expect(buffer.nextFrame().frame).toEqual(bytes(160, 7));
  });

  it('clear of an empty buffer does nothing', () => {
    expect(new PlaybackBuffer().clear()).toEqual({ droppedBytes: 0, marks: [] });
  });
});
