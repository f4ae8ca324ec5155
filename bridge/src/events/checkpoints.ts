import { Worker } from 'node:worker_threads';

/** JavaScript as it is, because a thread has no use for what compiles the rest where that runs uncompiled. */
const THREAD = `
  const { parentPort, workerData } = require('node:worker_threads');
  process.emitWarning = () => undefined;
  const { DatabaseSync } = process.getBuiltinModule('node:sqlite');
  const database = new DatabaseSync(workerData);
  database.exec('PRAGMA wal_autocheckpoint = 0; PRAGMA synchronous = NORMAL;');
  parentPort.on('message', (message) => {
    if (message === 'close') {
      database.close();
      parentPort.close();
      return;
    }
    // Passive: it waits for nobody, and nobody for it.
    try {
      database.exec('PRAGMA wal_checkpoint(PASSIVE)');
    } catch {}
    parentPort.postMessage('done');
  });
`;

/**
 * Moves what was written from the write-ahead log into the database (SQLite docs, "Write-Ahead Logging", 2.1), in a
 * thread of its own: that waits for the disk, for tens of milliseconds at times, in which no call would get a frame.
 */
export class Checkpoints {
  readonly #worker: Worker;
  readonly #exited: Promise<void>;
  #isBusy = false;

  /**
   * @param file of a database that is open
   * @param onDone all is moved but what was written meanwhile
   * @param onFailure it can do nothing any more
   */
  constructor(file: string, onDone: () => void, onFailure: (error: unknown) => void) {
    this.#worker = new Worker(THREAD, {
      eval: true,
      workerData: file,
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 2 },
    });
    this.#worker.unref();
    this.#worker.on('message', () => {
      this.#isBusy = false;
      onDone();
    });
    this.#worker.on('error', onFailure);
    this.#exited = new Promise((resolve) => this.#worker.once('exit', () => resolve()));
  }

  /** Begins, unless it is at it already. */
  request(): void {
    if (this.#isBusy) return;
    this.#isBusy = true;
    this.#worker.postMessage('checkpoint');
  }

  async close(): Promise<void> {
    // Else the process may be over before this is.
    this.#worker.ref();
    this.#worker.postMessage('close');
    await this.#exited;
  }
}
