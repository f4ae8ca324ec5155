import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importCredentials, installCommunityPacks, type ImportedCredential } from './cli';
import { n8nEnv, owner } from './env';
import { ensureN8n, type N8nInstall } from './install';
import { N8nProcess } from './n8nProcess';
import { npmEnv } from './npmEnv';
import { poll } from './poll';
import { freePorts } from './ports';
import { N8nRest, type WorkflowJson } from './rest';
import { RestTransport } from './restTransport';

export interface StartN8nOptions {
  /** Packed community node packages to install. */
  tarballs: string[];
  /** Where n8n believes to be reached, e.g. `https://n8n.test/`: the base of its webhook URLs. */
  webhookUrl: string;
  credentials?: ImportedCredential[];
  /** Created with their ids, in this order. */
  workflows?: Array<WorkflowJson & { id: string }>;
  /** Which of the workflows are published before `startN8n` returns. All, unless named. */
  publish?: string[];
  env?: Record<string, string>;
  /** Kept at the end if given; else a temporary folder that `stop` removes. */
  userFolder?: string;
  /** The one folder that workflows may use files in. By default `data` in the user folder. */
  dataFolder?: string;
  port?: number;
  /** Progress of installing n8n, should it be missing. */
  log?: (line: string) => void;
}

/** A real n8n that runs, with its owner logged in. */
export interface N8n {
  /** Loopback address without a slash at the end, e.g. `http://127.0.0.1:40123`. */
  url: string;
  /** `webhookUrl` of the options, without a slash at the end. */
  publicUrl: string;
  pid: number;
  userFolder: string;
  dataFolder: string;
  email: string;
  password: string;
  rest: N8nRest;
  /** Everything that n8n has written to its log so far. */
  log(): string;
  /**
   * Waits until a production webhook is registered.
   *
   * @param path as in the production URL after `/webhook/`
   * @param method that the webhook is registered for; a CORS preflight request asks, so nothing is executed
   */
  waitForWebhook(path: string, method?: string, timeoutMs?: number): Promise<void>;
  /** @see N8nRest.waitForExecution */
  waitForExecution: N8nRest['waitForExecution'];
  /** Ends n8n and everything it started, and removes the temporary folder. Throws if something lives on. */
  stop(): Promise<void>;
}

/**
 * Starts a real n8n on SQLite and free ports of the loopback interface, with the packs installed as a user
 * would have them, the credentials imported, the workflows created and published.
 *
 * Credentials go in by the command line before the boot, because only that keeps their ids; its run of 3.8 s
 * makes the database, which saves the boot about half of that. Workflows go in over REST after the boot, as
 * from the editor: measured on two cores, 0.05 s to create and 0.25 s to publish each, against 2.6 s and 2.4 s
 * by one command each. All in all a start takes 8 s without credentials, 10 to 12 s with them.
 *
 * @throws if the machine lacks something to install n8n, if n8n ends early (with the last 40 lines of its
 *   log), or if a workflow cannot be published (with n8n's reason). Nothing is left running then.
 */
export async function startN8n(options: StartN8nOptions): Promise<N8n> {
  const install = await ensureN8n({ log: options.log });
  const isTemporary = options.userFolder === undefined;
  const userFolder = options.userFolder ?? realpathSync(mkdtempSync(join(tmpdir(), 'n8n-e2e-')));
  const removeFolder = (): void => {
    if (isTemporary) rmSync(userFolder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  let running: N8nProcess | undefined;
  try {
    const dataFolder = options.dataFolder ?? join(userFolder, 'data');
    mkdirSync(dataFolder, { recursive: true });
    const { env, url } = await prepare(options, install, userFolder, dataFolder);
    running = N8nProcess.start(['start'], install, env);
    await running.waitUntilReady(`${url}/healthz/readiness`, 300_000);
    const rest = await logIn(url, running);
    await addWorkflows(rest, options);
    const started = running;
    return {
      url,
      publicUrl: options.webhookUrl.replace(/\/+$/, ''),
      pid: started.pid,
      userFolder,
      dataFolder,
      email: owner.email,
      password: owner.password,
      rest,
      log: () => started.log(),
      waitForWebhook: (path, method, timeoutMs) => waitForWebhook(url, path, method, timeoutMs),
      waitForExecution: (...args) => rest.waitForExecution(...args),
      async stop() {
        await started.stop();
        removeFolder();
      },
    };
  } catch (error) {
    await running?.stop();
    removeFolder();
    throw error;
  }
}

async function prepare(
  options: StartN8nOptions,
  install: N8nInstall,
  userFolder: string,
  dataFolder: string,
): Promise<{ env: NodeJS.ProcessEnv; url: string }> {
  const [anyPort = 0, brokerPort = 0] = await freePorts(2);
  const port = options.port ?? anyPort;
  const { webhookUrl, env: extra } = options;
  const env = n8nEnv({ install, userFolder, dataFolder, port, brokerPort, webhookUrl, extra });
  if (options.tarballs.length > 0) {
    await installCommunityPacks(options.tarballs, userFolder, npmEnv(install.nodeBin));
  }
  if (options.credentials !== undefined && options.credentials.length > 0) {
    await importCredentials(options.credentials, install, env);
  }
  return { env, url: `http://127.0.0.1:${port}` };
}

async function logIn(url: string, running: N8nProcess): Promise<N8nRest> {
  const transport = new RestTransport(url);
  try {
    await transport.login(owner.email, owner.password);
  } catch (error) {
    throw new Error(`The owner could not log in at ${url}. ${running.lastWords()}`, { cause: error });
  }
  return new N8nRest(transport);
}

async function addWorkflows(rest: N8nRest, options: StartN8nOptions): Promise<void> {
  const workflows = options.workflows ?? [];
  for (const workflow of workflows) await rest.createWorkflow(workflow);
  for (const id of options.publish ?? workflows.map((workflow) => workflow.id)) await rest.publish(id);
}

async function waitForWebhook(
  url: string,
  path: string,
  method = 'POST',
  timeoutMs = 120_000,
): Promise<void> {
  let allowed = '';
  const options = { timeoutMs, describe: () => `Methods registered there: ${allowed || 'none'}.` };
  await poll(`the webhook ${method} ${path}`, options, async () => {
    const response = await fetch(`${url}/webhook/${path.replace(/^\/+/, '')}`, {
      method: 'OPTIONS',
      headers: { origin: url },
    });
    await response.arrayBuffer();
    allowed = response.headers.get('access-control-allow-methods') ?? '';
    return allowed.split(/,\s*/).includes(method) ? true : undefined;
  });
}
