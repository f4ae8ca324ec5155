import { checkPrerequisites, thisMachine, type Machine } from './prerequisites';

function machine(commands: string[], freeBytes = 50e9): Machine {
  return { has: (command) => Promise.resolve(commands.includes(command)), freeBytes: () => freeBytes };
}

describe('checkPrerequisites', () => {
  it.each([[['python3', 'make', 'g++']], [['python3', 'make', 'clang++']]])(
    'accepts %j',
    async (commands) => {
      await expect(checkPrerequisites('/somewhere', machine(commands))).resolves.toBeUndefined();
    },
  );

  it('names all that is missing and the one line that mends it', async () => {
    const error = await checkPrerequisites('/somewhere', machine(['make'])).catch((e: Error) => e.message);
    expect(error).toContain('python3 and a C++ compiler is missing');
    expect(error).toContain('apt-get install -y python3 make g++');
    expect(error).not.toContain('\n');
  });

  it('wants 4 GB of disk', async () => {
    const small = machine(['python3', 'make', 'c++'], 1.5e9);
    await expect(checkPrerequisites('/somewhere', small)).rejects.toThrow(
      /needs 4\.0 GB of free disk, but \/somewhere has 1\.5 GB\. Fix: /,
    );
  });

  it('asks the real machine', async () => {
    expect(await thisMachine.has('node')).toBe(true);
    expect(await thisMachine.has('no-such-command-anywhere')).toBe(false);
    expect(thisMachine.freeBytes(__dirname)).toBeGreaterThan(0);
  });
});
