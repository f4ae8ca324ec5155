import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Clock } from '../../clock';
import type { Config } from '../../config';
import { BridgeError } from '../../errors';
import type { CallIntake } from '../../intake';
import { RareWarnings, type Logger } from '../../log';
import type { CarrierDocuments } from '../documents';
import { e164Of } from '../phoneNumbers';
import { acceptRawForms, fieldsOf, ownCopy, rawBodyOf } from '../rawForm';
import type { ReplayGuard } from '../replayGuard';
import { answerVoiceWebhook, type VoiceDocuments } from '../voiceWebhook';
import { busyXml, connectXml, farewellXml } from './answer';
import { dialledRoutes } from './dialledRoutes';
import { isSignedWebhook, mediaUrl, type Proof } from './signature';
import { parsePlivoStatus } from './statusCallback';
import { transferRoutes } from './transferRoutes';
import { isCallUuid } from './uuids';

export interface PlivoRoutesOptions {
  config: Config;
  intake: CallIntake;
  replays: ReplayGuard;
  /** What Plivo asks for when it is told where it is. */
  kept: CarrierDocuments;
  /** What signatures are checked by; undefined: not configured. */
  authToken: string | undefined;
  clock: Clock;
  log: Logger;
}

/** The webhooks of Plivo, below /plivo. Nothing of a request is used before its signature was checked. */
export function plivoRoutes(app: FastifyInstance, options: PlivoRoutesOptions): void {
  const { config, intake, replays, kept, authToken, clock, log } = options;
  const warnings = new RareWarnings(log, () => clock.now());
  const { publicUrl } = config;
  const { fallbackMessage, fallbackNumber } = config.call;

  const signatureProblem = (request: FastifyRequest): BridgeError | undefined => {
    if (authToken === undefined) return new BridgeError('PLIVO_NOT_CONFIGURED');
    const form = new URLSearchParams(rawBodyOf(request).toString());
    const address = { publicUrl, path: request.url };
    if (isSignedWebhook(authToken, address, form, proofOf(request.headers))) return undefined;
    const path = request.routeOptions.url;
    warnings.warn({ path }, 'Plivo signature refused', path);
    return new BridgeError('PLIVO_SIGNATURE_INVALID');
  };

  const documents: VoiceDocuments = {
    connect: (ticket) =>
      connectXml({
        streamUrl: mediaUrl(publicUrl),
        statusUrl: `${publicUrl}/plivo/status`,
        ...{ ticket, fallbackMessage, fallbackNumber },
      }),
    fallback: () => farewellXml(fallbackMessage, fallbackNumber),
    busy: busyXml,
  };

  const answerCall = (request: FastifyRequest): string => {
    const form = fieldsOf(request);
    const carrierCallId = callUuidOf(form);
    const call = { carrierCallId, callerNumber: numberOf(form.From), calledNumber: numberOf(form.To) };
    // The nonce is signed, and stands for the signature, whose header may hold more than one.
    const { nonce = '' } = proofOf(request.headers);
    return answerVoiceWebhook({ carrier: 'plivo', ...call }, nonce, {
      ...{ intake, replays, documents, warnings },
      replayed: 'PLIVO_REQUEST_REPLAYED',
    });
  };

  const noteStatus = (request: FastifyRequest): void => {
    const form = fieldsOf(request);
    const carrierCallId = callUuidOf(form);
    const status = parsePlivoStatus(form);
    if (status === 'stream-failed') {
      // Signed, but nothing keeps a captured one from coming again and again.
      warnings.warn({ carrierCallId }, 'Plivo stream failed');
      intake.abandon(carrierCallId, 'stream-never-came');
    } else if (status === 'call-over') {
      intake.abandon(carrierCallId, 'caller-hung-up');
    }
  };

  void app.register(
    (plivo, _options, done) => {
      acceptRawForms(plivo);
      // Before the body is read, since there is nothing that it could be checked with.
      plivo.addHook('onRequest', (_request, _reply, next) =>
        next(authToken === undefined ? new BridgeError('PLIVO_NOT_CONFIGURED') : undefined),
      );
      plivo.addHook('preHandler', (request, _reply, next) => next(signatureProblem(request)));
      plivo.post('/answer', (request, reply) => reply.type('text/xml').send(answerCall(request)));
      // Of streams, and of calls as their hangup URL.
      plivo.post('/status', (request, reply) => {
        noteStatus(request);
        return reply.code(204).send();
      });
      plivo.post<{ Params: { id: string } }>('/farewell/:id', (request, reply) => {
        // Asked for twice, since the answer did not arrive: the words are the same for all.
        const document = kept.fetch(request.params.id) ?? documents.fallback();
        return reply.type('text/xml').send(document);
      });
      dialledRoutes(plivo, { intake, documents, callUuidOf });
      transferRoutes(plivo, { intake, kept, documents, callUuidOf });
      done();
    },
    { prefix: '/plivo' },
  );
}

/** The proof in the headers of a request. */
export function proofOf(headers: FastifyRequest['headers']): Proof {
  const text = (value: string | string[] | undefined): string | undefined =>
    typeof value === 'string' ? value : undefined;
  return {
    signature: text(headers['x-plivo-signature-v3']),
    nonce: text(headers['x-plivo-signature-v3-nonce']),
  };
}

/** @throws BridgeError PLIVO_REQUEST_INVALID; to be called before anything of the form is used or logged */
function callUuidOf(form: Readonly<Record<string, string>>): string {
  const { CallUUID: callUuid } = form;
  if (!isCallUuid(callUuid)) throw new BridgeError('PLIVO_REQUEST_INVALID');
  return ownCopy(callUuid) ?? '';
}

function numberOf(value: string | undefined): string | undefined {
  const number = ownCopy(value);
  return number === undefined ? undefined : e164Of(number);
}
