import { validateRequest } from 'twilio/lib/webhooks/webhooks';

/** The path of the media socket, below the public address. */
export const MEDIA_PATH = '/twilio/media';

/** The path of the status callbacks of streams and calls, below the public address. */
export const STATUS_PATH = '/twilio/status';

/** The path of the results of answering machine detection, below the public address. */
export const MACHINE_PATH = '/twilio/machine';

/**
 * The address of the media socket as it stands in the TwiML, which is the one Twilio signs.
 * @param publicUrl `https://…` without a slash at the end
 */
export function mediaUrl(publicUrl: string): string {
  return `${publicUrl.replace(/^https:/, 'wss:')}${MEDIA_PATH}`;
}

/**
 * Whether Twilio signed this webhook: base64(HMAC-SHA1(auth token, address + sorted parameters)). The address is the
 * configured one; Host and X-Forwarded-* are the client's to choose. Source: Twilio docs, "Webhooks security".
 * @param path path and query as requested
 * @param params the form fields
 */
export function isSignedWebhook(
  authToken: string,
  publicUrl: string,
  path: string,
  signature: string | undefined,
  params: Record<string, unknown>,
): boolean {
  if (!signature) return false;
  return validateRequest(authToken, signature, publicUrl + path, params);
}

/** Whether Twilio signed the upgrade of the media socket: as a webhook without parameters, over the `wss:` address. */
export function isSignedUpgrade(
  authToken: string,
  publicUrl: string,
  signature: string | undefined,
): boolean {
  if (!signature) return false;
  const url = mediaUrl(publicUrl);
  // Twilio's helper tries the address with and without port, but takes 80 for the default port of wss.
  const explicit = new URL(url).port === '' ? url.replace(/^(wss:\/\/[^/]+)/, '$1:443') : url;
  return (
    validateRequest(authToken, signature, url, {}) || validateRequest(authToken, signature, explicit, {})
  );
}
