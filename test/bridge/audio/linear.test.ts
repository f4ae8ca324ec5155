import { readLinear, writeLinear } from '../../../bridge/src/audio/linear';

const samples = Int16Array.of(0, 1, -1, 0x1234, -32_768, 32_767);
const little = Buffer.from('0000' + '0100' + 'ffff' + '3412' + '0080' + 'ff7f', 'hex');
const big = Buffer.from('0000' + '0001' + 'ffff' + '1234' + '8000' + '7fff', 'hex');

describe.each([
  ['little', little],
  ['big', big],
] as const)('linear samples, %s end first', (order, bytes) => {
  it('are read', () => {
    const target = new Int16Array(8);
    expect(readLinear(bytes, order, target)).toBe(6);
    expect([...target.subarray(0, 6)]).toEqual([...samples]);
  });

  it('are read from any place in memory, but for half a sample at the end', () => {
    const shifted = Buffer.concat([Buffer.from([9]), bytes, Buffer.from([7])]).subarray(1);
    const target = new Int16Array(6);
    expect(readLinear(shifted, order, target)).toBe(6);
    expect([...target]).toEqual([...samples]);
  });

  it('are written', () => {
    const target = Buffer.alloc(12);
    writeLinear(samples, 6, order, target);
    expect(target).toEqual(bytes);
    const fewer = Buffer.alloc(4, 0x55);
    writeLinear(samples, 1, order, fewer);
    expect(fewer.toString('hex')).toBe('00005555');
  });
});
