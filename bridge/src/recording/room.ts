import { join } from 'node:path';
import { within } from '../deferred';
import { listenRoutes } from '../listen/routes';
import { VapiListeners } from '../listen/vapiListeners';
import type { SessionObserver } from '../relay/observer';
import type { Room, RoomContext } from '../room';
import { Recorders } from './recorders';
import { RecordingStore } from './recordingStore';
import { recordingRoutes } from './routes';

const RETENTION_INTERVAL_MS = 3_600_000;
/** A disk that hangs must not keep the bridge from ending. */
const CLOSING_MS = 5000;

/**
 * Recordings: of all calls or of those that somebody asks for, and of Vapi's other calls. It is always there, and
 * touches neither disk nor audio before anything is to be recorded.
 */
export function createRecordingRoom(context: RoomContext): Room {
  const { config, sessions, access, announce, clock, log } = context;
  const { all, days, mib } = config.recording;
  const store = new RecordingStore({
    folder: join(config.dataDir, 'recordings'),
    limits: { days, bytes: mib * 1024 * 1024 },
    log,
  });
  const recorders = new Recorders({ store, clock, announce });
  const listeners = new VapiListeners({ ...context, store });
  const observer: SessionObserver = {
    event: ({ sessionId }, event) => {
      if (event.type === 'transcript') recorders.said(sessionId, event);
      if (!all || event.type !== 'session.started') return;
      // It is told of while it is being made; nothing can be heard before it is in the store.
      queueMicrotask(() => {
        const session = sessions.get(sessionId);
        if (session) recorders.start(session);
      });
    },
  };
  let timer: NodeJS.Timeout | undefined;
  return {
    observer,
    wantsTranscripts: all,
    record: (session) => void recorders.start(session),
    routes: (app) => {
      recordingRoutes(app, { store, recorders, listeners, sessions, access });
      listenRoutes(app, { listeners, access });
    },
    async open() {
      await store.open();
      // Days are the calendar's: the clock of the calls, whose timers are counted, has no part in it.
      timer = setInterval(() => void store.retain(), RETENTION_INTERVAL_MS).unref();
    },
    async close() {
      clearInterval(timer);
      listeners.close();
      await within(
        clock,
        CLOSING_MS,
        Promise.all([recorders.settled(), listeners.settled()]).then(() => undefined),
      );
    },
  };
}
