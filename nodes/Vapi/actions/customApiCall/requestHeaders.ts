import type { IExecuteFunctions } from 'n8n-workflow';
import { fail } from '../../../shared/fail';

/** What the credential, the HTTP client and the JSON body decide. */
const OWN =
  /^(authorization|proxy-.*|cookie|host|connection|keep-alive|upgrade|te|trailer|transfer-encoding|expect|content-.*)$/i;

/** Source: RFC 9110, 5.6.2 (token) and 5.5 (field value, without what is not ASCII). */
const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const VALUE = /^[\t\x20-\x7e]*$/;

/**
 * Headers as somebody wrote them.
 *
 * @throws NodeOperationError for those that this node must not or cannot send
 */
export function readHeaders(
  context: IExecuteFunctions,
  given: Record<string, unknown> | undefined,
  itemIndex: number,
): Record<string, string> {
  const entries = Object.entries(given ?? {}).map(([name, value]) => [name, String(value ?? '')] as const);
  const wrong = entries.find(([name, value]) => OWN.test(name) || !NAME.test(name) || !VALUE.test(value));
  if (wrong !== undefined) throw fail(context.getNode(), 'API_HEADER_REFUSED', wrong[0], itemIndex);
  return Object.fromEntries(entries);
}
