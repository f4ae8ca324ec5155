import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

describe('check:cycles', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'cycles-'));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  function check(files: Record<string, string>): { status: number | null; said: string } {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, name)), { recursive: true });
      writeFileSync(join(root, name), text);
    }
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(__dirname, 'cycles.mjs'), root], {
      encoding: 'utf8',
    });
    return { status, said: stdout + stderr };
  }

  it('accepts imports in the right direction', () => {
    const result = check({
      'nodes/Vapi/Vapi.node.ts': `import { a } from '../shared/a';\nimport { x } from 'n8n-workflow';`,
      'nodes/shared/a.ts': `import { p } from './protocol/p';\nexport const a = p;`,
      'nodes/shared/protocol/p.ts': `import { q } from './q';\nexport const p = q;`,
      'nodes/shared/protocol/q.ts': `import type { Vapi } from '@vapi-ai/server-sdk';\nexport const q = 1;`,
      'bridge/src/main.ts': `import { relay } from './relay/session';\nimport './carriers/twilio/media';`,
      'bridge/src/relay/session.ts': `import type { Peer } from './peer';\nexport const relay = 1;`,
      'test/nodes/p.test.ts': `import { p } from '../../nodes/shared/protocol/p';`,
    });
    expect(result).toEqual({
      status: 0,
      said: '9 imports in 7 files: no cycles, all in the right direction.\n',
    });
  });

  it('names every file of a cycle', () => {
    const { status, said } = check({
      'bridge/src/a.ts': `import { b } from './b';\nexport const a = b;`,
      'bridge/src/b.ts': `export { c as b } from './c';`,
      'bridge/src/c/index.ts': `export const c = () => require('../a');`,
    });
    expect(status).toBe(1);
    expect(said).toBe(
      'Import cycle: bridge/src/a.ts → bridge/src/b.ts → bridge/src/c/index.ts → bridge/src/a.ts\n',
    );
  });

  it('does not take imports of types for a cycle', () => {
    const { status } = check({
      'nodes/a.ts': `import { type B } from './b';\nexport type A = B;`,
      'nodes/b.ts': `import { run } from './a';\nimport type { A } from './a';\nexport type B = A;`,
    });
    expect(status).toBe(0);
  });

  it.each([
    ['nodes/shared/protocol/p.ts', `import { a } from '../a';`, 'protocol modules are pure'],
    ['nodes/shared/protocol/p.ts', `import { createHash } from 'node:crypto';`, 'protocol modules are pure'],
    [
      'nodes/shared/protocol/p.ts',
      `import { Vapi } from '@vapi-ai/server-sdk';`,
      'protocol modules are pure',
    ],
    ['nodes/shared/a.ts', `import type { V } from '../Vapi/Vapi.node';`, 'knows none of them'],
    ['nodes/Vapi/a.ts', `import { b } from '../../bridge/src/b';`, 'over HTTP alone'],
    ['nodes/Vapi/a.ts', `const b = await import('vapi-bridge');`, 'over HTTP alone'],
    ['credentials/A.credentials.ts', `import { b } from '../bridge/src/b';`, 'the bridge does not'],
    ['bridge/src/a.ts', `export * from '../../nodes/shared/a';`, 'over HTTP alone'],
    ['bridge/src/relay/a.ts', `import { t } from '../carriers/twilio/protocol';`, 'only as peers'],
    ['bridge/src/relay/a.ts', `type M = import('../vapi/messages').M;`, 'only as peers'],
    ['test/emulators/vapi/a.ts', `import { s } from '../../../nodes/shared/a';`, 'shares our mistakes'],
    ['test/emulators/twilio/a.mjs', `import { s } from '../../../bridge/src/a.js';`, 'shares our mistakes'],
  ])('refuses %s with %s', (file, text, why) => {
    const { status, said } = check({ [file]: text });
    expect(status).toBe(1);
    expect(said).toContain(`${file}:1 imports "`);
    expect(said).toContain(why);
  });

  it('fails rather than find nothing to check', () => {
    expect(check({ 'README.md': '' })).toMatchObject({
      status: 1,
      said: expect.stringContaining('No imports found'),
    });
  });
});
