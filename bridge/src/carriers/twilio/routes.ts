import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Clock } from '../../clock';
import type { Config } from '../../config';
import { BridgeError } from '../../errors';
import type { CallIntake } from '../../intake';
import { RareWarnings, type Logger } from '../../log';
import type { CarrierDocuments } from '../documents';
import type { ReplayGuard } from '../replayGuard';
import { sessionInQuery } from '../sessionInQuery';
import { answerVoiceWebhook, type VoiceDocuments } from '../voiceWebhook';
import { busyTwiml, connectTwiml, farewellTwiml } from './answer';
import { isAccountSid, isCallSid } from './sids';
import { isSignedWebhook, mediaUrl, STATUS_PATH } from './signature';
import { answeredBy, outcomes, parseTwilioStatus } from './statusCallback';
import { transferRoutes } from './transferRoutes';

export interface TwilioRoutesOptions {
  config: Config;
  intake: CallIntake;
  replays: ReplayGuard;
  /** What is said to whoever callers are handed to. */
  whispers: CarrierDocuments;
  clock: Clock;
  log: Logger;
}

type Form = Record<string, unknown>;

/** The webhooks of Twilio, below /twilio. Nothing of a request is used before its signature was checked. */
export function twilioRoutes(app: FastifyInstance, options: TwilioRoutesOptions): void {
  const { config, intake, replays, whispers, clock, log } = options;
  const warnings = new RareWarnings(log, () => clock.now());
  const { publicUrl } = config;
  const { authToken } = config.twilio;
  const { fallbackMessage, fallbackNumber } = config.call;
  const signatureProblem = (request: FastifyRequest): BridgeError | undefined => {
    if (authToken === undefined) return new BridgeError('TWILIO_NOT_CONFIGURED');
    const signature = signatureOf(request);
    if (isSignedWebhook(authToken, publicUrl, request.url, signature, formOf(request))) return undefined;
    const path = request.routeOptions.url;
    warnings.warn({ path }, 'Twilio signature refused', path);
    return new BridgeError('TWILIO_SIGNATURE_INVALID');
  };

  const connect = (ticket: string): string => {
    const statusUrl = publicUrl + STATUS_PATH;
    return connectTwiml({
      streamUrl: mediaUrl(publicUrl),
      statusUrl,
      ticket,
      fallbackMessage,
      fallbackNumber,
    });
  };

  const fallback = (): string => farewellTwiml(fallbackMessage, fallbackNumber);
  const documents: VoiceDocuments = { connect, fallback, busy: busyTwiml };

  const answerCall = (form: Form, signature: string): string => {
    const call = {
      carrier: 'twilio',
      carrierCallId: callSidOf(form),
      callerNumber: text(form.From),
      calledNumber: text(form.To),
    };
    return answerVoiceWebhook(call, signature, {
      ...{ intake, replays, documents, warnings },
      replayed: 'TWILIO_REQUEST_REPLAYED',
    });
  };

  const noteStatus = (form: Form, sessionId: string | undefined): void => {
    const carrierCallId = callSidOf(form);
    const status = parseTwilioStatus(form);
    if (status.kind === 'stream-error') {
      // Signed, but nothing keeps a captured one from coming again and again.
      warnings.warn({ carrierCallId, streamError: status.code }, 'Twilio stream failed');
      intake.abandon(carrierCallId, 'stream-never-came');
    } else if (status.kind === 'answered') {
      intake.answered(carrierCallId, sessionId);
    } else if (status.kind === 'call-over') {
      // Of a call in these all mean that the caller has gone.
      const reason = sessionId === undefined ? 'caller-hung-up' : outcomes[status.status];
      intake.abandon(carrierCallId, reason, sessionId);
    }
  };

  const noteMachine = (form: Form, sessionId: string | undefined): void => {
    const carrierCallId = callSidOf(form);
    const result = answeredBy(form);
    if (result !== undefined) intake.machineDetected(carrierCallId, result, sessionId);
  };

  void app.register(
    (twilio, _options, done) => {
      // Before the body is read, since there is nothing that it could be checked with.
      twilio.addHook('onRequest', (_request, _reply, next) =>
        next(authToken === undefined ? new BridgeError('TWILIO_NOT_CONFIGURED') : undefined),
      );
      twilio.addHook('preHandler', (request, _reply, next) => next(signatureProblem(request)));
      twilio.post('/voice', (request, reply) =>
        reply.type('text/xml').send(answerCall(formOf(request), signatureOf(request))),
      );
      twilio.post('/status', (request, reply) => {
        noteStatus(formOf(request), sessionInQuery(request));
        return reply.code(204).send();
      });
      transferRoutes(twilio, { intake, documents: whispers, connect, fallback, formOf, callSidOf });
      twilio.post('/machine', (request, reply) => {
        noteMachine(formOf(request), sessionInQuery(request));
        return reply.code(204).send();
      });
      done();
    },
    { prefix: '/twilio' },
  );
}

/** Empty when there is none, which no request is accepted with. */
function signatureOf(request: FastifyRequest): string {
  const header = request.headers['x-twilio-signature'];
  return typeof header === 'string' ? header : '';
}

function formOf(request: FastifyRequest): Form {
  const body: unknown = request.body;
  return typeof body === 'object' && body !== null ? (body as Form) : {};
}

/** @throws BridgeError TWILIO_REQUEST_INVALID; to be called before anything of the form is used or logged */
function callSidOf(form: Form): string {
  const { CallSid: callSid, AccountSid: accountSid } = form;
  if (isCallSid(callSid) && (accountSid === undefined || isAccountSid(accountSid))) return ownCopy(callSid);
  throw new BridgeError('TWILIO_REQUEST_INVALID');
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? ownCopy(value) : undefined;
}

/** A part of a longer text keeps all of it in memory, and these outlive the form by as long as the call lasts. */
function ownCopy(part: string): string {
  return Buffer.from(part).toString();
}
