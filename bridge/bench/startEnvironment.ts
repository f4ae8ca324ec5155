import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What `npm start` sets for the allocator, unless somebody else has: `NAME=${NAME:-value}`. What is measured is the
 * bridge as users start it.
 * @throws Error when it sets nothing any more
 */
export function environmentOfStart(): Record<string, string> {
  const { scripts } = JSON.parse(readFileSync(join(__dirname, '..', 'package.json'), 'utf8')) as {
    scripts: { start: string };
  };
  const variables = [...scripts.start.matchAll(/(\w+)=\$\{\1:-(\w+)\}/g)];
  if (variables.length === 0) throw new Error(`No variable is found in the start script: ${scripts.start}`);
  return Object.fromEntries(variables.map(([, name = '', value = '']) => [name, value]));
}
