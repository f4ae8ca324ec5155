#!/usr/bin/env node
import { createBridge } from './bridge';
import { ConfigError, loadConfig, type Config } from './config';
import { describeError } from './errors';
import { createLogger } from './log';

/** "Configuration error" of BSD's sysexits.h. */
const EX_CONFIG = 78;

function readConfig(): Config {
  try {
    return loadConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    for (const problem of error.problems) process.stderr.write(`${problem}\n`);
    process.exit(EX_CONFIG);
  }
}

async function main(): Promise<void> {
  const config = readConfig();
  const log = createLogger(config.logLevel);
  const bridge = createBridge(config, { logger: log });
  try {
    await bridge.listen();
  } catch (error) {
    log.fatal({ error: describeError(error), host: config.host, port: config.port }, 'bridge cannot listen');
    process.exitCode = 1;
    await bridge.close();
    return;
  }
  let leaving = false;
  const leave = (): void => {
    // The first signal lets the calls finish, a second one doesn't.
    const gone = leaving ? bridge.close() : bridge.drain();
    leaving = true;
    void gone.then(() => process.exit(0));
  };
  process.on('SIGTERM', leave);
  process.on('SIGINT', leave);
}

void main();
