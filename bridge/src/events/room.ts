import { join } from 'node:path';
import { describeError } from '../errors';
import type { Room, RoomContext } from '../room';
import { Checkpoints } from './checkpoints';
import { deadLetterRoutes } from './deadLetters';
import { Delivery } from './delivery';
import { EventMetrics } from './eventMetrics';
import { EventStream } from './stream';
import { endUnended } from './leftBehind';
import { Outbox } from './outbox';
import { createWebhook } from './webhook';
import { EventWriter } from './writer';

const PATH = '/v1/events';
const FILE = 'outbox.db';
const PRUNE_MS = 60_000;
/** While there is more to be removed than is removed at a time. */
const PRUNE_AGAIN_MS = 20;
/** The last events, those of calls that end with the process, get so long to be delivered; else they wait on disk. */
const CLOSING_MS = 3000;

/**
 * Tells others what happens in the sessions: a webhook, at least once and in order, and whoever reads along.
 * @returns none when neither BRIDGE_EVENTS_URL nor BRIDGE_EVENTS is set
 */
export function createEventsRoom(context: RoomContext): Room | undefined {
  const { config, access, dispatcher, userAgent, clock, log, registry } = context;
  const { events, dataDir } = config;
  if (!events) return undefined;
  const { target, lifetimeMs } = events;
  const types = new Set(events.types);
  const wallNow = (): number => Date.now();
  const file = join(dataDir, FILE);
  const outbox = new Outbox(file, target !== undefined);
  const metrics = new EventMetrics(registry, () => outbox.waiting);
  const stream = new EventStream(outbox, clock, log);
  const delivery =
    target &&
    new Delivery({
      ...{ outbox, lifetimeMs, metrics, clock, wallNow, random: Math.random, log },
      send: createWebhook({ ...target, dispatcher, userAgent, clock, wallNow }),
    });
  const onWritten = (): void => {
    stream.kick();
    delivery?.kick();
  };
  const writer = new EventWriter({ outbox, types, onWritten, metrics, clock, wallNow, log });
  const guarded = (message: string, work: () => void) => (): void => {
    try {
      work();
    } catch (error) {
      log.warn({ error: describeError(error) }, message);
    }
  };
  let pruning: NodeJS.Timeout | undefined;
  const prune = (): void => {
    let isMore = false;
    guarded('old events cannot be removed', () => (isMore = outbox.prune(wallNow())))();
    // Not the clock's, whose timers are those of calls.
    pruning = setTimeout(prune, isMore ? PRUNE_AGAIN_MS : PRUNE_MS).unref();
  };
  let checkpoints: Checkpoints | undefined;

  return {
    observer: writer,
    wantsTranscripts: true,
    wantsToolCalls: true,
    routes: (app) => deadLetterRoutes(app, { outbox, access, onResend: onWritten, wallNow }),
    upgrades: [
      {
        matches: (path) => path === PATH,
        upgrade: (request, socket, head) => {
          access.checkUpgrade(request);
          stream.upgrade(request, socket, head);
        },
      },
    ],
    open: () => {
      outbox.open();
      const finish = guarded('a checkpoint of the outbox has failed', () => outbox.finishCheckpoint());
      const current = new Checkpoints(file, finish, (error) => {
        log.warn({ error: describeError(error) }, 'checkpoints of the outbox have no thread of their own');
        outbox.delegateCheckpoints(undefined);
      });
      checkpoints = current;
      outbox.delegateCheckpoints(() => current.request());
      let left = 0;
      // What can't be told now, as on a full disk, is told after the next start.
      const end = (): void => void (left = endUnended(outbox, types, wallNow()));
      guarded('sessions left behind cannot be ended', end)();
      log.info({ waiting: outbox.waiting, left }, 'outbox open');
      prune();
      writer.start();
      delivery?.kick();
      return Promise.resolve();
    },
    close: async () => {
      clearTimeout(pruning);
      writer.close();
      await delivery?.settle(CLOSING_MS);
      await delivery?.close();
      stream.close();
      await checkpoints?.close();
      outbox.close();
    },
  };
}
