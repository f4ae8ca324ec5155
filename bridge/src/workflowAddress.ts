import { BlockList, isIP } from 'node:net';

/** RFC 1918, 6598, 3927, 4193, 4291: addresses that are never routed through the internet. */
const privateRanges = new BlockList();
privateRanges.addSubnet('127.0.0.0', 8);
privateRanges.addSubnet('10.0.0.0', 8);
privateRanges.addSubnet('172.16.0.0', 12);
privateRanges.addSubnet('192.168.0.0', 16);
privateRanges.addSubnet('100.64.0.0', 10);
privateRanges.addSubnet('169.254.0.0', 16);
privateRanges.addAddress('::1', 'ipv6');
privateRanges.addSubnet('fc00::', 7, 'ipv6');
privateRanges.addSubnet('fe80::', 10, 'ipv6');

/** RFC 6762 and 8375, ICANN's name for private use, and what Docker and Kubernetes give to their hosts. */
const PRIVATE_NAMES = /^[^.]+$|\.(?:local|localhost|internal|lan|home\.arpa)$/i;

/**
 * What keeps an address from being used for n8n's webhooks, as the end of a sentence; `undefined`: nothing. What is said
 * in calls goes there, so plain HTTP is for private networks only, where n8n often stands beside the bridge.
 */
export function workflowAddressProblem(value: string): string | undefined {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (!url || !['https:', 'http:'].includes(url.protocol) || /\s/.test(value)) {
    return 'must be an address that begins with https:// or http://';
  }
  if (url.username || url.password) return 'must not contain a user name or password';
  if (url.hash) return 'must have no fragment';
  if (url.protocol === 'http:' && !isPrivate(url.hostname)) {
    return 'must begin with https://; http:// is for hosts of a private network, such as http://n8n:5678';
  }
  return undefined;
}

function isPrivate(hostname: string): boolean {
  const address = hostname.replace(/^\[|\]$/g, '');
  const version = isIP(address);
  if (version === 0) return PRIVATE_NAMES.test(hostname);
  return privateRanges.check(address, version === 4 ? 'ipv4' : 'ipv6');
}
