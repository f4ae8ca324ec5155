import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Harness } from '../support/harness';

const FOLDER = join(__dirname, '..', '..', '..', 'bridge', 'src', 'console', 'assets');
const files = readdirSync(FOLDER);
const read = (file: string): string => readFileSync(join(FOLDER, file), 'utf8');

describe('the console', () => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await new Harness().start();
  });
  afterAll(() => harness.stop());

  it('is served without a key, and lets nothing but its own files in', async () => {
    const response = await harness.request('/console');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy.split('; ')).toEqual(
      expect.arrayContaining([
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
      ]),
    );
    expect(policy).not.toContain('unsafe');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(await response.text()).toBe(read('index.html'));
  });

  it.each(files)('serves %s with its type, and tells when it has not changed', async (file) => {
    const response = await harness.request(`/console/${file}`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(/^(?:text\/(?:html|css|javascript)|image\/svg)/);
    expect(await response.text()).toBe(read(file));
    const etag = response.headers.get('etag') ?? '';
    const again = await harness.request(`/console/${file}`, { headers: { 'if-none-match': etag } });
    expect(again.status).toBe(304);
  });

  it.each([
    '/console/../assets.js',
    '/console/..%2froom.ts',
    '/console/%2e%2e%2froom.ts',
    '/console/x.js',
    '/console/__proto__',
  ])('serves nothing else: %s', async (path) => {
    const response = await harness.request(path);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ error: { code: 'ROUTE_UNKNOWN' } });
  });

  it('sends /console/ to /console, where its addresses are right', async () => {
    const response = await harness.request('/console/', { redirect: 'manual' });
    expect([response.status, response.headers.get('location')]).toEqual([308, '../console']);
  });

  // What the policy would block at run time, where no test looks.
  it.each(files.filter((file) => file.endsWith('.html')))('has nothing inline in %s', (file) => {
    expect(read(file)).not.toMatch(
      /<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|javascript:|https?:\/\//i,
    );
  });

  it.each(files.filter((file) => file.endsWith('.js')))('makes no markup of texts in %s', (file) => {
    expect(read(file)).not.toMatch(
      /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function/,
    );
  });

  it('names every file that it loads as it is there', () => {
    const named = files
      .filter((file) => file.endsWith('.js'))
      .flatMap((file) => [...read(file).matchAll(/from '\.\/([\w.]+)'/g)].map((match) => match[1]));
    const linked = [...read('index.html').matchAll(/(?:href|src)="console\/([\w.]+)"/g)].map(
      (match) => match[1],
    );
    for (const file of [...named, ...linked]) expect(files).toContain(file);
    expect(linked).toEqual(expect.arrayContaining(['main.js', 'style.css', 'icon.svg']));
  });
});
