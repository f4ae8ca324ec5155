// Two rule sets: n8n's own for what its scanner reads (package.json, nodes/, credentials/), and typed rules for all
// TypeScript. Why not `n8n-node lint`: docs/decisions/0001-layout.md.
import js from '@eslint/js';
import globals from 'globals';
import tseslint from 'typescript-eslint';
import n8nRules, { sourceFiles } from './test/tooling/n8nRules.mjs';

const typed = [
  'nodes/**/*.ts',
  'credentials/**/*.ts',
  'bridge/src/**/*.ts',
  'bridge/bench/**/*.ts',
  'test/**/*.ts',
];

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', '**/coverage/**', 'demo-output/**'] },
  // Their patterns match any folder called nodes, also the one below test.
  ...n8nRules.map((config) => ({
    ...config,
    files: config.files ?? sourceFiles,
    ignores: ['test/**', 'bridge/**'],
  })),
  {
    files: typed,
    extends: [js.configs.recommended, ...tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: { project: './test/tsconfig.json', tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/explicit-function-return-type': ['error', { allowExpressions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      eqeqeq: 'error',
    },
  },
  {
    files: ['nodes/**/*.ts', 'credentials/**/*.ts'],
    rules: {
      // n8n's own signatures: async without await where the interface asks for a promise.
      '@typescript-eslint/require-await': 'off',
      // Parameters and payloads are unions that may hold objects; String() of one is a readable wrong value.
      '@typescript-eslint/no-base-to-string': 'off',
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      // Tests read untyped JSON of the wire, and say with an assertion what they expect of it.
      '@typescript-eslint/explicit-function-return-type': 'off',
      '@typescript-eslint/no-base-to-string': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    // Run by browsers as they are.
    files: ['bridge/src/console/assets/*.js'],
    extends: [js.configs.recommended],
    languageOptions: { globals: globals.browser },
    rules: { eqeqeq: 'error' },
  },
  {
    files: ['**/*.mjs', '**/*.cjs', '*.js'],
    extends: [js.configs.recommended],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        module: 'writable',
        require: 'readonly',
        exports: 'writable',
        URL: 'readonly',
        fetch: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        setInterval: 'readonly',
        clearInterval: 'readonly',
        Buffer: 'readonly',
        AbortSignal: 'readonly',
      },
    },
  },
);
