import { BytesInFlight } from '../../../bridge/src/gateways/bytesInFlight';

describe('BytesInFlight', () => {
  it('lets no more in than its limit, but for small ones, and takes each back once', () => {
    const bytes = new BytesInFlight(100, 10);
    const release = bytes.hold(95);
    expect(bytes.hold(11)).toBeUndefined();
    const small = bytes.hold(10);
    expect(bytes.held).toBe(105);
    release?.();
    release?.();
    expect(bytes.held).toBe(10);
    expect(bytes.hold(90)).toBeDefined();
    small?.();
    expect(bytes.held).toBe(90);
  });
});
