import type { IncomingMessage } from 'node:http';
import { BridgeError } from '../../errors';
import { RareWarnings } from '../../log';
import type { Carrier, CarrierContext } from '../carrier';
import { CarrierDocuments } from '../documents';
import { MediaSockets } from '../mediaSockets';
import { ReplayGuard } from '../replayGuard';
import { declineStream } from '../streamFormat';
import { MAX_RINGING_S, placeCall } from './dial';
import { VonageCallControl, type CallControlOptions } from './hangUp';
import { VonageMediaPeer } from './mediaPeer';
import { vonageRoutes } from './routes';
import { isSignedUpgrade, MEDIA_PATH, tokenOf, type TokenCheck } from './signature';
import { TokenUses } from './tokenUses';

/** Vonage's Voice API: webhooks, WebSocket endpoint and REST API. */
export function createVonageCarrier(context: CarrierContext): Carrier {
  const { config, intake, clientAddress, dispatcher, userAgent, clock, log } = context;
  const now = (): number => Date.now() / 1000;
  const { vonage } = config;
  const check =
    vonage &&
    ((): TokenCheck => ({
      secret: vonage.signatureSecret,
      applicationId: vonage.applicationId,
      now: now(),
    }));
  const access = vonage && { ...vonage, ...{ dispatcher, userAgent, clock, now } };
  const whispers = new CarrierDocuments(clock, 'VONAGE_API_FAILED');
  const handOver = { publicUrl: config.publicUrl, whispers, maxRingingSeconds: MAX_RINGING_S };
  const control = access && new VonageCallControl(access, handOver);
  const replays = new ReplayGuard(() => clock.now());
  const tokens = new TokenUses(() => clock.now());
  const warnings = new RareWarnings(log, () => clock.now());
  const media = new MediaSockets({
    ...{ clientAddress, clock, log },
    limitCode: 'VONAGE_MEDIA_LIMIT',
    check: (request) => checkUpgrade(request, check, tokens),
    createPeer: (socket, life) => {
      // Not without: `check` has refused the handshake.
      if (!control) throw new BridgeError('VONAGE_NOT_CONFIGURED');
      new VonageMediaPeer(socket, {
        ...{ clock, control, ...life },
        onStart: ({ ticket, callUuid, format }, peer) => {
          if (ticket === undefined || callUuid === undefined) return undefined;
          if (!format) return declineStream(callUuid, 'no audio/l16 at a known rate', { intake, warnings });
          return intake.claim(ticket, callUuid)?.attachCarrier(peer);
        },
      });
    },
  });

  const dialler = (placed: CallControlOptions, ended: VonageCallControl): NonNullable<Carrier['dial']> => {
    return async ({ to, from, sessionId, machineDetection, timeoutSeconds }) => {
      const answerUrl = `${config.publicUrl}/vonage/dialled/${sessionId}`;
      const eventUrl = `${answerUrl}/event`;
      const uuid = await placeCall(
        { to, from, answerUrl, eventUrl, machineDetection, timeoutSeconds },
        placed,
      );
      return { carrierCallId: uuid, cancel: () => ended.hangUp({ uuid, called: undefined }) };
    };
  };

  return {
    name: 'vonage',
    mediaPath: MEDIA_PATH,
    signatureHeaders: ['authorization'],
    problem: vonage ? undefined : 'VONAGE_APPLICATION_ID is not set',
    dial: access && control && dialler(access, control),
    get size() {
      return media.size;
    },
    routes: (app) => vonageRoutes(app, { config, intake, replays, tokens, whispers, check, clock, log }),
    upgrade: (request, socket, head) => media.upgrade(request, socket, head),
    terminate: () => media.terminate(),
  };
}

/** @throws BridgeError VONAGE_NOT_CONFIGURED, VONAGE_SIGNATURE_INVALID, VONAGE_REQUEST_REPLAYED */
function checkUpgrade(
  { headers: { authorization } }: IncomingMessage,
  check: (() => TokenCheck) | undefined,
  tokens: TokenUses,
): void {
  if (!check) throw new BridgeError('VONAGE_NOT_CONFIGURED');
  if (!isSignedUpgrade(authorization, check())) throw new BridgeError('VONAGE_SIGNATURE_INVALID');
  if (!tokens.admits(tokenOf(authorization), 'GET', MEDIA_PATH)) {
    throw new BridgeError('VONAGE_REQUEST_REPLAYED');
  }
}
