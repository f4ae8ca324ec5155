import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toOccurrence } from '../../../bridge/src/events/envelope';
import type { Entry } from '../../../bridge/src/events/storedEvents';
import type { SessionEvent, SessionIdentity } from '../../../bridge/src/relay/observer';

export const STARTED: SessionEvent = {
  type: 'session.started',
  direction: 'inbound',
  from: '+15550100',
  to: '+15550199',
  metadata: {},
};
export const ENDED: SessionEvent = {
  type: 'session.ended',
  reason: 'caller-hung-up',
  side: 'carrier',
  seconds: 2,
  statistics: {},
};

export function said(text: string): SessionEvent {
  return { type: 'transcript', role: 'user', text };
}

export function identityOf(sessionId: string = randomUUID()): SessionIdentity {
  return { sessionId, carrier: 'twilio', carrierCallId: `CA-${sessionId}`, assistantCallId: null };
}

export function entry(identity: SessionIdentity, event: SessionEvent, wanted = true): Entry {
  return { ...toOccurrence(identity, event, new Date(0)), wanted };
}

/** A folder that is gone after the tests of the file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'bridge-events-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
