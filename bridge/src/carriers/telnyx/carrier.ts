import type { IncomingMessage } from 'node:http';
import { BridgeError } from '../../errors';
import { RareWarnings } from '../../log';
import type { CarrierPeer, PeerListener } from '../../relay/peer';
import type { Carrier, CarrierContext } from '../carrier';
import { CarrierDocuments } from '../documents';
import { MediaSockets } from '../mediaSockets';
import { ReplayGuard } from '../replayGuard';
import { declineStream, formatName } from '../streamFormat';
import { StreamPasses } from '../streamPasses';
import { TwimlHandOver } from '../twilio/handOver';
import { CALL_PARAMETER, PASS_QUERY, TICKET_PARAMETER } from './answer';
import { placeCall, type DialOptions } from './dial';
import { TelnyxCallControl } from './hangUp';
import { TelnyxMediaPeer } from './mediaPeer';
import { isSpoken, type TelnyxStart } from './protocol';
import { telnyxRoutes } from './routes';
import { DIALLED_PATH, MACHINE_PATH, MEDIA_PATH, SIGNATURE_HEADER, STATUS_PATH } from './signature';

/** How long Telnyx lets a telephone ring, in s (Telnyx docs, TeXML `<Dial>`). */
const MAX_RINGING_S = 120;

/**
 * Telnyx: webhooks of TeXML, media streams and REST API. TeXML, and not Call Control, because its document tells Telnyx
 * what the caller hears when this process is gone; a call that is steered by commands would stay silent.
 */
export function createTelnyxCarrier(context: CarrierContext): Carrier {
  const { config, intake, clientAddress, dispatcher, userAgent, clock, log } = context;
  const { telnyx, publicUrl } = config;
  const warnings = new RareWarnings(log, () => clock.now());
  const passes = new StreamPasses(() => clock.now());
  const replays = new ReplayGuard(() => clock.now());
  const whispers = new CarrierDocuments(clock, 'TELNYX_API_FAILED');
  const control = new TelnyxCallControl({
    // Without it no stream is let in, so nothing is ever asked for.
    ...(telnyx ?? { apiBaseUrl: '', apiKey: '' }),
    ...{ dispatcher, userAgent, clock },
    handOver: new TwimlHandOver({
      carrierUrl: `${publicUrl}/telnyx`,
      documents: whispers,
      carrierName: 'Telnyx',
      maxRingingSeconds: MAX_RINGING_S,
      answerOnBridge: false,
    }),
  });

  const onStart = (start: TelnyxStart, peer: CarrierPeer): PeerListener | undefined => {
    const [ticket, callSid] = [start.parameters.get(TICKET_PARAMETER), start.parameters.get(CALL_PARAMETER)];
    if (ticket === undefined || callSid === undefined) return undefined;
    if (!isSpoken(start.format)) {
      const { encoding, sampleRate, channels } = start.format;
      const format = formatName(encoding, sampleRate, channels);
      return declineStream(callSid, format, { intake, warnings, code: 'TELNYX_CODEC_UNSUPPORTED' });
    }
    return intake.claim(ticket, callSid)?.attachCarrier(peer);
  };
  const media = new MediaSockets({
    ...{ clientAddress, clock, log },
    limitCode: 'TELNYX_MEDIA_LIMIT',
    check: (request) => {
      if (telnyx === undefined) throw new BridgeError('TELNYX_NOT_CONFIGURED');
      if (!passes.isValid(passOf(request))) throw new BridgeError('TELNYX_STREAM_REFUSED');
    },
    createPeer: (socket, life) =>
      new TelnyxMediaPeer(socket, {
        ...{ clock, control, onStart, ...life },
        onError: (code) => warnings.warn({ code }, 'Telnyx complains of its stream', code),
      }),
  });

  const dialler = (options: DialOptions): NonNullable<Carrier['dial']> => {
    return async ({ to, from, sessionId, machineDetection, timeoutSeconds }) => {
      const urlFor = (path: string): string => `${publicUrl}${path}?session=${sessionId}`;
      const { callSid } = await placeCall(
        {
          ...{ to, from, timeoutSeconds, answerUrl: urlFor(DIALLED_PATH), statusUrl: urlFor(STATUS_PATH) },
          machineUrl: machineDetection ? urlFor(MACHINE_PATH) : undefined,
        },
        options,
      );
      // Without an id there is nothing to cancel: it rings until its time is over, and hears the fallback if answered.
      if (callSid === undefined) return { carrierCallId: undefined };
      const cancel = (): Promise<void> => control.cancel({ userId: options.accountId, callSid });
      return { carrierCallId: callSid, cancel };
    };
  };

  return {
    name: 'telnyx',
    mediaPath: MEDIA_PATH,
    signatureHeaders: [SIGNATURE_HEADER],
    problem: telnyx === undefined ? 'TELNYX_PUBLIC_KEY is not set' : undefined,
    dial: telnyx?.dialling && dialler({ ...telnyx, ...telnyx.dialling, dispatcher, userAgent, clock }),
    get size() {
      return media.size;
    },
    routes: (app) => {
      telnyxRoutes(app, { config, intake, replays, passes, whispers, clock, wallClock: Date.now, log });
    },
    upgrade: (request, socket, head) => media.upgrade(request, socket, head),
    terminate: () => media.terminate(),
  };
}

function passOf(request: IncomingMessage): string | undefined {
  const query = (request.url ?? '').split('?', 2)[1] ?? '';
  return new URLSearchParams(query).get(PASS_QUERY) ?? undefined;
}
