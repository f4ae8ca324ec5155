import { SILENCE, stampedFrame, StampReader } from './stamps';

const frames = (...sequence: number[]): Buffer[] => sequence.map((one) => stampedFrame(7, one));

function read(...messages: Buffer[]): StampReader {
  const reader = new StampReader(7);
  for (const message of messages) reader.read(message);
  return reader;
}

describe('a reader of stamped frames', () => {
  it('takes all frames in order, with silence between them, one or several in a message', () => {
    const [first, second, third, fourth] = frames(0, 1, 2, 3) as [Buffer, Buffer, Buffer, Buffer];
    const reader = read(SILENCE, first, SILENCE, Buffer.concat([second, third]), fourth);
    expect(reader).toMatchObject({ received: 4, foreign: 0, problem: undefined });
  });

  it('counts what is not its own', () => {
    expect(read(stampedFrame(8, 0), Buffer.alloc(160, 3))).toMatchObject({ foreign: 2, problem: undefined });
  });

  it.each([
    ['left out', frames(0, 2), /frame 2 came when 1/],
    ['repeated', frames(0, 1, 1), /frame 1 came when 2/],
    ['swapped', frames(0, 2, 1), /frame 2 came when 1/],
  ])('notices a frame that is %s', (_damage, messages, problem) => {
    expect(read(...messages).problem).toMatch(problem);
  });

  it('notices a frame that is altered in its last byte', () => {
    const [frame] = frames(0) as [Buffer];
    frame[159] = (frame[159] ?? 0) ^ 1;
    expect(read(frame).problem).toMatch(/altered/);
  });

  it('notices a message that is not whole frames', () => {
    expect(read(stampedFrame(7, 0).subarray(0, 100)).problem).toMatch(/100 bytes/);
  });
});
