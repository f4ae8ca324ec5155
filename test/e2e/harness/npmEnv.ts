import { delimiter, dirname } from 'node:path';

/**
 * Environment for an npm that works in another folder. When npm runs a script it describes that script's own
 * package in `npm_*` variables; a second npm would take some of them (local prefix, package, `allow-scripts`)
 * for its own settings, and settings of the machine (registry, cache, proxy) come from its npmrc anyway.
 *
 * @param nodeBin the `node` that npm and everything it starts shall run on
 */
export function npmEnv(nodeBin: string): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = {};
  for (const [name, value] of Object.entries(process.env)) {
    // NODE_ENV decides what npm installs and how tools behave; Jest's "test" is not meant for them.
    if (name === 'NODE_ENV') continue;
    if (!/^npm_/i.test(name) || machineSettings.has(name.toLowerCase())) env[name] = value;
  }
  env.PATH = [dirname(nodeBin), process.env.PATH ?? ''].join(delimiter);
  return env;
}

/** Settings that people do give by environment alone, e.g. in a container. */
const machineSettings = new Set([
  'npm_config_registry',
  'npm_config_cache',
  'npm_config_userconfig',
  'npm_config_globalconfig',
  'npm_config_proxy',
  'npm_config_https_proxy',
  'npm_config_noproxy',
  'npm_config_cafile',
  'npm_config_offline',
]);
