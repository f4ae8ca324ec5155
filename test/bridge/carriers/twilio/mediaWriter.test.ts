import fc from 'fast-check';
import { MediaWriter } from '../../../../bridge/src/carriers/twilio/mediaWriter';
import { mediaMessage } from '../../../../bridge/src/carriers/twilio/protocol';
import { frameHeaderLength, OPCODE, writeFrameHeader } from '../../../../bridge/src/sockets/frames';
import { audioOf } from '../../support/audio';

const STREAM = `MZ${'0'.repeat(32)}`;

function framed(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const frame = Buffer.alloc(frameHeaderLength(length, false) + length);
  frame.write(text, writeFrameHeader(frame, 0, OPCODE.text, length));
  return frame;
}

describe('MediaWriter', () => {
  // 17 and 48 060 bytes are where the length of the header changes.
  it.each([1, 2, 3, 17, 18, 80, 159, 160, 161, 4000, 48_000, 48_100])(
    'writes %i bytes of audio as JSON.stringify does',
    (length) => {
      const audio = audioOf(length, 1);
      expect(new MediaWriter('MZ1').write(audio)).toEqual(framed(mediaMessage('MZ1', audio)));
    },
  );

  it('writes every frame whole, whatever came before', () => {
    const writer = new MediaWriter(STREAM);
    const lengths = fc.array(fc.oneof(fc.constant(160), fc.integer({ min: 1, max: 900 })), { minLength: 1 });
    fc.assert(
      fc.property(lengths, fc.nat(), (list, seed) =>
        list.every((length, index) => {
          const audio = audioOf(length, seed + index);
          return writer.write(audio).equals(framed(mediaMessage(STREAM, audio)));
        }),
      ),
    );
  });

  it('uses one buffer until it is told that this is still needed', () => {
    const writer = new MediaWriter(STREAM);
    const first = writer.write(audioOf(160, 1));
    const second = writer.write(audioOf(160, 2));
    expect(second.buffer).toBe(first.buffer);
    const kept = Buffer.from(second);
    writer.release();
    expect(writer.write(audioOf(160, 3)).buffer).not.toBe(second.buffer);
    expect(second).toEqual(kept);
  });

  it('does not keep large frames for the length of a call', () => {
    const writer = new MediaWriter(STREAM);
    const large = audioOf(16_000, 1);
    expect(writer.write(large).buffer).not.toBe(writer.write(large).buffer);
  });
});
