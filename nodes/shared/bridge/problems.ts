import type { ErrorCode } from '../errors';
import { readable } from '../http/apiErrors';
import type { Attempt } from '../http/retry';
import { asObject, asText } from '../protocol/json';

/** Why a request to the bridge has failed. */
export interface BridgeProblem extends Attempt {
  /** Entry of the table of errors. */
  code: ErrorCode;
  text: string;
  /** How to fix it, in the words of the bridge. */
  hint?: string;
  /** The bridge's own code, such as `SESSION_UNKNOWN`. */
  bridgeCode?: string;
}

const BY_STATUS: Readonly<Record<number, ErrorCode>> = {
  401: 'BRIDGE_UNAUTHORIZED',
  403: 'BRIDGE_UNAUTHORIZED',
  404: 'BRIDGE_NOT_FOUND',
  409: 'BRIDGE_CONFLICT',
  429: 'BRIDGE_RATE_LIMITED',
};

/**
 * What an answer other than a success means. The bridge's errors are `{"error":{"code","message","hint"}}`; what has
 * another form comes from a proxy, or from a server that is no bridge.
 *
 * @param answer the body, parsed if it was JSON
 * @param request for the message: method and path
 */
export function bridgeProblem(status: number, answer: unknown, request: string): BridgeProblem {
  const error = asObject(asObject(answer).error);
  const [bridgeCode, message, hint] = [asText(error.code), asText(error.message), asText(error.hint)];
  const isBridge = bridgeCode !== undefined && message !== undefined;
  const said = isBridge ? message : readable(typeof answer === 'string' ? answer : JSON.stringify(answer));
  const text = `${said || 'no message'} (HTTP ${status}${isBridge ? `, ${bridgeCode}` : ''}, ${request})`;
  const problem = { code: codeOf(status, bridgeCode), text, status };
  // A bridge without this part says that there is no such route, and its hint would lead away from the reason.
  return bridgeCode === 'ROUTE_UNKNOWN' ? { ...problem, bridgeCode } : { ...problem, bridgeCode, hint };
}

function codeOf(status: number, bridgeCode: string | undefined): ErrorCode {
  if (status < 400) return 'BRIDGE_REDIRECTED';
  if (bridgeCode === 'ROUTE_UNKNOWN') return 'BRIDGE_ROUTE_UNKNOWN';
  const known = BY_STATUS[status];
  if (bridgeCode === undefined && status < 500 && status !== 429) return 'BRIDGE_STRANGER';
  if (known !== undefined) return known;
  return status < 500 && status !== 408 ? 'BRIDGE_REFUSED' : 'BRIDGE_FAILED';
}

/** Whether what was asked for may have been done, although no success came back. */
export function mayBeDone({ code, status, refused, bridgeCode }: BridgeProblem): boolean {
  if (refused === true) return false;
  if (code === 'BRIDGE_STRANGER' || code === 'BRIDGE_ANSWER_TOO_LARGE') return (status ?? 0) < 300;
  if (status === undefined || status === 408) return true;
  // With 501 and 503 the bridge itself says that it did not even try.
  if (bridgeCode !== undefined && (status === 501 || status === 503)) return false;
  return status >= 500;
}
