import { statSync } from 'node:fs';
import { join } from 'node:path';
import { Checkpoints } from '../../../bridge/src/events/checkpoints';
import { Outbox } from '../../../bridge/src/events/outbox';
import { until } from '../support/until';
import { entry, identityOf, said, temporaryFolder } from './samples';

describe('Checkpoints', () => {
  const folder = temporaryFolder();

  it('keep the log small while much is written, and lose nothing', async () => {
    const file = join(folder, 'outbox.db');
    const outbox = new Outbox(file, false);
    outbox.open();
    let requested = 0;
    let done = 0;
    const failures: unknown[] = [];
    const onDone = (): void => {
      done += 1;
      outbox.finishCheckpoint();
    };
    const checkpoints = new Checkpoints(file, onDone, (error) => failures.push(error));
    outbox.delegateCheckpoints(() => {
      requested += 1;
      checkpoints.request();
    });
    const one = identityOf();
    const write = (count: number): void => {
      for (let index = 0; index < count; index += 1) outbox.append([entry(one, said('x'.repeat(500)))], 1);
    };
    write(500);
    expect(requested).toBe(1);
    await until(() => done === 1, 'a checkpoint is made');
    const size = statSync(`${file}-wal`).size;
    for (let round = 2; round <= 4; round += 1) {
      write(500);
      await until(() => done >= round, 'another one is made');
    }
    // The log has begun anew each time.
    expect(statSync(`${file}-wal`).size).toBeLessThan(2 * size);
    // While writing goes on, what is left isn't moved here, but by another one.
    write(500);
    write(100);
    await until(() => requested === 6 && done === 6, 'there is another one');
    expect(failures).toEqual([]);
    await checkpoints.close();
    outbox.close();
    const again = new Outbox(file, false);
    again.open();
    expect(again.end).toBe(2600);
    again.close();
  });

  it('tell when they cannot work', async () => {
    const failures: unknown[] = [];
    const fail = (error: unknown): void => void failures.push(error);
    const checkpoints = new Checkpoints(join(folder, 'missing', 'x.db'), () => undefined, fail);
    await until(() => failures.length === 1, 'the failure is told');
    await checkpoints.close();
  });
});
