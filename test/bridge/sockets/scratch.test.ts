import { leaveScratch, scratch } from '../../../bridge/src/sockets/scratch';

describe('scratch', () => {
  it('is the same room for frame after frame', () => {
    const first = scratch(168)!;
    expect(first).toHaveLength(168);
    expect(scratch(168)).toBe(first);
    const second = scratch(200)!;
    expect(second).toHaveLength(200);
    expect(second.buffer).toBe(first.buffer);
  });

  it('is another one after it was left to somebody', () => {
    const first = scratch(168)!;
    first.fill(1);
    leaveScratch();
    scratch(168)!.fill(2);
    expect(first.every((byte) => byte === 1)).toBe(true);
  });

  it('has no room for long frames', () => {
    expect(scratch(4096)).toHaveLength(4096);
    expect(scratch(4097)).toBeUndefined();
  });
});
