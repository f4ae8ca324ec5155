import type { IncomingMessage } from 'node:http';
import { BridgeError } from '../../errors';
import { RareWarnings } from '../../log';
import type { TransferTarget } from '../../relay/peer';
import type { Carrier, CarrierContext } from '../carrier';
import { MediaSockets } from '../mediaSockets';
import { ReplayGuard } from '../replayGuard';
import { declineStream } from '../streamFormat';
import { connectTwiml, TICKET_PARAMETER, transferTwiml } from './answer';
import { TwilioDialClient } from './dial';
import { TwilioCallControl } from './hangUp';
import { TwilioMediaPeer } from './mediaPeer';
import { twilioRoutes } from './routes';
import {
  DIAL_ANSWERED_PATH,
  DIAL_OVER_PATH,
  isSignedUpgrade,
  MACHINE_PATH,
  MEDIA_PATH,
  mediaUrl,
  STATUS_PATH,
  WHISPER_PATH,
} from './signature';

/** What Twilio takes as the `Twiml` of a call (Twilio docs, "Call resource", create and update). */
const MAX_TWIML = 4000;
const SIGNATURE_HEADER = 'x-twilio-signature';

/** Twilio: webhooks, media streams and REST API. */
export function createTwilioCarrier(context: CarrierContext): Carrier {
  const { config, intake, clientAddress, dispatcher, userAgent, clock, log } = context;
  const { publicUrl } = config;
  const { accountSid, authToken, apiBaseUrl } = config.twilio;
  const control = new TwilioCallControl({
    ...{ accountSid, apiBaseUrl, dispatcher, userAgent, clock },
    authToken: authToken ?? '',
  });
  const replays = new ReplayGuard(() => clock.now());
  const warnings = new RareWarnings(log, () => clock.now());
  const media = new MediaSockets({
    ...{ clientAddress, clock, log },
    limitCode: 'TWILIO_MEDIA_LIMIT',
    check: (request) => checkUpgrade(request, authToken, publicUrl),
    createPeer: (socket, life) =>
      new TwilioMediaPeer(socket, {
        ...{ clock, control, ...life },
        transferTwiml: (target, sessionId) => handOverTwiml(target, sessionId, publicUrl),
        onStart: ({ parameters, callSid, unsupported }, peer) => {
          const ticket = parameters.get(TICKET_PARAMETER);
          if (unsupported !== undefined) return declineStream(callSid, unsupported, { intake, warnings });
          return ticket === undefined ? undefined : intake.claim(ticket, callSid)?.attachCarrier(peer);
        },
      }),
  });

  const dialler = (account: string, token: string): NonNullable<Carrier['dial']> => {
    const credentials = { accountSid: account, authToken: token };
    const client = new TwilioDialClient({ ...credentials, apiBaseUrl, dispatcher, userAgent, clock });
    return async ({ to, from, ticket, sessionId, machineDetection, timeoutSeconds }) => {
      const urlFor = (path: string): string => `${publicUrl}${path}?session=${sessionId}`;
      const callSid = await client.dial({
        ...{ to, from, timeoutSeconds },
        twiml: shortTwiml(
          (fallbackMessage) =>
            connectTwiml({
              streamUrl: mediaUrl(publicUrl),
              statusUrl: publicUrl + STATUS_PATH,
              ticket,
              fallbackMessage,
              fallbackNumber: config.call.fallbackNumber,
            }),
          config.call.fallbackMessage,
        ),
        statusUrl: urlFor(STATUS_PATH),
        machineUrl: machineDetection ? urlFor(MACHINE_PATH) : undefined,
      });
      return { carrierCallId: callSid, cancel: () => control.complete({ accountSid: account, callSid }) };
    };
  };

  return {
    name: 'twilio',
    mediaPath: MEDIA_PATH,
    signatureHeaders: [SIGNATURE_HEADER],
    problem: authToken === undefined ? 'TWILIO_AUTH_TOKEN is not set' : undefined,
    dial: accountSid === undefined || authToken === undefined ? undefined : dialler(accountSid, authToken),
    get size() {
      return media.size;
    },
    routes: (app) => twilioRoutes(app, { config, intake, replays, clock, log }),
    upgrade: (request, socket, head) => media.upgrade(request, socket, head),
    terminate: () => media.terminate(),
  };
}

/** The document, without its message where it would be too long: it is needed only when this process is gone. */
function shortTwiml(build: (message: string) => string, message: string): string {
  const twiml = build(message);
  return twiml.length <= MAX_TWIML ? twiml : build('');
}

/** @throws BridgeError BODY_INVALID when Twilio would not take it: what is said comes from the body of the request */
function handOverTwiml(target: TransferTarget, sessionId: string, publicUrl: string): string {
  const urlFor = (path: string): string => `${publicUrl}${path}?session=${sessionId}`;
  const { whisper } = target;
  const twiml = transferTwiml({
    target,
    answeredUrl: urlFor(DIAL_ANSWERED_PATH),
    overUrl: urlFor(DIAL_OVER_PATH),
    // In the address, which Twilio signs: nobody else can have something said.
    whisperUrl:
      whisper === undefined ? undefined : `${urlFor(WHISPER_PATH)}&say=${encodeURIComponent(whisper)}`,
  });
  if (twiml.length <= MAX_TWIML) return twiml;
  throw new BridgeError(
    'BODY_INVALID',
    `destination.message and whisper: ${twiml.length} characters as TwiML, of which Twilio takes ${MAX_TWIML}; shorten them`,
  );
}

/** @throws BridgeError TWILIO_NOT_CONFIGURED, TWILIO_SIGNATURE_INVALID */
function checkUpgrade(request: IncomingMessage, authToken: string | undefined, publicUrl: string): void {
  if (authToken === undefined) throw new BridgeError('TWILIO_NOT_CONFIGURED');
  const signature = request.headers[SIGNATURE_HEADER];
  if (!isSignedUpgrade(authToken, publicUrl, typeof signature === 'string' ? signature : undefined)) {
    throw new BridgeError('TWILIO_SIGNATURE_INVALID');
  }
}
