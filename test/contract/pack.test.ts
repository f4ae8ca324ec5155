import { existsSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import type { ICredentialType, INodeType } from 'n8n-workflow';
import { repoRoot } from '../support/repo';
import { unpackPack, type UnpackedPack } from './unpack';

interface Manifest {
  name: string;
  license: string;
  keywords: string[];
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  bundleDependencies?: string[];
  peerDependencies: Record<string, string>;
  n8n: { n8nNodesApiVersion: number; nodes: string[]; credentials: string[] };
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
const manifestOf = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;

/** From the sources' package.json, because tables of tests are made before the pack is. */
const declared = manifestOf(repoRoot).n8n;

describe('the packed node pack', () => {
  let pack: UnpackedPack;
  let manifest: Manifest;
  let load: NodeJS.Require;

  beforeAll(async () => {
    pack = await unpackPack();
    manifest = manifestOf(pack.folder);
    // n8n gives its own n8n-workflow to the pack; here it is the one of the repository. Nothing else is there.
    symlinkSync(join(repoRoot, 'node_modules'), join(pack.folder, 'node_modules'));
    load = createRequire(join(pack.folder, 'package.json'));
  });

  afterAll(() => {
    if (pack !== undefined) rmSync(pack.folder, { recursive: true, force: true });
  });

  it('holds dist/, package.json, README, LICENSE and CHANGELOG, nothing else', () => {
    const outsideDist = pack.files.filter((file) => !file.startsWith('dist/'));
    expect(outsideDist).toEqual(['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json']);
  });

  it('holds only what n8n reads: code, codex and schema files, icons', () => {
    const dist = pack.files.filter((file) => file.startsWith('dist/'));
    expect(dist.filter((file) => !/^dist\/(nodes|credentials)\//.test(file))).toEqual([]);
    expect(dist.filter((file) => !/\.(js|json|svg|png)$/.test(file))).toEqual([]);
    expect(dist.filter((file) => /\.test\.|__tests__|fixture/.test(file))).toEqual([]);
  });

  it('depends on nothing at run time but n8n', () => {
    expect(manifest.dependencies ?? {}).toEqual({});
    expect(manifest.optionalDependencies ?? {}).toEqual({});
    expect(manifest.bundleDependencies ?? []).toEqual([]);
    expect(manifest.peerDependencies).toEqual({ 'n8n-workflow': '*' });
  });

  it('declares a community package with files that are there', () => {
    expect(manifest).toMatchObject({ name: 'n8n-nodes-vapi', license: 'MIT' });
    expect(manifest.keywords).toContain('n8n-community-node-package');
    expect(manifest.n8n).toEqual(declared);
    const listed = [...declared.nodes, ...declared.credentials];
    expect(listed.length).toBeGreaterThan(0);
    expect(listed.filter((path) => !pack.files.includes(path))).toEqual([]);
  });

  it('declares every node and credential that it holds', () => {
    const built = (ending: string): string[] => pack.files.filter((file) => file.endsWith(ending));
    expect(built('.node.js')).toEqual([...declared.nodes].sort());
    expect(built('.credentials.js')).toEqual([...declared.credentials].sort());
  });

  it('requires nothing but its own files, n8n-workflow and crypto', () => {
    const required = new Set<string>();
    for (const file of pack.files.filter((name) => name.endsWith('.js'))) {
      const code = readFileSync(join(pack.folder, file), 'utf8');
      for (const [, name] of code.matchAll(/\brequire\("([^"]+)"\)/g)) {
        if (name !== undefined && !name.startsWith('.')) required.add(name);
      }
    }
    const allowed = ['crypto', 'n8n-workflow', 'node:crypto'];
    expect([...required].filter((name) => !allowed.includes(name))).toEqual([]);
  });

  it('has nothing left of the SDK whose types it is checked against', () => {
    const code = pack.files.filter((name) => name.endsWith('.js'));
    const naming = code.filter((name) =>
      readFileSync(join(pack.folder, name), 'utf8').includes('server-sdk'),
    );
    expect(naming).toEqual([]);
  });

  describe.each(declared.nodes)('%s', (path) => {
    const className = basename(path, '.node.js');
    const create = (): INodeType => {
      const Class = (load(`./${path}`) as Record<string, new () => INodeType>)[className];
      if (Class === undefined) throw new Error(`${path} must export a class "${className}", the file's name`);
      return new Class();
    };

    it('loads, under the name of its file', () => {
      const { description } = create();
      expect(description.name).toBe(lowerFirst(className));
      expect(description.displayName).toMatch(/Vapi/);
    });

    it('has its icons and its codex file', () => {
      const { icon } = create().description;
      const icons = typeof icon === 'string' ? [icon] : Object.values(icon ?? {});
      expect(icons.length).toBeGreaterThan(0);
      const folder = join(pack.folder, path, '..');
      expect(icons.filter((one) => !existsSync(join(folder, one.replace(/^file:/, ''))))).toEqual([]);
      const codex = readFileSync(join(pack.folder, path.replace(/\.js$/, '.json')), 'utf8');
      expect(JSON.parse(codex)).toMatchObject({ node: `n8n-nodes-vapi.${lowerFirst(className)}` });
    });

    it('uses only credentials of this pack', () => {
      const own = declared.credentials.map((file) => lowerFirst(basename(file, '.credentials.js')));
      const used = (create().description.credentials ?? []).map(({ name }) => name);
      expect(used.filter((name) => !own.includes(name))).toEqual([]);
    });
  });

  describe.each(declared.credentials)('%s', (path) => {
    it('loads, under the name of its file', () => {
      const className = basename(path, '.credentials.js');
      const Class = (load(`./${path}`) as Record<string, new () => ICredentialType>)[className];
      expect(Class).toBeDefined();
      expect(Class && new Class().name).toBe(lowerFirst(className));
    });
  });
});
