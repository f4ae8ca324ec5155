#!/usr/bin/env node
// First, before the others take up memory.
import './engine';
import { createBridge, type Bridge } from './bridge';
import { ConfigError, loadConfig, type Config } from './config';
import { describeError } from './errors';
import { createLogger, type Logger } from './log';
import { BridgeMetrics } from './metrics';
import { collectProcessMetrics } from './metrics/process';

/** Signals that come within so long of the first are one. */
const SAME_SIGNAL_MS = 1000;

/** "Configuration error" of BSD's sysexits.h. */
const EX_CONFIG = 78;
/** Telling the callers goodbye takes a request each; a process in an unknown state is given no more time for it. */
const FAREWELL_MS = 10_000;

function readConfig(): Config {
  try {
    return loadConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    for (const problem of error.problems) process.stderr.write(`${problem}\n`);
    process.exit(EX_CONFIG);
  }
}

/** Lets the callers hear the fallback message before the process ends because of a mistake in its own code. */
function leaveOnCrash(bridge: Bridge, log: Logger): void {
  let crashed = false;
  const crash = (error: unknown, origin: string): void => {
    log.fatal({ error: describeError(error), origin }, 'unexpected failure');
    // What fails while it is leaving changes nothing any more.
    if (crashed) return;
    crashed = true;
    setTimeout(() => process.exit(1), FAREWELL_MS);
    void bridge.drain(0).finally(() => process.exit(1));
  };
  // Unhandled rejections arrive here as well, under an origin of their own.
  process.on('uncaughtException', crash);
}

async function main(): Promise<void> {
  const config = readConfig();
  const log = createLogger(config.logLevel);
  const metrics = new BridgeMetrics();
  // Memory, CPU, event loop: the process's own, so they are here and not in the bridge.
  collectProcessMetrics(metrics.registry);
  const bridge = createBridge(config, { logger: log, metrics });
  leaveOnCrash(bridge, log);
  try {
    await bridge.listen();
  } catch (error) {
    log.fatal({ error: describeError(error), host: config.host, port: config.port }, 'bridge cannot listen');
    process.exitCode = 1;
    await bridge.close();
    return;
  }
  let leavingSince: number | undefined;
  const leave = (): void => {
    const now = performance.now();
    // npm passes a signal on that the whole group of processes has got already: that is still the first one.
    if (leavingSince !== undefined && now - leavingSince < SAME_SIGNAL_MS) return;
    // The first signal lets the calls finish, a second one doesn't.
    const gone = leavingSince === undefined ? bridge.drain() : bridge.close();
    leavingSince ??= now;
    void gone.then(() => process.exit(0));
  };
  process.on('SIGTERM', leave);
  process.on('SIGINT', leave);
}

void main();
