import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** What a suite without a browser says. */
export const NEED_CHROMIUM =
  'Chromium is not on the PATH. Fix: apt-get install -y chromium, or name it in CHROMIUM_PATH';

/** Chromium on this machine; undefined where there is none. */
export function findChromium(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const candidates = [
    process.env.CHROMIUM_PATH,
    ...folders.flatMap((folder) =>
      ['chromium', 'chromium-browser', 'google-chrome'].map((name) => join(folder, name)),
    ),
  ];
  return candidates.find((path) => path !== undefined && isExecutable(path));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
