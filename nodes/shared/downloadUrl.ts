import { publicUrlProblem } from './registration/publicUrl';

/**
 * Why a file is not read from an address to which an answer of Vapi leads. Recordings may lie in any storage of the
 * builder, so any public https address is fine, but none of the network that n8n is in.
 *
 * @param trustedBaseUrl custom base URL of the credential: its scheme and host are fine on every port
 * @returns a phrase that holds the host and nothing else of the URL, because signed URLs are secrets
 */
export function downloadUrlProblem(address: string, trustedBaseUrl?: string): string | undefined {
  if (!URL.canParse(address)) return 'it is not a URL';
  const url = new URL(address);
  if (url.username !== '' || url.password !== '') return `for ${url.host} it holds a user name or password`;
  if (isSameHost(url, trustedBaseUrl)) return undefined;
  const problem = publicUrlProblem(url.href);
  return problem === undefined ? undefined : `${url.host || url.protocol} ${problem}`;
}

function isSameHost(url: URL, baseUrl: string | undefined): boolean {
  if (baseUrl === undefined || !URL.canParse(baseUrl)) return false;
  const base = new URL(baseUrl);
  return /^https?:$/.test(base.protocol) && base.protocol === url.protocol && base.hostname === url.hostname;
}
