/** A control URL in the form in which it is asked, or what is wrong with it, as a phrase. */
export type CheckedControlUrl = { ok: true; url: string } | { ok: false; problem: string };

/** As the URL parser writes it: lower case, other scripts in Punycode. */
const VAPI_HOST = /^(?:[a-z0-9-]+\.)*vapi\.ai$/;

/** Anything that two programs may read differently: white space, control characters and the wrong slash. */
const AMBIGUOUS = /[\s\p{Cc}\\]/u;

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i;

/**
 * Checks the address to which live control goes, because it comes from data: a workflow that passes on whatever it
 * gets must not become a way into other networks. Allowed are https and the hosts of Vapi, on the usual port and
 * without user name; besides those only scheme, host and port of a base URL that somebody typed into the credential.
 * Source: Vapi docs, live call control; the hosts are field reports (vapi-api.md, d).
 *
 * @param given may have white space and the angle brackets of Vapi's samples around it
 * @param customBaseUrl of a credential with region "custom"
 */
export function checkControlUrl(given: string, customBaseUrl?: string): CheckedControlUrl {
  const text = given.replace(/^[\s<]+/, '').replace(/[\s>]+$/, '');
  if (AMBIGUOUS.test(text) || !URL.canParse(text)) return refused('it is not a URL');
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') return refused('it holds a user name or password');
  // Nothing reads it, and it would only hide what the URL says.
  url.hash = '';
  if (isOfBase(url, customBaseUrl)) return { ok: true, url: url.href };
  if (url.protocol !== 'https:') return refused(`it begins with ${url.protocol}//`);
  if (!VAPI_HOST.test(url.hostname)) return refused(`its host is ${url.hostname}`);
  if (url.port !== '') return refused(`it names the port ${url.port}`);
  return { ok: true, url: url.href };
}

/** The ID of the call as control URLs show it, if there is one in the path. */
export function callIdInUrl(url: string): string | undefined {
  return URL.canParse(url) ? UUID.exec(new URL(url).pathname)?.[0].toLowerCase() : undefined;
}

function isOfBase(url: URL, baseUrl: string | undefined): boolean {
  if (baseUrl === undefined || !URL.canParse(baseUrl)) return false;
  const base = new URL(baseUrl);
  // Other schemes all have the same origin, which is none.
  return /^https?:$/.test(base.protocol) && base.origin === url.origin;
}

function refused(problem: string): CheckedControlUrl {
  return { ok: false, problem };
}
