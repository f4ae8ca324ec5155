import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Clock } from '../../clock';
import type { Config } from '../../config';
import { BridgeError } from '../../errors';
import type { CallIntake } from '../../intake';
import { RareWarnings, type Logger } from '../../log';
import type { CarrierDocuments } from '../documents';
import { e164Of } from '../phoneNumbers';
import { ownCopy } from '../rawForm';
import type { ReplayGuard } from '../replayGuard';
import { answerVoiceWebhook, type VoiceDocuments } from '../voiceWebhook';
import { busyNcco, connectNcco, farewellNcco } from './answer';
import { WHISPER_PATH } from './hangUp';
import { isSignedWebhook, mediaUrl, tokenOf, type TokenCheck } from './signature';
import { answeredBy, dialOutcome, isOver, isStreamFailure } from './statusEvent';
import type { TokenUses } from './tokenUses';
import { transferRoutes, whisperRoutes } from './transferRoutes';
import { isCallUuid } from './uuids';

export interface VonageRoutesOptions {
  config: Config;
  intake: CallIntake;
  replays: ReplayGuard;
  tokens: TokenUses;
  /** What is said to whoever callers are handed to. */
  whispers: CarrierDocuments;
  /** What signatures are checked by; undefined: not configured. */
  check: (() => TokenCheck) | undefined;
  clock: Clock;
  log: Logger;
}

/** A webhook whose signature is good. */
type Event = Readonly<Record<string, unknown>>;

/** The webhooks of Vonage, below /vonage. Nothing of a request is used before its signature was checked. */
export function vonageRoutes(app: FastifyInstance, options: VonageRoutesOptions): void {
  const { config, intake, replays, tokens, whispers, check, clock, log } = options;
  const warnings = new RareWarnings(log, () => clock.now());
  const { publicUrl } = config;
  const sampleRate = config.vonage?.sampleRate ?? 8000;
  const { fallbackMessage, fallbackNumber } = config.call;

  const signatureProblem = (request: FastifyRequest): BridgeError | undefined => {
    if (!check) return new BridgeError('VONAGE_NOT_CONFIGURED');
    const { authorization } = request.headers;
    const path = request.routeOptions.url;
    if (!isSignedWebhook(authorization, bodyOf(request), check())) {
      warnings.warn({ path }, 'Vonage signature refused', path);
      return new BridgeError('VONAGE_SIGNATURE_INVALID');
    }
    if (tokens.admits(tokenOf(authorization), request.method, pathOf(request.url))) return undefined;
    warnings.warn({ path }, 'webhook replayed', path);
    return new BridgeError('VONAGE_REQUEST_REPLAYED');
  };

  const documentsFor = (callUuid: string, called: string | undefined): VoiceDocuments => ({
    connect: (ticket) =>
      JSON.stringify(
        connectNcco({
          streamUrl: mediaUrl(publicUrl),
          eventUrl: `${publicUrl}/vonage/stream/${callUuid}`,
          ...{ ticket, callUuid, called, sampleRate, fallbackMessage, fallbackNumber },
        }),
      ),
    fallback: () => JSON.stringify(farewellNcco(fallbackMessage, fallbackNumber, called)),
    busy: () => JSON.stringify(busyNcco()),
  });

  const answerCall = (request: FastifyRequest): string => {
    const event = eventOf(request);
    const carrierCallId = uuidOf(event.uuid);
    const called = word(event.to);
    const call = { carrierCallId, callerNumber: numberOf(event.from), calledNumber: numberOf(event.to) };
    return answerVoiceWebhook({ carrier: 'vonage', ...call }, tokenOf(request.headers.authorization), {
      ...{ intake, replays, warnings },
      documents: documentsFor(carrierCallId, called),
      replayed: 'VONAGE_REQUEST_REPLAYED',
    });
  };

  /** The callee has answered a call out, so its session waits for the stream. */
  const answerDialled = (request: FastifyRequest, sessionId: string): string => {
    const event = eventOf(request);
    const carrierCallId = uuidOf(event.uuid);
    intake.answered(carrierCallId, sessionId);
    const ticket = intake.takeAgain(carrierCallId, sessionId);
    const documents = documentsFor(carrierCallId, word(event.from));
    return ticket === undefined ? documents.fallback() : documents.connect(ticket);
  };

  const noteDialled = (event: Event, sessionId: string): void => {
    const [outcome, result] = [dialOutcome(event), answeredBy(event)];
    if (outcome) intake.abandon(uuidOf(event.uuid), outcome, sessionId);
    if (result) intake.machineDetected(uuidOf(event.uuid), result, sessionId);
  };

  whisperRoutes(app, WHISPER_PATH, whispers);
  void app.register(
    (vonage, _options, done) => {
      // The signature covers the bytes of the body.
      vonage.removeAllContentTypeParsers();
      vonage.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, parsed) =>
        parsed(null, body),
      );
      // Before the body is read, since there is nothing that it could be checked with.
      vonage.addHook('onRequest', (_request, _reply, next) =>
        next(check ? undefined : new BridgeError('VONAGE_NOT_CONFIGURED')),
      );
      vonage.addHook('preHandler', (request, _reply, next) => next(signatureProblem(request)));
      vonage.post('/answer', (request, reply) => reply.type('application/json').send(answerCall(request)));
      // Of the caller's leg.
      vonage.post('/event', (request, reply) => {
        const event = eventOf(request);
        // Some events, such as those about errors of the NCCO, are of no leg.
        if (isOver(event)) intake.abandon(uuidOf(event.uuid), 'caller-hung-up');
        return reply.code(204).send();
      });
      // Of the leg that is our stream, for the caller's.
      vonage.post<{ Params: { uuid: string } }>('/stream/:uuid', (request, reply) => {
        const carrierCallId = uuidOf(request.params.uuid);
        if (isStreamFailure(eventOf(request))) intake.abandon(carrierCallId, 'stream-never-came');
        return reply.code(204).send();
      });
      transferRoutes(vonage, { intake, documentsFor, eventOf, uuidOf, word, clock });
      // Of calls out.
      vonage.post<{ Params: { session: string } }>('/dialled/:session', (request, reply) =>
        reply.type('application/json').send(answerDialled(request, request.params.session)),
      );
      vonage.post<{ Params: { session: string } }>('/dialled/:session/event', (request, reply) => {
        noteDialled(eventOf(request), request.params.session);
        return reply.code(204).send();
      });
      done();
    },
    { prefix: '/vonage' },
  );
}

/** Without the query. */
function pathOf(url: string): string {
  return url.split('?', 1)[0] ?? '';
}

/** The bytes of the body; none when there was no body. */
function bodyOf(request: FastifyRequest): Buffer {
  return Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
}

/** @throws BridgeError VONAGE_REQUEST_INVALID */
function eventOf(request: FastifyRequest): Event {
  try {
    const event: unknown = JSON.parse(bodyOf(request).toString());
    if (typeof event === 'object' && event !== null && !Array.isArray(event)) return event as Event;
  } catch {
    // Falls through to the same refusal.
  }
  throw new BridgeError('VONAGE_REQUEST_INVALID');
}

/** @throws BridgeError VONAGE_REQUEST_INVALID; to be called before anything of the event is used or logged */
function uuidOf(value: unknown): string {
  if (!isCallUuid(value)) throw new BridgeError('VONAGE_REQUEST_INVALID');
  return ownCopy(value) ?? '';
}

function word(value: unknown): string | undefined {
  return typeof value === 'string' ? ownCopy(value) : undefined;
}

function numberOf(value: unknown): string | undefined {
  const number = word(value);
  return number === undefined ? undefined : e164Of(number);
}
