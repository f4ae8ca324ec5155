import { createPrivateKey, type KeyObject } from 'node:crypto';

/**
 * Reads the private key of an application: RSA in PEM form, as Vonage's dashboard hands it out. Where an environment
 * can't hold several lines, `\n` may stand for their ends.
 * @returns undefined when it is no such key
 */
export function parsePrivateKey(pem: string): KeyObject | undefined {
  try {
    const key = createPrivateKey(pem.replaceAll('\\n', '\n'));
    return key.asymmetricKeyType === 'rsa' ? key : undefined;
  } catch {
    return undefined;
  }
}
