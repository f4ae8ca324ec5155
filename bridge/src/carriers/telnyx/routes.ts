import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Clock } from '../../clock';
import type { Config } from '../../config';
import { BridgeError } from '../../errors';
import type { CallIntake } from '../../intake';
import { RareWarnings, type Logger } from '../../log';
import { acceptRawForms, fieldsOf, ownCopy, rawBodyOf } from '../rawForm';
import type { ReplayGuard } from '../replayGuard';
import type { StreamPasses } from '../streamPasses';
import { parseTwilioStatus } from '../twilio/statusCallback';
import { answerVoiceWebhook, type VoiceDocuments } from '../voiceWebhook';
import { busyTexml, connectTexml, farewellTexml } from './answer';
import { checkSignature, MEDIA_PATH, readPublicKey, signatureOf } from './signature';

/** The path of the status callbacks of streams and calls, below the public address. */
const STATUS_PATH = '/telnyx/status';

export interface TelnyxRoutesOptions {
  config: Config;
  intake: CallIntake;
  replays: ReplayGuard;
  passes: StreamPasses;
  clock: Clock;
  /** Unix time, ms. */
  wallClock: () => number;
  log: Logger;
}

/** The webhooks of Telnyx's TeXML, below /telnyx. Nothing of a request is used before its signature was checked. */
export function telnyxRoutes(app: FastifyInstance, options: TelnyxRoutesOptions): void {
  const { config, intake, replays, passes, clock, wallClock, log } = options;
  const warnings = new RareWarnings(log, () => clock.now());
  const { publicUrl, telnyx } = config;
  const publicKey = telnyx && readPublicKey(telnyx.publicKey);
  const { fallbackMessage, fallbackNumber } = config.call;
  const documentsFor = (callSid: string): VoiceDocuments => ({
    connect: (ticket: string) =>
      connectTexml({
        streamUrl: publicUrl.replace(/^https:/, 'wss:') + MEDIA_PATH,
        statusUrl: publicUrl + STATUS_PATH,
        pass: passes.issue(),
        ...{ ticket, callSid, fallbackMessage, fallbackNumber },
      }),
    fallback: () => farewellTexml(fallbackMessage, fallbackNumber),
    busy: busyTexml,
  });

  const signatureProblem = (request: FastifyRequest): BridgeError | undefined => {
    if (publicKey === undefined) return new BridgeError('TELNYX_NOT_CONFIGURED');
    const check = checkSignature(publicKey, request.headers, rawBodyOf(request), wallClock());
    if (check === 'signed') return undefined;
    const path = request.routeOptions.url;
    warnings.warn({ path, check }, 'Telnyx signature refused', `${path} ${check}`);
    return new BridgeError(
      check === 'unsigned' ? 'TELNYX_SIGNATURE_INVALID' : 'TELNYX_SIGNATURE_OUT_OF_DATE',
    );
  };

  const noteStatus = (form: Record<string, string>): void => {
    const carrierCallId = callSidOf(form);
    const status = parseTwilioStatus(form);
    // `stream-failed` is what Telnyx's own API calls it.
    if (status.kind === 'stream-error' || form.StreamEvent === 'stream-failed') {
      warnings.warn({ carrierCallId }, 'Telnyx stream failed');
      intake.abandon(carrierCallId, 'stream-never-came');
    } else if (status.kind === 'call-over') {
      intake.abandon(carrierCallId, 'caller-hung-up');
    }
  };

  void app.register(
    (scope, _options, done) => {
      acceptRawForms(scope);
      // Before the body is read, since there is nothing that it could be checked with.
      scope.addHook('onRequest', (_request, _reply, next) =>
        next(publicKey === undefined ? new BridgeError('TELNYX_NOT_CONFIGURED') : undefined),
      );
      scope.addHook('preHandler', (request, _reply, next) => next(signatureProblem(request)));
      scope.post('/voice', (request, reply) => {
        const form = fieldsOf(request);
        const carrierCallId = callSidOf(form);
        const call = {
          carrier: 'telnyx',
          carrierCallId,
          callerNumber: ownCopy(form.From),
          calledNumber: ownCopy(form.To),
        };
        const document = answerVoiceWebhook(call, signatureOf(request.headers), {
          ...{ intake, replays, warnings },
          documents: documentsFor(carrierCallId),
          replayed: 'TELNYX_REQUEST_REPLAYED',
        });
        return reply.type('text/xml').send(document);
      });
      scope.post('/status', (request, reply) => {
        noteStatus(fieldsOf(request));
        return reply.code(204).send();
      });
      done();
    },
    { prefix: '/telnyx' },
  );
}

/**
 * A call's id, which is its call_control_id and looks like `v3:9X2vxPDF…`.
 * @throws BridgeError TELNYX_REQUEST_INVALID
 */
function callSidOf({ CallSid: callSid = '' }: Record<string, string>): string {
  if (!/^[\w.:-]{1,200}$/.test(callSid)) throw new BridgeError('TELNYX_REQUEST_INVALID');
  return ownCopy(callSid) ?? '';
}
