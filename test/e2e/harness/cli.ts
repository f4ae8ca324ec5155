import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { N8nInstall } from './install';
import { lastLines, run, runOrThrow } from './run';

/** A credential as `n8n import:credentials` takes it: `data` is plain here and encrypted on import. */
export interface ImportedCredential {
  id: string;
  name: string;
  /** Credential type, e.g. `vapiApi`. */
  type: string;
  data: Record<string, unknown>;
}

/**
 * Installs packed community node packages the way n8n itself does: by npm, into the user folder. They are
 * loaded at the next boot under their real names (`n8n-nodes-vapi.vapiTrigger`), and `n8n-workflow` resolves
 * to n8n's own copy, which a symbolic link to the checkout would not do.
 */
export async function installCommunityPacks(
  tarballs: string[],
  userFolder: string,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const folder = join(userFolder, '.n8n', 'nodes');
  mkdirSync(folder, { recursive: true });
  const manifest = { name: 'installed-nodes', private: true, dependencies: {} };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  await runOrThrow(
    'npm',
    // Without --legacy-peer-deps npm would fetch the peer n8n-workflow beside the pack.
    ['install', '--ignore-scripts', '--legacy-peer-deps', '--no-audit', '--no-fund', ...tarballs],
    { cwd: folder, env, timeoutMs: 300_000 },
  );
}

/**
 * Imports credentials with their ids, in one run of n8n's command line. n8n must not be running on the
 * same user folder.
 *
 * @throws with the command's last lines; n8n exits 0 on some failures, so its word of success is looked for
 */
export async function importCredentials(
  credentials: ImportedCredential[],
  install: N8nInstall,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'n8n-import-'));
  try {
    const file = join(folder, 'credentials.json');
    writeFileSync(file, JSON.stringify(credentials));
    const args = [install.bin, 'import:credentials', `--input=${file}`];
    const result = await run(install.nodeBin, args, { env, timeoutMs: 300_000 });
    if (result.code !== 0 || !result.output.includes('Successfully imported')) {
      const names = credentials.map((credential) => credential.name).join(', ');
      throw new Error(`n8n could not import the credentials ${names}:\n${lastLines(result.output, 20)}`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
