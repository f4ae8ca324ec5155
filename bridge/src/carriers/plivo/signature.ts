import { createHmac, timingSafeEqual } from 'node:crypto';

/** The path of the media socket, below the public address. */
export const MEDIA_PATH = '/plivo/media';

/** The address of the media socket. @param publicUrl `https://…` without a slash at the end */
export function mediaUrl(publicUrl: string): string {
  return `${publicUrl.replace(/^https:/, 'wss:')}${MEDIA_PATH}`;
}

/** The headers of a signed request. */
export interface Proof {
  /** `X-Plivo-Signature-V3`: one signature for each auth token of the account, joined by commas. */
  signature: string | undefined;
  /** `X-Plivo-Signature-V3-Nonce` */
  nonce: string | undefined;
}

/**
 * Whether Plivo signed this webhook: base64(HMAC-SHA256(auth token, address, fields and nonce)). The address is the
 * configured one; Host and X-Forwarded-* are the client's to choose. Source: Plivo docs, "Signature validation";
 * plivo-node, `validateV3Signature`.
 * @param path path and query as requested
 * @param form the fields of the form, in any order
 */
export function isSignedWebhook(
  authToken: string,
  address: { publicUrl: string; path: string },
  form: URLSearchParams,
  proof: Proof,
): boolean {
  const [path = '', query = ''] = address.path.split('?', 2);
  const fields = sorted(form).map(([name, value]) => name + value);
  const values = sorted(new URLSearchParams(query)).map(([name, value]) => `${name}=${value}`);
  let text = address.publicUrl + path;
  if (values.length > 0 || fields.length > 0) text += `?${values.join('&')}`;
  if (values.length > 0 && fields.length > 0) text += '.';
  return isProven(authToken, text + fields.join(''), proof);
}

/**
 * Whether Plivo signed the upgrade of the media socket: as a GET without parameters. The documentation has the address
 * as it stands in the XML (`wss:`), Plivo's own server library checks `https:`; both can only be Plivo's.
 */
export function isSignedUpgrade(authToken: string, publicUrl: string, proof: Proof): boolean {
  return [mediaUrl(publicUrl), publicUrl + MEDIA_PATH].some((url) => isProven(authToken, url, proof));
}

function isProven(authToken: string, text: string, { signature, nonce }: Proof): boolean {
  // A dot in the nonce could be one of the text before it: then one signature would have many nonces.
  if (!signature || !nonce || !/^[\w-]{1,128}$/.test(nonce)) return false;
  const expected = createHmac('sha256', authToken).update(`${text}.${nonce}`).digest();
  return signature.split(',').some((each) => {
    const given = Buffer.from(each.trim(), 'base64');
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}

/** By name, then by value, as bytes would be. */
function sorted(fields: URLSearchParams): [name: string, value: string][] {
  return [...fields].sort(([a, x], [b, y]) => compare(a, b) || compare(x, y));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
