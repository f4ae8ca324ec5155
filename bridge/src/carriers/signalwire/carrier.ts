import type { IncomingMessage } from 'node:http';
import { BridgeError } from '../../errors';
import { RareWarnings } from '../../log';
import type { Carrier, CarrierContext } from '../carrier';
import { CarrierDocuments } from '../documents';
import { MediaSockets } from '../mediaSockets';
import { ReplayGuard } from '../replayGuard';
import { declineStream } from '../streamFormat';
import { LIFETIME_MS, StreamPasses } from '../streamPasses';
import { TwilioDialClient } from '../twilio/dial';
import { TwimlHandOver } from '../twilio/handOver';
import { TwilioMediaPeer } from '../twilio/mediaPeer';
import { connectCxml, TICKET_PARAMETER } from './answer';
import { SignalWireCallControl } from './hangUp';
import { isUuid } from './ids';
import { parseSignalWireMessage } from './protocol';
import { signalWireRoutes } from './routes';
import { MACHINE_PATH, MEDIA_PATH, SIGNATURE_HEADERS, STATUS_PATH } from './signature';

/** SignalWire: webhooks of cXML, streams and Compatibility API. */
export function createSignalWireCarrier(context: CarrierContext): Carrier {
  const { config, intake, clientAddress, dispatcher, userAgent, clock, log } = context;
  const { publicUrl, signalwire } = config;
  const { fallbackMessage, fallbackNumber } = config.call;
  const documents = new CarrierDocuments(clock, 'SIGNALWIRE_API_FAILED');
  const passes = new StreamPasses(() => clock.now());
  const replays = new ReplayGuard(() => clock.now());
  const warnings = new RareWarnings(log, () => clock.now());
  const control = new SignalWireCallControl({
    // Without it no stream is let in, so nothing is ever asked for.
    ...(signalwire ?? { spaceUrl: '', projectId: '', apiToken: '' }),
    ...{ publicUrl, documents, dispatcher, userAgent, clock },
    handOver: new TwimlHandOver({
      carrierUrl: `${publicUrl}/signalwire`,
      documents,
      carrierName: 'SignalWire',
      answerOnBridge: true,
    }),
  });
  const media = new MediaSockets({
    ...{ clientAddress, clock, log },
    limitCode: 'SIGNALWIRE_MEDIA_LIMIT',
    check: (request) => {
      if (signalwire === undefined) throw new BridgeError('SIGNALWIRE_NOT_CONFIGURED');
      if (!passes.isValid(bearerOf(request))) throw new BridgeError('SIGNALWIRE_STREAM_REFUSED');
    },
    createPeer: (socket, life) =>
      new TwilioMediaPeer(socket, {
        ...{ clock, control, ...life },
        parse: parseSignalWireMessage,
        onStart: ({ parameters, callSid, unsupported }, peer) => {
          const ticket = parameters.get(TICKET_PARAMETER);
          if (unsupported !== undefined) return declineStream(callSid, unsupported, { intake, warnings });
          return ticket === undefined ? undefined : intake.claim(ticket, callSid)?.attachCarrier(peer);
        },
      }),
  });

  /** @param ringsMs how long the telephone may ring before the stream can come */
  const connect = (ticket: string, ringsMs = 0): string =>
    connectCxml({
      streamUrl: publicUrl.replace(/^https:/, 'wss:') + MEDIA_PATH,
      statusUrl: publicUrl + STATUS_PATH,
      pass: passes.issue(ringsMs + LIFETIME_MS),
      ticket,
      ...{ fallbackMessage, fallbackNumber },
    });

  /** SignalWire takes the requests of Twilio's API below an address of its own (docs: "Create a Call"). */
  const dialler = ({
    spaceUrl,
    projectId,
    apiToken,
  }: NonNullable<typeof signalwire>): NonNullable<Carrier['dial']> => {
    const client = new TwilioDialClient({
      ...{ dispatcher, userAgent, clock },
      ...{ apiBaseUrl: `${spaceUrl}/api/laml`, accountSid: projectId, authToken: apiToken },
      isCallId: isUuid,
      failure: 'SIGNALWIRE_DIAL_FAILED',
    });
    return async ({ to, from, ticket, sessionId, machineDetection, timeoutSeconds }) => {
      const urlFor = (path: string): string => `${publicUrl}${path}?session=${sessionId}`;
      const callSid = await client.dial({
        ...{ to, from, timeoutSeconds },
        twiml: connect(ticket, timeoutSeconds * 1000),
        statusUrl: urlFor(STATUS_PATH),
        machineUrl: machineDetection ? urlFor(MACHINE_PATH) : undefined,
      });
      return { carrierCallId: callSid, cancel: () => control.hangUp({ accountSid: projectId, callSid }) };
    };
  };

  return {
    name: 'signalwire',
    mediaPath: MEDIA_PATH,
    signatureHeaders: SIGNATURE_HEADERS,
    problem: signalwire === undefined ? 'SIGNALWIRE_SIGNING_KEY is not set' : undefined,
    dial: signalwire && dialler(signalwire),
    get size() {
      return media.size;
    },
    routes: (app) => signalWireRoutes(app, { config, intake, replays, connect, documents, clock, log }),
    upgrade: (request, socket, head) => media.upgrade(request, socket, head),
    terminate: () => media.terminate(),
  };
}

/** Source: SignalWire docs, cXML `<Stream>`, "WebSocket connection". */
function bearerOf(request: IncomingMessage): string | undefined {
  return /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
}
