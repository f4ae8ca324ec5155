import type { IncomingMessage } from 'node:http';
import { BridgeError } from '../../errors';
import { RareWarnings } from '../../log';
import type { Carrier, CarrierContext } from '../carrier';
import { CarrierDocuments } from '../documents';
import { MediaSockets } from '../mediaSockets';
import { ReplayGuard } from '../replayGuard';
import { declineStream } from '../streamFormat';
import { connectTwiml, TICKET_PARAMETER } from './answer';
import { TwilioDialClient } from './dial';
import { MAX_TWIML, TwimlHandOver } from './handOver';
import { TwilioCallControl } from './hangUp';
import { TwilioMediaPeer } from './mediaPeer';
import { twilioRoutes } from './routes';
import { isSignedUpgrade, MACHINE_PATH, MEDIA_PATH, mediaUrl, STATUS_PATH } from './signature';

const SIGNATURE_HEADER = 'x-twilio-signature';

/** Twilio: webhooks, media streams and REST API. */
export function createTwilioCarrier(context: CarrierContext): Carrier {
  const { config, intake, clientAddress, dispatcher, userAgent, clock, log } = context;
  const { publicUrl } = config;
  const { accountSid, authToken, apiBaseUrl } = config.twilio;
  const whispers = new CarrierDocuments(clock, 'TWILIO_API_FAILED');
  const control = new TwilioCallControl({
    ...{ accountSid, apiBaseUrl, dispatcher, userAgent, clock },
    authToken: authToken ?? '',
    handOver: new TwimlHandOver({
      carrierUrl: `${publicUrl}/twilio`,
      documents: whispers,
      carrierName: 'Twilio',
      answerOnBridge: true,
    }),
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
      return { carrierCallId: callSid, cancel: () => control.hangUp({ accountSid: account, callSid }) };
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
    routes: (app) => twilioRoutes(app, { config, intake, replays, whispers, clock, log }),
    upgrade: (request, socket, head) => media.upgrade(request, socket, head),
    terminate: () => media.terminate(),
  };
}

/** The document, without its message where it would be too long: it is needed only when this process is gone. */
function shortTwiml(build: (message: string) => string, message: string): string {
  const twiml = build(message);
  return twiml.length <= MAX_TWIML ? twiml : build('');
}

/** @throws BridgeError TWILIO_NOT_CONFIGURED, TWILIO_SIGNATURE_INVALID */
function checkUpgrade(request: IncomingMessage, authToken: string | undefined, publicUrl: string): void {
  if (authToken === undefined) throw new BridgeError('TWILIO_NOT_CONFIGURED');
  const signature = request.headers[SIGNATURE_HEADER];
  if (!isSignedUpgrade(authToken, publicUrl, typeof signature === 'string' ? signature : undefined)) {
    throw new BridgeError('TWILIO_SIGNATURE_INVALID');
  }
}
