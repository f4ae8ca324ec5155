import type { IncomingMessage } from 'node:http';
import { BridgeError } from '../../errors';
import { RareWarnings } from '../../log';
import type { Carrier, CarrierContext } from '../carrier';
import { CarrierDocuments } from '../documents';
import { MediaSockets } from '../mediaSockets';
import { ReplayGuard } from '../replayGuard';
import { declineStream } from '../streamFormat';
import { placeCall, type DialOptions } from './dial';
import { DIALLED_PATH } from './dialledRoutes';
import { PlivoCallControl } from './hangUp';
import { PlivoMediaPeer } from './mediaPeer';
import { plivoRoutes, proofOf } from './routes';
import { isSignedUpgrade, MEDIA_PATH } from './signature';

/** Plivo: webhooks, audio streams and REST API. */
export function createPlivoCarrier(context: CarrierContext): Carrier {
  const { config, intake, clientAddress, dispatcher, userAgent, clock, log } = context;
  const { publicUrl, plivo } = config;
  const documents = new CarrierDocuments(clock, 'PLIVO_API_FAILED');
  const control =
    plivo && new PlivoCallControl({ ...plivo, ...{ publicUrl, documents, dispatcher, userAgent, clock } });
  const replays = new ReplayGuard(() => clock.now());
  const warnings = new RareWarnings(log, () => clock.now());
  const media = new MediaSockets({
    ...{ clientAddress, clock, log },
    limitCode: 'PLIVO_MEDIA_LIMIT',
    check: (request) => checkUpgrade(request, plivo?.authToken, publicUrl),
    createPeer: (socket, life) => {
      // Not without: `check` has refused the handshake.
      if (!control) throw new BridgeError('PLIVO_NOT_CONFIGURED');
      new PlivoMediaPeer(socket, {
        ...{ clock, control, ...life },
        onStart: ({ ticket, callId, unsupported }, peer) => {
          if (unsupported !== undefined) return declineStream(callId, unsupported, { intake, warnings });
          return ticket === undefined ? undefined : intake.claim(ticket, callId)?.attachCarrier(peer);
        },
      });
    },
  });

  const dialler = (options: DialOptions, placed: PlivoCallControl): NonNullable<Carrier['dial']> => {
    return async ({ to, from, sessionId, machineDetection, timeoutSeconds }) => {
      const answerUrl = `${publicUrl}${DIALLED_PATH}/${sessionId}`;
      const requestId = await placeCall(
        {
          ...{ to, from, timeoutSeconds, answerUrl },
          ...{ ringUrl: `${answerUrl}/ringing`, hangUpUrl: `${answerUrl}/over` },
          machineUrl: machineDetection ? `${answerUrl}/machine` : undefined,
        },
        options,
      );
      // Plivo names the call in its first message about it.
      return { carrierCallId: undefined, requestId, cancel: () => placed.cancel(requestId) };
    };
  };

  return {
    name: 'plivo',
    mediaPath: MEDIA_PATH,
    signatureHeaders: ['x-plivo-signature-v3'],
    problem: plivo ? undefined : 'PLIVO_AUTH_ID is not set',
    dial: plivo && control && dialler({ ...plivo, dispatcher, userAgent, clock }, control),
    get size() {
      return media.size;
    },
    routes: (app) =>
      plivoRoutes(app, {
        ...{ config, intake, replays, kept: documents, clock, log },
        authToken: plivo?.authToken,
      }),
    upgrade: (request, socket, head) => media.upgrade(request, socket, head),
    terminate: () => media.terminate(),
  };
}

/** @throws BridgeError PLIVO_NOT_CONFIGURED, PLIVO_SIGNATURE_INVALID */
function checkUpgrade(request: IncomingMessage, authToken: string | undefined, publicUrl: string): void {
  if (authToken === undefined) throw new BridgeError('PLIVO_NOT_CONFIGURED');
  if (!isSignedUpgrade(authToken, publicUrl, proofOf(request.headers))) {
    throw new BridgeError('PLIVO_SIGNATURE_INVALID');
  }
}
