/** A path below the base URL with its own query, or what is wrong with it, as a phrase. */
export type RequestPath = { ok: true; path: string } | { ok: false; problem: string };

/** Anything that a proxy or server may read in another way than this node. */
const AMBIGUOUS = /[\s\p{Cc}\\#]/u;

/** One dot or two between slashes, also encoded, or encoded again for proxies that decode once more than they should. */
const DOTS = /(?:^|\/|%(?:25)*(?:2f|5c))(?:\.|%(?:25)*2e){1,2}(?:$|[/;]|%(?:25)*(?:2f|5c|3b))/i;

/**
 * A path as somebody wrote it: with or without a slash in front, or as a full URL below the base URL. It may not lead
 * anywhere else, because the key is sent along.
 *
 * @param baseUrl of the credential, without a slash at the end
 */
export function readRequestPath(given: string, baseUrl: string): RequestPath {
  const text = given.trim();
  if (text === '') return refused('it is empty');
  if (AMBIGUOUS.test(text)) return refused('it holds white space, a backslash or a #');
  if (/^[a-z][a-z\d+.-]*:/i.test(text) || text.startsWith('//')) return ofUrl(text, baseUrl);
  const path = text.startsWith('/') ? text : `/${text}`;
  return checked(path);
}

function ofUrl(address: string, baseUrl: string): RequestPath {
  const base = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || base === undefined || base.origin !== url.origin || base.origin === 'null')
    return refused(`it leads to ${url?.host || 'another host'}`);
  if (url.username !== '' || url.password !== '') return refused('it holds a user name or password');
  const prefix = base.pathname.replace(/\/$/, '');
  // The text and not what the parser made of it: that has no ".." any more.
  const path = address.slice(address.indexOf('//') + 2).replace(/^[^/?]*/, '');
  if (!path.startsWith(`${prefix}/`)) return refused(`it does not begin with ${baseUrl}/`);
  return checked(path.slice(prefix.length));
}

function checked(path: string): RequestPath {
  const [pathname = ''] = path.split('?');
  let decoded: string;
  try {
    decoded = decodeURIComponent(pathname);
  } catch {
    return refused('it holds a % that stands for nothing');
  }
  if (/\p{Cc}/u.test(decoded)) return refused('it holds a control character');
  if (DOTS.test(pathname)) return refused('it holds a part that is only dots');
  // A second slash would let some programs read a host behind it.
  if (pathname.startsWith('//')) return refused('it begins with two slashes');
  return { ok: true, path };
}

function refused(problem: string): RequestPath {
  return { ok: false, problem };
}
