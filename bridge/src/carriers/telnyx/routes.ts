import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Clock } from '../../clock';
import type { Config } from '../../config';
import { BridgeError } from '../../errors';
import type { CallIntake } from '../../intake';
import { RareWarnings, type Logger } from '../../log';
import type { CarrierDocuments } from '../documents';
import { acceptRawForms, fieldsOf, ownCopy, rawBodyOf } from '../rawForm';
import type { ReplayGuard } from '../replayGuard';
import { sessionInQuery } from '../sessionInQuery';
import type { StreamPasses } from '../streamPasses';
import { answeredBy, outcomes, parseTwilioStatus } from '../twilio/statusCallback';
import { transferRoutes } from '../twilio/transferRoutes';
import { answerVoiceWebhook, type VoiceDocuments } from '../voiceWebhook';
import { busyTexml, connectTexml, farewellTexml } from './answer';
import { isCallSid } from './callSid';
import { checkSignature, MEDIA_PATH, readPublicKey, signatureOf, STATUS_PATH } from './signature';

export interface TelnyxRoutesOptions {
  config: Config;
  intake: CallIntake;
  replays: ReplayGuard;
  passes: StreamPasses;
  /** What is said to whoever callers are handed to. */
  whispers: CarrierDocuments;
  clock: Clock;
  /** Unix time, ms. */
  wallClock: () => number;
  log: Logger;
}

/** The webhooks of Telnyx's TeXML, below /telnyx. Nothing of a request is used before its signature was checked. */
export function telnyxRoutes(app: FastifyInstance, options: TelnyxRoutesOptions): void {
  const { config, intake, replays, passes, whispers, clock, wallClock, log } = options;
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

  /** The callee has answered a call out, or is about to: Telnyx asks for what is to be done then. */
  const answerDialled = (form: Record<string, string>, sessionId: string | undefined): string => {
    const carrierCallId = callSidOf(form);
    const documents = documentsFor(carrierCallId);
    if (sessionId === undefined) return documents.fallback();
    if (parseTwilioStatus(form).kind === 'answered') intake.answered(carrierCallId, sessionId);
    const ticket = intake.takeAgain(carrierCallId, sessionId);
    return ticket === undefined ? documents.fallback() : documents.connect(ticket);
  };

  const noteStatus = (form: Record<string, string>, sessionId: string | undefined): void => {
    const carrierCallId = callSidOf(form);
    const status = parseTwilioStatus(form);
    // `stream-failed` is what Telnyx's own API calls it.
    if (status.kind === 'stream-error' || form.StreamEvent === 'stream-failed') {
      warnings.warn({ carrierCallId }, 'Telnyx stream failed');
      intake.abandon(carrierCallId, 'stream-never-came');
    } else if (status.kind === 'answered') {
      intake.answered(carrierCallId, sessionId);
    } else if (status.kind === 'call-over') {
      // Of a call in these all mean that the caller has gone.
      const reason = sessionId === undefined ? 'caller-hung-up' : outcomes[status.status];
      intake.abandon(carrierCallId, reason, sessionId);
    } else if (sessionId !== undefined) {
      intake.named(carrierCallId, sessionId);
    }
  };

  const noteMachine = (form: Record<string, string>, sessionId: string | undefined): void => {
    const [carrierCallId, result] = [callSidOf(form), answeredBy(form)];
    if (result !== undefined) intake.machineDetected(carrierCallId, result, sessionId);
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
        noteStatus(fieldsOf(request), sessionInQuery(request));
        return reply.code(204).send();
      });
      // Of calls out.
      scope.post('/dialled', (request, reply) =>
        reply.type('text/xml').send(answerDialled(fieldsOf(request), sessionInQuery(request))),
      );
      scope.post('/machine', (request, reply) => {
        noteMachine(fieldsOf(request), sessionInQuery(request));
        return reply.code(204).send();
      });
      transferRoutes(scope, {
        ...{ intake, documents: whispers, formOf: fieldsOf, callSidOf },
        connect: (ticket, callSid) => documentsFor(callSid).connect(ticket),
        fallback: () => farewellTexml(fallbackMessage, fallbackNumber),
      });
      done();
    },
    { prefix: '/telnyx' },
  );
}

/** @throws BridgeError TELNYX_REQUEST_INVALID */
function callSidOf({ CallSid: callSid }: Record<string, unknown>): string {
  if (!isCallSid(callSid)) throw new BridgeError('TELNYX_REQUEST_INVALID');
  return ownCopy(callSid) ?? '';
}
