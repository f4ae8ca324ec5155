import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { repoRoot } from '../../support/repo';
import { withLock } from './lock';
import { npmEnv } from './npmEnv';
import { runOrThrow } from './run';

/** Everything that the pack is made from, files and folders, relative to the repository's root. */
const sources = [
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'gulpfile.js',
  'README.md',
  'LICENSE',
  'CHANGELOG.md',
  'nodes',
  'credentials',
];

/** Packs of older sources are kept this long, for a process that may be using one. */
const keepOldPacksMs = 60 * 60 * 1000;

/**
 * Builds the node pack and packs it as `npm publish` would. The tarball is kept under the hash of its
 * sources, so test files and processes share one build; two of them never build at the same time.
 *
 * @returns path of the tarball, in the ignored folder `.n8n-test`
 * @throws with npm's last lines if the build or the packing fails
 */
export async function packNodes(): Promise<string> {
  const folder = join(repoRoot, '.n8n-test', 'packs');
  mkdirSync(folder, { recursive: true });
  return await withLock(join(folder, 'lock'), 300_000, async () => {
    const target = join(folder, hashOf(sources.map((path) => join(repoRoot, path))));
    const known = tarballIn(target);
    if (known !== undefined) return known;
    removeOldPacks(folder);
    const env = npmEnv(process.execPath);
    await runOrThrow('npm', ['run', 'build'], { cwd: repoRoot, env });
    const unfinished = `${target}.unfinished`;
    rmSync(unfinished, { recursive: true, force: true });
    mkdirSync(unfinished);
    await runOrThrow('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', unfinished], {
      cwd: repoRoot,
      env,
    });
    renameSync(unfinished, target);
    const tarball = tarballIn(target);
    if (tarball === undefined) throw new Error(`"npm pack" succeeded but left no tarball in ${target}.`);
    return tarball;
  });
}

function tarballIn(folder: string): string | undefined {
  if (!existsSync(folder)) return undefined;
  const name = readdirSync(folder).find((file) => file.endsWith('.tgz'));
  return name === undefined ? undefined : join(folder, name);
}

function removeOldPacks(folder: string): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const isOld = Date.now() - statSync(path).mtimeMs > keepOldPacksMs;
    if (name !== 'lock' && isOld) rmSync(path, { recursive: true, force: true });
  }
}

function hashOf(paths: string[]): string {
  const hash = createHash('sha256').update(process.version);
  for (const file of paths.flatMap(filesUnder)) {
    hash.update(`\0${relative(repoRoot, file)}\0`).update(readFileSync(file));
  }
  return hash.digest('hex').slice(0, 16);
}

function filesUnder(path: string): string[] {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
