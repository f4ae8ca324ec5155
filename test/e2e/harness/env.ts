import { delimiter, dirname, join } from 'node:path';
import type { N8nInstall } from './install';

/** What differs from one n8n process to the next. */
export interface N8nEnvOptions {
  install: N8nInstall;
  /** n8n keeps its database, settings and community packages in `<userFolder>/.n8n`. */
  userFolder: string;
  /** The only folder that workflows may read and write files in. */
  dataFolder: string;
  port: number;
  /** Port of the task broker; each n8n process on a machine needs its own. */
  brokerPort: number;
  /** Base of the URLs that n8n shows and registers elsewhere, e.g. `https://n8n.test/`. */
  webhookUrl: string;
  /** Last word over everything else. */
  extra?: Record<string, string>;
}

/** Login of the instance owner, who is made from the environment at boot. */
export const owner = {
  email: 'owner@example.com',
  password: 'Passw0rd!e2e',
  /** bcrypt of the password above, cost 10; made once, for a login that exists in tests only. */
  passwordHash: '$2a$10$qZXErryMrd0osaew5tKo5OfcPAaCOw76ejZK4Hx.omodPSYiFDBHq',
};

/** Variables of the caller's shell that n8n may see. All others (tokens, N8N_*, npm_*) stay outside. */
const inherited = ['HOME', 'LANG', 'LC_ALL', 'TMPDIR', 'USER', 'SHELL'];

/** Switches off everything in n8n that would call out: found by tracing the connections of a boot. */
const noOutsideCalls: Record<string, string> = {
  N8N_DIAGNOSTICS_ENABLED: 'false',
  N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
  N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
  N8N_TEMPLATES_ENABLED: 'false',
  N8N_DYNAMIC_BANNERS_ENABLED: 'false',
  N8N_HIRING_BANNER_ENABLED: 'false',
  N8N_PERSONALIZATION_ENABLED: 'false',
  N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
  N8N_VERIFIED_PACKAGES_ENABLED: 'false',
  EXTERNAL_FRONTEND_HOOKS_URLS: '',
  N8N_AI_ENABLED: 'false',
  N8N_AI_ASSISTANT_BASE_URL: '',
  // This module fetches a list from n8n's servers at boot.
  N8N_DISABLED_MODULES: 'mcp-registry',
};

/** n8n's own defaults, said aloud, so that its log is free of deprecation warnings. */
const saidAloud: Record<string, string> = {
  N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
  N8N_RUNNERS_MODE: 'internal',
  N8N_RUNNERS_TASK_TIMEOUT: '60',
  N8N_COMPRESSION_NODE_MAX_DECOMPRESSED_SIZE_BYTES: '268435456',
  N8N_COMPRESSION_NODE_MAX_ZIP_ENTRIES: '1000',
};

/**
 * The whole environment of one n8n process (`n8n start`, `n8n import:…`, a worker): loopback only, SQLite
 * unless `extra` says otherwise, no calls to the outside, owner set up without the browser.
 */
export function n8nEnv(options: N8nEnvOptions): NodeJS.ProcessEnv {
  const { install, port } = options;
  return {
    ...pick(process.env, inherited),
    ...noOutsideCalls,
    ...saidAloud,
    PATH: n8nPath(install),
    N8N_USER_FOLDER: options.userFolder,
    N8N_RESTRICT_FILE_ACCESS_TO: options.dataFolder,
    N8N_LISTEN_ADDRESS: '127.0.0.1',
    N8N_HOST: '127.0.0.1',
    N8N_PORT: String(port),
    N8N_PROTOCOL: 'http',
    N8N_RUNNERS_BROKER_PORT: String(options.brokerPort),
    N8N_RUNNERS_BROKER_LISTEN_ADDRESS: '127.0.0.1',
    N8N_SECURE_COOKIE: 'false',
    N8N_ENCRYPTION_KEY: 'e2e-encryption-key-not-secret',
    N8N_EDITOR_BASE_URL: `http://127.0.0.1:${port}/`,
    N8N_WEBHOOK_URL: options.webhookUrl,
    GENERIC_TIMEZONE: 'UTC',
    TZ: 'UTC',
    N8N_INSTANCE_OWNER_MANAGED_BY_ENV: 'true',
    N8N_INSTANCE_OWNER_EMAIL: owner.email,
    N8N_INSTANCE_OWNER_FIRST_NAME: 'E2E',
    N8N_INSTANCE_OWNER_LAST_NAME: 'Owner',
    N8N_INSTANCE_OWNER_PASSWORD_HASH: owner.passwordHash,
    ...options.extra,
  };
}

/** PATH for n8n and its children: n8n's task runner starts `node` by name, so the right one comes first. */
export function n8nPath(install: N8nInstall): string {
  const rest = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return [dirname(install.nodeBin), join(install.folder, 'node_modules', '.bin'), ...rest].join(delimiter);
}

function pick(from: NodeJS.ProcessEnv, names: string[]): Record<string, string> {
  const picked: Record<string, string> = {};
  for (const name of names) {
    const value = from[name];
    if (value !== undefined) picked[name] = value;
  }
  return picked;
}
