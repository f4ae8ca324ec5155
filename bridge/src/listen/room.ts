import { BridgeError } from '../errors';
import { liveSession } from '../recording/liveSession';
import type { Room, RoomContext } from '../room';
import { acceptWebSocket } from '../sockets/accept';
import { Ticker } from '../ticker';
import { LiveListener } from './liveListener';

const PATH = /^\/v1\/sessions\/([^/]{1,64})\/listen$/;
const MAX_LISTENERS = 100;
/** Listeners have nothing to say. */
const MAX_PAYLOAD = 1024;
/** How often a listener is sent something; between two of them its turn is spread. */
const FRAME = { slots: 4, slotMs: 10 };

/** Live listening: `WS /v1/sessions/{id}/listen`. It costs nothing while nobody listens. */
export function createListenRoom({ access, sessions, clock, log }: RoomContext): Room {
  const ticker = new Ticker(clock, FRAME);
  let listeners = 0;
  return {
    upgrades: [
      {
        matches: (path) => PATH.test(path),
        upgrade: (request, socket, head) => {
          access.checkUpgrade(request);
          const id = PATH.exec((request.url ?? '').split('?', 1)[0] ?? '')?.[1] ?? '';
          const session = liveSession(sessions, id);
          if (listeners >= MAX_LISTENERS) throw new BridgeError('LISTEN_LIMIT');
          const accepted = acceptWebSocket(request, socket, head, { clock, maxPayload: MAX_PAYLOAD });
          listeners += 1;
          log.info({ session: session.id }, 'listener joined');
          new LiveListener(session, accepted, clock, ticker, () => {
            listeners -= 1;
            log.info({ session: session.id }, 'listener left');
          });
        },
      },
    ],
  };
}
