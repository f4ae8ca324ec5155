import { BridgeError, describeError, isErrorCode } from '../../bridge/src/errors';

describe('BridgeError', () => {
  it('is shown with code, hint, and a message that names the detail', () => {
    const error = new BridgeError('VAPI_REFUSED', 'status 401');
    expect(error.toJSON()).toEqual({
      error: {
        code: 'VAPI_REFUSED',
        message: 'Vapi refused to create the call. (status 401)',
        hint: expect.stringContaining('VAPI_API_KEY') as string,
      },
    });
    expect(error.status).toBe(502);
  });
});

describe('describeError', () => {
  it('keeps kind and code of a foreign error, but not its message, which may quote an address', () => {
    const described = describeError(Object.assign(new Error('wss://join-secret'), { code: 'ECONNRESET' }));
    expect(described).toMatchObject({ kind: 'Error', code: 'ECONNRESET' });
    expect(JSON.stringify(described)).not.toContain('join-secret');
    expect(JSON.stringify(describeError('join-secret'))).not.toContain('join-secret');
  });
});

describe('isErrorCode', () => {
  it('knows the codes of the table, and no other text', () => {
    expect(isErrorCode('VAPI_BUSY')).toBe(true);
    for (const text of ['vapi_busy', '', 'toString', '__proto__']) expect(isErrorCode(text)).toBe(false);
  });
});
