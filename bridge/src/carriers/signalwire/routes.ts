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
import { answeredBy, outcomes, parseTwilioStatus } from '../twilio/statusCallback';
import { transferRoutes } from '../twilio/transferRoutes';
import { answerVoiceWebhook } from '../voiceWebhook';
import { busyCxml, farewellCxml } from './answer';
import { isUuid } from './ids';
import { isSignedWebhook, signatureOf } from './signature';

export interface SignalWireRoutesOptions {
  config: Config;
  intake: CallIntake;
  replays: ReplayGuard;
  /** The document that connects a call's audio to us. */
  connect: (ticket: string) => string;
  /** What SignalWire asks for when it is told where it is. */
  documents: CarrierDocuments;
  clock: Clock;
  log: Logger;
}

/** The webhooks of SignalWire, below /signalwire. Nothing of a request is used before its signature was checked. */
export function signalWireRoutes(app: FastifyInstance, options: SignalWireRoutesOptions): void {
  const { config, intake, replays, connect, documents: kept, clock, log } = options;
  const warnings = new RareWarnings(log, () => clock.now());
  const { publicUrl, signalwire } = config;
  const { fallbackMessage, fallbackNumber } = config.call;
  const documents = {
    connect,
    fallback: () => farewellCxml(fallbackMessage, fallbackNumber),
    busy: busyCxml,
  };

  const signatureProblem = (request: FastifyRequest): BridgeError | undefined => {
    if (signalwire === undefined) return new BridgeError('SIGNALWIRE_NOT_CONFIGURED');
    const { url, headers } = request;
    if (isSignedWebhook(signalwire.signingKey, publicUrl, url, headers, rawBodyOf(request))) return undefined;
    const path = request.routeOptions.url;
    warnings.warn({ path }, 'SignalWire signature refused', path);
    return new BridgeError('SIGNALWIRE_SIGNATURE_INVALID');
  };

  /** @throws BridgeError SIGNALWIRE_REQUEST_INVALID; to be called before anything of the form is used or logged */
  const callSidOf = ({ CallSid: callSid, AccountSid: project }: Record<string, unknown>): string => {
    const isOurs =
      project === undefined ||
      (typeof project === 'string' && project.toLowerCase() === signalwire?.projectId.toLowerCase());
    if (!isUuid(callSid) || !isOurs) throw new BridgeError('SIGNALWIRE_REQUEST_INVALID');
    return ownCopy(callSid) ?? '';
  };

  const noteStatus = (form: Record<string, string>, sessionId: string | undefined): void => {
    const carrierCallId = callSidOf(form);
    const status = parseTwilioStatus(form);
    if (status.kind === 'stream-error') {
      warnings.warn({ carrierCallId, streamError: status.code }, 'SignalWire stream failed');
      intake.abandon(carrierCallId, 'stream-never-came');
    } else if (status.kind === 'answered') {
      intake.answered(carrierCallId, sessionId);
    } else if (status.kind === 'call-over') {
      // Of a call in these all mean that the caller has gone.
      const reason = sessionId === undefined ? 'caller-hung-up' : outcomes[status.status];
      intake.abandon(carrierCallId, reason, sessionId);
    }
  };

  void app.register(
    (scope, _options, done) => {
      acceptRawForms(scope);
      // Before the body is read, since there is nothing that it could be checked with.
      scope.addHook('onRequest', (_request, _reply, next) =>
        next(signalwire === undefined ? new BridgeError('SIGNALWIRE_NOT_CONFIGURED') : undefined),
      );
      scope.addHook('preHandler', (request, _reply, next) => next(signatureProblem(request)));
      scope.post('/voice', (request, reply) => {
        const form = fieldsOf(request);
        const call = {
          carrier: 'signalwire',
          carrierCallId: callSidOf(form),
          callerNumber: ownCopy(form.From),
          calledNumber: ownCopy(form.To),
        };
        const replayed = 'SIGNALWIRE_REQUEST_REPLAYED';
        const document = answerVoiceWebhook(call, signatureOf(request.headers) ?? '', {
          ...{ intake, replays, documents, warnings, replayed },
        });
        return reply.type('text/xml').send(document);
      });
      scope.post('/status', (request, reply) => {
        noteStatus(fieldsOf(request), sessionInQuery(request));
        return reply.code(204).send();
      });
      scope.post('/machine', (request, reply) => {
        const form = fieldsOf(request);
        const [carrierCallId, result] = [callSidOf(form), answeredBy(form)];
        if (result !== undefined) intake.machineDetected(carrierCallId, result, sessionInQuery(request));
        return reply.code(204).send();
      });
      scope.post<{ Params: { id: string } }>('/farewell/:id', (request, reply) =>
        reply.type('text/xml').send(kept.fetch(request.params.id) ?? documents.fallback()),
      );
      scope.post<{ Params: { id: string } }>('/dial/document/:id', (request, reply) =>
        reply.type('text/xml').send(kept.fetch(request.params.id) ?? documents.fallback()),
      );
      transferRoutes(scope, {
        ...{ intake, documents: kept, fallback: documents.fallback, formOf: fieldsOf, callSidOf },
        connect: (ticket) => connect(ticket),
      });
      done();
    },
    { prefix: '/signalwire' },
  );
}
