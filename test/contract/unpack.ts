import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { packNodes } from '../e2e/harness/pack';
import { runOrThrow } from '../e2e/harness/run';

/** The unpacked tarball of the node pack. */
export interface UnpackedPack {
  folder: string;
  /** Paths of all files from `folder`, with forward slashes, sorted. */
  files: string[];
}

/** Builds and packs the node pack (or takes the pack of the same sources) and unpacks it; remove `folder` after use. */
export async function unpackPack(): Promise<UnpackedPack> {
  const tarball = await packNodes();
  const folder = mkdtempSync(join(tmpdir(), 'vapi-pack-'));
  await runOrThrow('tar', ['-xzf', tarball, '-C', folder, '--strip-components=1']);
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
  return { folder, files };
}
