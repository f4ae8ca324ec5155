import type { ChildProcess } from 'node:child_process';
import { openSync, closeSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import ts from 'typescript';
import { twilioAccount, type Kind } from './load';
import { BenchError, RELAY_CORE } from './machine';
import { startOnCore, stopProcess } from './processes';
import { environmentOfStart } from './startEnvironment';

export type RelayName = 'bridge' | 'bridge, recording' | 'demo' | 'pass-through' | 'direct';

/** How the load speaks to each relay. `direct` is none: the load speaks to itself, which shows what it adds. */
export const kindOf: Readonly<Record<RelayName, Kind>> = {
  bridge: 'twilio',
  'bridge, recording': 'twilio',
  demo: 'bare',
  'pass-through': 'pipe',
  direct: 'pipe',
};

export interface Relay {
  name: RelayName;
  port: number;
  /** `undefined` for `direct`. */
  pid: number | undefined;
  stop(): Promise<void>;
}

export interface RelayOptions {
  /** Folder for logs and compiled programs. */
  folder: string;
  /** The bridge's program. */
  bridgeMain: string;
  /** Where the load plays what is behind the relay. */
  portBehind: number;
  /** Variables of the bridge that differ from its defaults. */
  env?: Readonly<Record<string, string>>;
}

const repoRoot = resolve(__dirname, '..', '..');
const START_TIMEOUT_MS = 20_000;

/**
 * Starts a relay as a process of its own, on the core of the relays.
 * @throws BenchError when it doesn't listen
 */
export async function startRelay(name: RelayName, options: RelayOptions): Promise<Relay> {
  const { folder, bridgeMain, portBehind } = options;
  const base = `http://127.0.0.1:${portBehind}`;
  switch (name) {
    case 'direct':
      return { name, port: portBehind, pid: undefined, stop: () => Promise.resolve() };
    case 'pass-through':
      return await startRelayProgram(
        name,
        compiled('passThrough', folder),
        { PORT_BEHIND: `${portBehind}` },
        folder,
      );
    case 'demo':
      return await startRelayProgram(name, compiled('demoRelay', folder), { VAPI_BASE_URL: base }, folder);
    case 'bridge, recording':
      return await startRelayProgram(
        name,
        bridgeMain,
        {
          ...bridgeEnvironment(base),
          BRIDGE_RECORD: 'on',
          BRIDGE_DATA_DIR: join(folder, 'data'),
          ...options.env,
        },
        folder,
      );
    case 'bridge':
      return await startRelayProgram(
        name,
        bridgeMain,
        { ...bridgeEnvironment(base), ...options.env },
        folder,
      );
  }
}

/** As `npm start` and production, but for the addresses and a limit above any number of calls here. */
function bridgeEnvironment(base: string): Record<string, string> {
  const { accountSid, authToken, publicUrl } = twilioAccount;
  return {
    ...environmentOfStart(),
    BRIDGE_PUBLIC_URL: publicUrl,
    BRIDGE_API_KEY: 'bench-api-key',
    BRIDGE_HOST: '127.0.0.1',
    BRIDGE_PORT: '0',
    BRIDGE_MAX_SESSIONS: '5000',
    VAPI_API_KEY: 'bench-vapi-key',
    VAPI_BASE_URL: base,
    VAPI_ASSISTANT_ID: 'bench-assistant',
    TWILIO_ACCOUNT_SID: accountSid,
    TWILIO_AUTH_TOKEN: authToken,
    TWILIO_API_BASE_URL: base,
  };
}

async function startRelayProgram(
  name: RelayName,
  program: string,
  env: Record<string, string>,
  folder: string,
): Promise<Relay> {
  return { name, ...(await startProgram({ name, program, env, folder, core: RELAY_CORE })) };
}

interface ProgramOptions {
  /** For its log. */
  name: string;
  /** The file that Node runs. */
  program: string;
  env: Readonly<Record<string, string>>;
  folder: string;
  core: number;
}

/**
 * Starts a program of Node's that writes its port when it listens.
 * @throws BenchError when it doesn't
 */
export async function startProgram(options: ProgramOptions): Promise<Omit<Relay, 'name'>> {
  const { name, program, env, folder, core } = options;
  const logFile = join(folder, `${name}.log`);
  const log = openSync(logFile, 'w');
  const child = startOnCore(core, [process.execPath, program], {
    // Nothing of the shell's: a NODE_OPTIONS or BRIDGE_* of somebody's would be measured along.
    env: { PATH: process.env.PATH, NODE_PATH: join(repoRoot, 'node_modules'), ...env },
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  const stop = (): Promise<void> => stopProcess(child);
  try {
    return { port: await listeningPort(child, logFile), pid: child.pid, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Every program here writes its port as JSON when it listens. */
async function listeningPort(child: ChildProcess, logFile: string): Promise<number> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline && child.exitCode === null) {
    const port = /"port":(\d+)/.exec(readFileSync(logFile, 'utf8'))?.[1];
    if (port !== undefined) return Number(port);
    await sleep(20);
  }
  throw new BenchError(`A program did not start. It wrote: ${readFileSync(logFile, 'utf8').slice(0, 2000)}`);
}

/** Without types, as the bridge is after its build: nothing is compiled in the process that is measured. */
export function compiled(name: string, folder: string): string {
  const source = readFileSync(join(__dirname, `${name}.ts`), 'utf8');
  const options = {
    module: ts.ModuleKind.CommonJS,
    target: ts.ScriptTarget.ES2022,
    esModuleInterop: true,
  };
  const file = join(folder, `${name}.cjs`);
  writeFileSync(file, ts.transpileModule(source, { compilerOptions: options }).outputText);
  return file;
}
