import type { VapiApiCredential } from '../../shared/transport';
import { VAPI_SIP } from '../presets/vapiSip';
import type { SipRegion } from '../spec';

/**
 * Whose SIP addresses count: those of the region that the key belongs to. The builder says which one only where that
 * is not known: a trunk is in the region of the key that makes it, whatever the builder says.
 *
 * @returns a region, or a sentence that says what is wrong
 */
export function regionOf(
  chosen: string,
  credential: VapiApiCredential['region'],
): { region: SipRegion } | { problem: string } {
  if (isRegion(chosen) && isRegion(credential) && chosen !== credential)
    return {
      problem: `SIP Region is ${chosen.toUpperCase()}, but the key of the Vapi credential belongs to ${credential.toUpperCase()}, and so does every trunk that is made with it: choose ${credential.toUpperCase()} or Region of the Vapi Credential`,
    };
  const wanted = chosen === '' || chosen === 'credential' ? credential : chosen;
  if (isRegion(wanted)) return { region: wanted };
  return {
    problem:
      wanted === 'custom'
        ? 'SIP Region is not known, because the Vapi credential has a base URL of its own: choose US or EU in the option SIP Region'
        : `SIP Region "${wanted}" is unknown: choose US or EU`,
  };
}

function isRegion(text: string): text is SipRegion {
  return Object.hasOwn(VAPI_SIP, text);
}
