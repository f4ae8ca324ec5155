import { readFileSync } from 'node:fs';
import { unspoken, type Variable } from './schema';

/**
 * The text of a variable, given as itself or as the path of a file in `NAME_FILE`; empty counts as not set.
 * @param problems gets a line for what can't be read
 */
export function readVariable(env: NodeJS.ProcessEnv, name: Variable, problems: string[]): string | undefined {
  const direct = env[name] === '' ? undefined : env[name];
  const file = env[`${name}_FILE`] === '' ? undefined : env[`${name}_FILE`];
  if (file === undefined) return direct;
  if (direct !== undefined) {
    problems.push(`${name} and ${name}_FILE are both set: keep one of them.`);
    return direct;
  }
  try {
    const content = readFileSync(file, 'utf8').replace(/\r?\n$/, '');
    if (content !== '') return content;
    problems.push(`${name}_FILE names "${file}", which is empty: write the value into it.`);
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'unknown reason';
    problems.push(
      `${name}_FILE names "${file}", which cannot be read (${reason}): check path and permissions.`,
    );
  }
  return undefined;
}

/** Says what is wrong with a variable, with its value unless that may be secret. */
export function describeProblem(
  name: Variable,
  input: Partial<Record<Variable, string>>,
  message: string,
): string {
  const value = input[name];
  if (value === undefined)
    return `${name} is not set: set it, or ${name}_FILE (see the README of the bridge).`;
  return unspoken.has(name)
    ? `${name} ${message}.`
    : `${name} is "${name.endsWith('_URL') ? masked(value) : value}": it ${message}.`;
}

/** Without the user name and password that an address may begin with. */
function masked(value: string): string {
  return value.replace(/^([a-z][a-z0-9+.-]*:\/\/)?.*@/is, '$1***@');
}
