// Lints a package's folder as n8n's scanner does and prints the errors as JSON. A script of its own because
// the plugins are ES modules, which Jest's CommonJS tests cannot import.
// Usage: node lintWithN8nRules.mjs <folder> sources|tarball
import { relative, resolve } from 'node:path';
import { ESLint } from 'eslint';
import config, { sourceFiles, tarballFiles } from './n8nRules.mjs';

const [folderGiven, what] = process.argv.slice(2);
const patterns = { sources: sourceFiles, tarball: tarballFiles }[what];
if (folderGiven === undefined || patterns === undefined) {
  console.error(
    `Expected "<folder> sources" or "<folder> tarball", but got "${process.argv.slice(2).join(' ')}".`,
  );
  process.exit(2);
}
// ESLint takes absolute folders only.
const folder = resolve(folderGiven);
const eslint = new ESLint({
  cwd: folder,
  // Comments that switch rules off count for nothing in the scanner.
  allowInlineConfig: false,
  overrideConfigFile: true,
  overrideConfig: config,
});
const results = await lintFiles();
const errors = results.flatMap(({ filePath, messages }) =>
  messages
    .filter(({ severity }) => severity === 2)
    .map(({ ruleId, line, message }) => `${relative(folder, filePath)}:${line} ${ruleId ?? ''} ${message}`),
);
console.log(JSON.stringify({ files: results.map(({ filePath }) => relative(folder, filePath)), errors }));

/** A rule that crashes on a file stops the scanner, and is as good as an error in that file. */
async function lintFiles() {
  try {
    return await eslint.lintFiles(patterns);
  } catch (error) {
    console.log(JSON.stringify({ files: [], errors: [`A rule crashed: ${error.message}`] }));
    process.exit(0);
  }
}
