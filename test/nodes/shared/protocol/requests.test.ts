import { findRequest, looksLikeRequest, VAPI_REQUESTS } from '../../../../nodes/shared/protocol/requests';

describe('the requests of Vapi', () => {
  it('are listed by name, each once', () => {
    const names = VAPI_REQUESTS.map(({ name }) => name);
    expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b)));
    expect(new Set(VAPI_REQUESTS.map(({ kind }) => kind)).size).toBe(VAPI_REQUESTS.length);
  });

  it('have a deadline within what Vapi waits for', () => {
    for (const { deadlineSeconds, maxDeadlineSeconds } of VAPI_REQUESTS) {
      expect(deadlineSeconds).toBeGreaterThan(0);
      expect(deadlineSeconds).toBeLessThanOrEqual(maxDeadlineSeconds);
      // server.timeoutSeconds and model.timeoutSeconds are 20 unless changed.
      expect(deadlineSeconds).toBeLessThan(20);
    }
    expect(findRequest('assistant-request')?.maxDeadlineSeconds).toBeLessThan(7.5);
  });

  it('are found by kind', () => {
    expect(findRequest('voice-request')?.name).toBe('Voice');
    expect(findRequest('status-update')).toBeUndefined();
    expect(findRequest(undefined)).toBeUndefined();
  });

  it.each([
    ['some-new-request', true],
    ['call.new.request', true],
    ['status-update', false],
    ['request-update', false],
  ])('of a type nobody knows, such as %s: %p', (type, expected) => {
    expect(looksLikeRequest(type)).toBe(expected);
  });
});
