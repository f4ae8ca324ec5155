import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runOrThrow } from '../e2e/harness/run';
import { repoRoot } from '../support/repo';
import { unpackPack, type UnpackedPack } from './unpack';

interface ScanResult {
  files: string[];
  errors: string[];
}

/** Applies the rules of n8n's scanner for community packages (@n8n/scan-community-package) to a folder. */
async function scan(folder: string, what: 'sources' | 'tarball'): Promise<ScanResult> {
  const script = join(repoRoot, 'test', 'tooling', 'lintWithN8nRules.mjs');
  const { stdout } = await runOrThrow(process.execPath, [script, folder, what], {
    // Jest's NODE_ENV "test" switches eslint-plugin-n8n-nodes-base to a mode for its own tests.
    env: { ...process.env, NODE_ENV: 'production' },
    timeoutMs: 120_000,
  });
  return JSON.parse(stdout) as ScanResult;
}

const scanTimeout = 180_000;

describe("n8n's scanner for community packages", () => {
  let pack: UnpackedPack;
  let scratch: string;

  beforeAll(async () => {
    pack = await unpackPack();
  });
  beforeEach(() => {
    scratch = mkdtempSync(join(tmpdir(), 'scan-'));
  });
  afterEach(() => rmSync(scratch, { recursive: true, force: true }));
  afterAll(() => {
    if (pack !== undefined) rmSync(pack.folder, { recursive: true, force: true });
  });

  const write = (files: Record<string, string>): void => {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(scratch, name)), { recursive: true });
      writeFileSync(join(scratch, name), text);
    }
  };
  const manifest = readFileSync(join(repoRoot, 'package.json'), 'utf8');

  it(
    'finds no error in the sources',
    async () => {
      const { files, errors } = await scan(repoRoot, 'sources');
      expect(errors).toEqual([]);
      expect(files).toEqual(expect.arrayContaining(['package.json', 'nodes/Vapi/Vapi.node.ts']));
      expect(files.some((file) => file.startsWith('bridge/'))).toBe(false);
    },
    scanTimeout,
  );

  it(
    'finds no error in the tarball',
    async () => {
      const { files, errors } = await scan(pack.folder, 'tarball');
      expect(errors).toEqual([]);
      const expected = pack.files.filter((file) => file.endsWith('.js') || file === 'package.json');
      expect([...files].sort()).toEqual(expected);
    },
    scanTimeout,
  );

  it(
    'would find timers and console in the tarball, also where a comment allows them',
    async () => {
      write({
        'package.json': manifest,
        'dist/a.js': '/* eslint-disable */\nsetTimeout(() => console.log(1), 5);\n',
      });
      const { errors } = await scan(scratch, 'tarball');
      expect(errors).toEqual([
        expect.stringMatching(/^dist\/a\.js:2 @n8n\/community-nodes\/no-restricted-globals .*setTimeout/),
        expect.stringMatching(/^dist\/a\.js:2 no-console /),
      ]);
    },
    scanTimeout,
  );

  it(
    'would find what the rules for package.json, nodes and credentials forbid',
    async () => {
      write({
        'package.json': manifest
          .replace('"license": "MIT"', '"license": "ISC"')
          .replace('"peerDependencies"', '"dependencies": { "ws": "^8" }, "peerDependencies"'),
        'nodes/A/A.node.ts': `export class A { description = { displayName: 'A', name: 'b', group: ['transform'], version: 1, properties: [] }; }`,
        'credentials/B.credentials.ts': `export class B implements ICredentialType { name = 'b'; displayName = 'B'; properties = []; }`,
      });
      const { errors } = await scan(scratch, 'sources');
      const rules = errors.map((error) => error.split(' ').slice(0, 2).join(' '));
      expect(rules).toEqual(
        expect.arrayContaining([
          expect.stringMatching(
            /^package\.json:\d+ n8n-nodes-base\/community-package-json-license-not-default$/,
          ),
          expect.stringMatching(/^package\.json:\d+ @n8n\/community-nodes\/no-runtime-dependencies$/),
          expect.stringMatching(/^nodes\/A\/A\.node\.ts:1 n8n-nodes-base\/node-filename-against-convention$/),
          expect.stringMatching(
            /^credentials\/B\.credentials\.ts:1 n8n-nodes-base\/cred-class-name-unsuffixed$/,
          ),
        ]),
      );
    },
    scanTimeout,
  );

  it(
    'takes a file on which a rule crashes for an error, as the scanner does',
    async () => {
      const code = `export class A { description = { displayName: 'A', name: 'a', group: ['transform'], credentials: [b] }; }`;
      write({ 'package.json': manifest, 'nodes/A/A.node.ts': code });
      const { errors } = await scan(scratch, 'sources');
      expect(errors).toEqual([expect.stringContaining('A rule crashed: ')]);
    },
    scanTimeout,
  );
});
