import { statSync } from 'node:fs';
import { createLogger } from '../../../bridge/src/log';
import { RecordingStore } from '../../../bridge/src/recording/recordingStore';

/** A process that records, tells of it when all is in the file, and waits to be killed. */
const folder = process.argv[2] ?? '';
const BYTES = 40_000;
const store = new RecordingStore({ folder, limits: { days: 0, bytes: 0 }, log: createLogger('silent') });
const running = store.start(
  { source: 'session', sessionId: 's-1', carrier: 'test', carrierCallId: 'CA1', assistantCallId: null },
  { sampleRate: 8000, channels: 2 },
);
running.append(Buffer.alloc(BYTES, 7));
const timer = setInterval(() => {
  const size = statSync(store.pathOf(running.recording), { throwIfNoEntry: false })?.size;
  if (size !== BYTES + 44) return;
  clearInterval(timer);
  process.send?.({ id: running.recording.id, bytes: BYTES });
}, 5);
