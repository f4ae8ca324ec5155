// The ESLint rules that n8n's scanner for community packages applies, as a flat config: shared by the root
// eslint.config.mjs (sources) and test/contract/scan.test.ts (sources and packed tarball).
// What is switched on and off follows @n8n/scan-community-package 0.32.0; the rules come from its two plugins.
import { n8nCommunityNodesPlugin } from '@n8n/eslint-plugin-community-nodes';
import nodesBase from 'eslint-plugin-n8n-nodes-base';
import tseslint from 'typescript-eslint';

/** Rules of eslint-plugin-n8n-nodes-base that n8n itself leaves out for community packages. */
const leftOut = {
  credentials: [
    'cred-class-field-documentation-url-miscased',
    'cred-class-field-type-options-password-missing',
  ],
  nodes: [
    'node-class-description-inputs-wrong-regular-node',
    'node-class-description-outputs-wrong',
    'node-param-type-options-max-value-present',
  ],
};

/** The rules of one of the plugin's sets, without those left out. */
function ruleSet(name) {
  const off = (leftOut[name] ?? []).map((rule) => [`n8n-nodes-base/${rule}`, 'off']);
  return { ...nodesBase.configs[name].rules, ...Object.fromEntries(off) };
}

/** Files that the scanner reads in the sources, relative to the package's root. */
export const sourceFiles = ['package.json', '{nodes,credentials}/**/*.{js,ts,json}'];

/** Files that the scanner reads in the unpacked tarball. */
export const tarballFiles = ['**/*.js', 'package.json'];

export default [
  n8nCommunityNodesPlugin.configs.recommended,
  { name: 'n8n/no-console', rules: { 'no-console': 'error' } },
  { name: 'n8n/plugin', plugins: { 'n8n-nodes-base': nodesBase } },
  { name: 'n8n/package', files: ['package.json'], rules: ruleSet('community') },
  { name: 'n8n/credentials', files: ['**/credentials/**/*.ts'], rules: ruleSet('credentials') },
  { name: 'n8n/nodes', files: ['**/nodes/**/*.ts'], rules: ruleSet('nodes') },
  // The rules for package.json expect the tree that the TypeScript parser makes of a JSON object.
  { name: 'n8n/parser', files: ['**/*.ts', '**/*.json'], languageOptions: { parser: tseslint.parser } },
];
