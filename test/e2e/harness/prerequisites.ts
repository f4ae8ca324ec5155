import { statfsSync } from 'node:fs';
import { run } from './run';

/** What installing n8n asks of the machine beyond Node and npm. */
export interface Machine {
  /** Whether `<command> --version` succeeds. */
  has(command: string): Promise<boolean>;
  /** Free bytes for an ordinary user on the disk that holds the folder. */
  freeBytes(folder: string): number;
}

/** n8n's node_modules take 2.4 GB, npm's cache 0.7 GB more. */
const neededBytes = 4e9;

const toolchain: Array<{ name: string; commands: string[]; packages: string }> = [
  { name: 'python3', commands: ['python3'], packages: 'python3' },
  { name: 'make', commands: ['make'], packages: 'make' },
  { name: 'a C++ compiler', commands: ['c++', 'g++', 'clang++'], packages: 'g++' },
];

/**
 * Checks, before minutes of installing, that sqlite3 can be compiled and that the disk has room.
 *
 * @param folder where n8n will be installed
 * @throws one line that names what is missing and the command that mends it
 */
export async function checkPrerequisites(folder: string, machine: Machine = thisMachine): Promise<void> {
  const missing: string[] = [];
  for (const tool of toolchain) {
    const found = await Promise.all(tool.commands.map((command) => machine.has(command)));
    if (!found.includes(true)) missing.push(tool.name);
  }
  if (missing.length > 0) {
    const names = toolchain.map((tool) => tool.packages).join(' ');
    throw new Error(
      `n8n's database driver (sqlite3) has to be compiled once, but ${missing.join(' and ')} is missing. ` +
        `Fix: apt-get update && apt-get install -y ${names}`,
    );
  }
  const free = machine.freeBytes(folder);
  if (free < neededBytes) {
    const inGigabytes = (bytes: number): string => (bytes / 1e9).toFixed(1);
    throw new Error(
      `Installing n8n needs ${inGigabytes(neededBytes)} GB of free disk, but ${folder} has ${inGigabytes(free)} GB. ` +
        'Fix: free some disk space, or check the repository out on a larger disk.',
    );
  }
}

/** The machine this runs on. */
export const thisMachine: Machine = {
  async has(command) {
    try {
      return (await run(command, ['--version'], { timeoutMs: 120_000 })).code === 0;
    } catch {
      return false;
    }
  },
  freeBytes(folder) {
    const disk = statfsSync(folder);
    return disk.bavail * disk.bsize;
  },
};
