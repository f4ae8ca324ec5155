/** Close codes of RFC 6455, 7.4.1, as far as this end sends or reports them. */
export const CLOSE = {
  normal: 1000,
  protocolError: 1002,
  /** Never sent: a close frame without a code was received. */
  noCode: 1005,
  /** Never sent: the connection ended without a close frame. */
  abnormal: 1006,
  invalidPayload: 1007,
  tooBig: 1009,
} as const;

/** Whether a close frame may carry this code: a registered one (IANA, to 1014), or one of an application (3000-4999). */
export function isSendableCode(code: number): boolean {
  if (code >= 3000) return code <= 4999;
  return code >= 1000 && code <= 1014 && code !== 1004 && code !== CLOSE.noCode && code !== CLOSE.abnormal;
}
