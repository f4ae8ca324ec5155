import { asArray, asObject, isObject, type JsonObject } from '../protocol/json';
import { refuse, type Refusal } from './received';

/** The keys that an OAuth2 server publishes (RFC 7517, 5), or why there are none. */
export type KeySet = { ok: true; keys: readonly JsonObject[] } | Refusal;

/** Reads a URL; never rejects. */
export type Download = (url: string) => Promise<{ ok: true; text: string } | Refusal>;

interface Entry {
  keys: readonly JsonObject[];
  /** Milliseconds since 1970; when the keys were read, and when that was last tried. */
  readAt: number;
  triedAt: number;
  reason: string;
  reading?: Promise<void>;
}

/** After this the keys are read again, at the next request. */
const FRESH_MS = 5 * 60_000;
/** So long they are used if that fails. Then every request is refused: a withdrawn key must not live on. */
const USABLE_MS = 10 * 60_000;
/** Anyone can send a token with an unknown key id. That must not make us ask the server each time. */
const RETRY_MS = 15_000;
const MAX_URLS = 100;
const MAX_KEYS = 100;

/** Key sets by URL, in the memory of this process. */
export class JwksCache {
  private readonly entries = new Map<string, Entry>();

  /**
   * The keys at a URL: from memory, or read anew because they are old or do not hold the wanted one. A URL is
   * asked at most once in 15 seconds, by any number of requests together.
   *
   * @param keyId of the key that a token names, if it does
   * @param now milliseconds since 1970
   */
  async read(url: string, keyId: string | undefined, download: Download, now: number): Promise<KeySet> {
    const entry = this.entries.get(url) ?? this.add(url);
    const isMissing = keyId !== undefined && !entry.keys.some(({ kid }) => kid === keyId);
    if (isMissing || now - entry.readAt >= FRESH_MS) {
      if (now - entry.triedAt >= RETRY_MS) entry.reading ??= this.refresh(url, entry, download, now);
      await entry.reading;
    }
    if (now - entry.readAt < USABLE_MS) return { ok: true, keys: entry.keys };
    return refuse(`the keys at the JWKS URL could not be read: ${entry.reason}`);
  }

  private add(url: string): Entry {
    const entry = { keys: [], readAt: -Infinity, triedAt: -Infinity, reason: 'not tried yet' };
    const [oldest] = this.entries.keys();
    if (this.entries.size >= MAX_URLS && oldest !== undefined) this.entries.delete(oldest);
    this.entries.set(url, entry);
    return entry;
  }

  private async refresh(url: string, entry: Entry, download: Download, now: number): Promise<void> {
    entry.triedAt = now;
    const answer = await download(url);
    const parsed = answer.ok ? parseKeySet(answer.text) : answer;
    if (parsed.ok) Object.assign(entry, { keys: parsed.keys, readAt: now });
    else entry.reason = parsed.reason;
    entry.reading = undefined;
  }
}

function parseKeySet(text: string): KeySet {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    return refuse('the answer is no JSON');
  }
  const keys = asArray(asObject(answer).keys).filter(isObject).slice(0, MAX_KEYS);
  return keys.length > 0 ? { ok: true, keys } : refuse('the answer holds no list of keys');
}
