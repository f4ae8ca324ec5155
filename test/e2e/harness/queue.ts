import { n8nEnv } from './env';
import { ensureN8n, type N8nInstall } from './install';
import { startN8n, type N8n, type StartN8nOptions } from './n8n';
import { N8nProcess } from './n8nProcess';
import { freePorts } from './ports';
import { createQueueBackend, type QueueBackend } from './queueBackend';
import { services } from './services';

export interface StartQueuedN8nOptions extends StartN8nOptions {
  /** Workers that run when this returns. More can be started later. */
  workers: number;
  /** How many executions a worker runs at the same time; 5 unless given. */
  concurrency?: number;
  /** Whether a separate `n8n webhook` process is started, too. */
  webhookProcess?: boolean;
}

/** A real n8n in queue mode: main, workers, and by choice a process for webhooks, on PostgreSQL and Redis. */
export interface QueuedN8n extends N8n {
  /** Where the separate webhook process listens, without a slash at the end; main's address if there is none. */
  webhookProcessUrl: string;
  startWorker(): Promise<void>;
  /** Ends all workers. */
  stopWorkers(): Promise<void>;
}

/**
 * Starts n8n in queue mode, with a database and Redis keys of its own that `stop` removes. Beyond this it is
 * {@link startN8n}: main boots first, because it makes the tables, then the others (5 s each).
 *
 * @throws as `startN8n`; or the driver's error if PostgreSQL or Redis refuses. Nothing is left then.
 */
export async function startQueuedN8n(options: StartQueuedN8nOptions): Promise<QueuedN8n> {
  const install = await ensureN8n({ log: options.log });
  const backend = await createQueueBackend(services(), install);
  const extra = { ...backend.env, ...options.env };
  let main: N8n | undefined;
  let others: OtherProcesses | undefined;
  try {
    main = await startN8n({ ...options, env: extra });
    others = new OtherProcesses(install, main, extra, options.concurrency ?? 5);
    const webhookProcessUrl = options.webhookProcess === true ? await others.startWebhookProcess() : main.url;
    for (let started = 0; started < options.workers; started++) await others.startWorker();
    return queuedN8n(main, others, backend, webhookProcessUrl);
  } catch (error) {
    await others?.stop();
    await main?.stop();
    await backend.drop();
    throw error;
  }
}

function queuedN8n(
  main: N8n,
  others: OtherProcesses,
  backend: QueueBackend,
  webhookProcessUrl: string,
): QueuedN8n {
  return {
    ...main,
    webhookProcessUrl,
    log: () => main.log() + others.log(),
    startWorker: () => others.startWorker(),
    stopWorkers: () => others.stopWorkers(),
    async stop() {
      await others.stop();
      await main.stop();
      await backend.drop();
    },
  };
}

/** Workers and webhook process. They share main's user folder, and with it the node packs. */
class OtherProcesses {
  private workers: N8nProcess[] = [];
  private readonly others: N8nProcess[] = [];
  private readonly ended: N8nProcess[] = [];

  constructor(
    private readonly install: N8nInstall,
    private readonly main: N8n,
    private readonly extra: Record<string, string>,
    private readonly concurrency: number,
  ) {}

  async startWorker(): Promise<void> {
    await this.start(['worker', `--concurrency=${this.concurrency}`], this.workers);
  }

  /** @returns its address */
  async startWebhookProcess(): Promise<string> {
    return await this.start(['webhook'], this.others);
  }

  async stopWorkers(): Promise<void> {
    const stopping = this.workers;
    this.workers = [];
    this.ended.push(...stopping);
    await Promise.all(stopping.map((worker) => worker.stop()));
  }

  async stop(): Promise<void> {
    await this.stopWorkers();
    await Promise.all(this.others.map((process) => process.stop()));
  }

  log(): string {
    return [...this.others, ...this.ended, ...this.workers].map((process) => process.log()).join('');
  }

  private async start(args: string[], into: N8nProcess[]): Promise<string> {
    const { install, main } = this;
    const [port = 0, brokerPort = 0] = await freePorts(2);
    const env = n8nEnv({
      ...{ install, port, brokerPort, userFolder: main.userFolder, dataFolder: main.dataFolder },
      webhookUrl: `${main.publicUrl}/`,
      extra: { ...this.extra, QUEUE_HEALTH_CHECK_PORT: String(port) },
    });
    const started = N8nProcess.start(args, install, env);
    into.push(started);
    const url = `http://127.0.0.1:${port}`;
    await started.waitUntilReady(`${url}/healthz/readiness`, 300_000);
    return url;
  }
}
