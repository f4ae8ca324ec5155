import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sharedFixturesDir } from './repo';

/** Whether the payloads beside the checkout are there. */
export const hasSharedFixtures = existsSync(sharedFixturesDir);

/** For the first two arguments of `describeWith`. */
export const SHARED_FIXTURES_MISSING = 'the folder shared/fixtures beside the checkout is missing';

/** A payload of the shared folder, for example `server/tool-calls.json`. */
export function sharedFixture<T = Record<string, unknown>>(path: string): T {
  return JSON.parse(readFileSync(join(sharedFixturesDir, path), 'utf8')) as T;
}

/** Paths of the JSON payloads in a folder that begin with a prefix; none where the folder is missing. */
export function sharedFixtures(folder: string, prefix = ''): string[] {
  const directory = join(sharedFixturesDir, folder);
  if (!existsSync(directory)) return [];
  return readdirSync(directory)
    .filter((file) => file.startsWith(prefix) && file.endsWith('.json'))
    .sort()
    .map((file) => `${folder}/${file}`);
}
