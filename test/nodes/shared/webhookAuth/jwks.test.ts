import fc from 'fast-check';
import { JwksCache, type Download, type KeySet } from '../../../../nodes/shared/webhookAuth/jwks';

const URL_OF_KEYS = 'https://login.test/jwks';
const START = Date.parse('2026-08-20T09:15:00.000Z');
const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** A server with keys that a test can change or break, and how often it was asked. */
function server(...kids: string[]) {
  const state = {
    asked: [] as string[],
    answer: undefined as Awaited<ReturnType<Download>> | undefined,
    kids,
    download: async (url: string) => {
      state.asked.push(url);
      const keys = state.kids.map((kid) => ({ kty: 'RSA', kid }));
      return state.answer ?? { ok: true as const, text: JSON.stringify({ keys }) };
    },
  };
  return state;
}

const kidsOf = (set: KeySet): unknown => (set.ok ? set.keys.map(({ kid }) => kid) : set.reason);
const broken = { ok: false as const, reason: 'ECONNREFUSED' };

describe('published keys', () => {
  it('are read once, and again after five minutes', async () => {
    const [cache, login] = [new JwksCache(), server('a')];
    const at = async (ms: number) => kidsOf(await cache.read(URL_OF_KEYS, 'a', login.download, START + ms));
    expect(await at(0)).toEqual(['a']);
    login.kids = ['b'];
    expect(await at(5 * MINUTE - 1)).toEqual(['a']);
    expect(login.asked).toEqual([URL_OF_KEYS]);
    expect(await at(5 * MINUTE)).toEqual(['b']);
  });

  it('are read by one request for all that wait', async () => {
    const [cache, login] = [new JwksCache(), server('a')];
    const read = async () => kidsOf(await cache.read(URL_OF_KEYS, 'a', login.download, START));
    expect(await Promise.all([read(), read(), read()])).toEqual([['a'], ['a'], ['a']]);
    expect(login.asked).toHaveLength(1);
  });

  it('are read again for a new key id, but at most once in 15 seconds', async () => {
    const [cache, login] = [new JwksCache(), server('a')];
    const at = async (ms: number, kid: string | undefined) =>
      kidsOf(await cache.read(URL_OF_KEYS, kid, login.download, START + ms));
    await at(0, 'a');
    login.kids = ['a', 'b'];
    expect(await at(15 * SECOND - 1, 'b')).toEqual(['a']);
    expect(await at(15 * SECOND, undefined)).toEqual(['a']);
    expect(login.asked).toHaveLength(1);
    expect(await at(15 * SECOND, 'b')).toEqual(['a', 'b']);
    for (const kid of ['x', 'y', 'z']) await at(20 * SECOND, kid);
    expect(login.asked).toHaveLength(2);
  });

  it('outlive a failing server for ten minutes, no longer', async () => {
    const [cache, login] = [new JwksCache(), server('a')];
    const at = async (ms: number) => kidsOf(await cache.read(URL_OF_KEYS, 'a', login.download, START + ms));
    await at(0);
    login.answer = broken;
    expect(await at(6 * MINUTE)).toEqual(['a']);
    expect(await at(10 * MINUTE)).toBe('the keys at the JWKS URL could not be read: ECONNREFUSED');
    login.answer = undefined;
    expect(await at(10 * MINUTE + 15 * SECOND)).toEqual(['a']);
  });

  it('are not asked for again and again while the server fails', async () => {
    const [cache, login] = [new JwksCache(), server('a')];
    login.answer = broken;
    const at = async (ms: number) => kidsOf(await cache.read(URL_OF_KEYS, 'a', login.download, START + ms));
    for (const ms of [0, 1, 14_999]) expect(await at(ms)).toMatch(/ECONNREFUSED/);
    expect(login.asked).toHaveLength(1);
    await at(15_000);
    expect(login.asked).toHaveLength(2);
  });

  it.each([
    ['no JSON', 'hello', /is no JSON/],
    ['a list', '[]', /holds no list of keys/],
    ['null', 'null', /holds no list of keys/],
    ['no keys', '{"keys":[]}', /holds no list of keys/],
    ['keys that are none', '{"keys":["a",1,null]}', /holds no list of keys/],
  ])('are refused as %s', async (_, text, reason) => {
    const set = await new JwksCache().read(URL_OF_KEYS, 'a', async () => ({ ok: true, text }), START);
    expect(kidsOf(set)).toMatch(reason);
  });

  it('are kept apart by URL, for a hundred URLs', async () => {
    const [cache, login] = [new JwksCache(), server('a')];
    const read = async (n: number) => await cache.read(`https://login.test/${n}`, 'a', login.download, START);
    for (let n = 0; n <= 100; n += 1) await read(n);
    expect(login.asked).toHaveLength(101);
    await read(100);
    expect(login.asked).toHaveLength(101);
    await read(0);
    expect(login.asked).toHaveLength(102);
  });

  it('never reject, whatever the server answers', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.json()), async (text) => {
        const set = await new JwksCache().read(URL_OF_KEYS, 'a', async () => ({ ok: true, text }), START);
        expect(typeof set.ok).toBe('boolean');
      }),
    );
  });
});
