import type { FastifyInstance, FastifyRequest } from 'fastify';
import { busyTwiml, connectTwiml, farewellTwiml } from '../carriers/twilio/answer';
import type { ReplayGuard } from '../carriers/twilio/replayGuard';
import { isAccountSid, isCallSid } from '../carriers/twilio/sids';
import { isSignedWebhook, mediaUrl, STATUS_PATH } from '../carriers/twilio/signature';
import { parseTwilioStatus } from '../carriers/twilio/statusCallback';
import type { Config } from '../config';
import { BridgeError } from '../errors';
import type { Clock } from '../clock';
import type { CallIntake } from '../intake';
import { RareWarnings, type Logger } from '../log';

export interface TwilioRoutesOptions {
  config: Config;
  intake: CallIntake;
  replays: ReplayGuard;
  clock: Clock;
  log: Logger;
}

type Form = Record<string, unknown>;

/** The webhooks of Twilio, below /twilio. Nothing of a request is used before its signature was checked. */
export function twilioRoutes(app: FastifyInstance, options: TwilioRoutesOptions): void {
  const { config, intake, replays, clock, log } = options;
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

  const answerCall = (form: Form, signature: string): string => {
    const callSid = callSidOf(form);
    switch (replays.use(callSid, signature)) {
      case 'first':
        return answerFirst(callSid, form);
      case 'repeated':
        return answerAgain(callSid);
      case 'foreign':
        warnings.warn({ carrierCallId: callSid }, 'webhook replayed');
        throw new BridgeError('TWILIO_REQUEST_REPLAYED');
    }
  };

  const answerFirst = (callSid: string, form: Form): string => {
    const reception = intake.take({
      carrier: 'twilio',
      carrierCallId: callSid,
      callerNumber: text(form.From),
      calledNumber: text(form.To),
    });
    if (reception.kind === 'busy') return busyTwiml();
    if (reception.kind === 'no-assistant') return farewellTwiml(fallbackMessage, fallbackNumber);
    return connect(reception.ticket);
  };

  /** An error would be heard by the caller; this opens nothing, so a replayed webhook costs nothing either. */
  const answerAgain = (callSid: string): string => {
    const ticket = intake.takeAgain(callSid);
    warnings.warn({ carrierCallId: callSid, waiting: ticket !== undefined }, 'webhook repeated');
    return ticket === undefined ? farewellTwiml(fallbackMessage, fallbackNumber) : connect(ticket);
  };

  const noteStatus = (form: Form): void => {
    const carrierCallId = callSidOf(form);
    const status = parseTwilioStatus(form);
    if (status.kind === 'stream-error') {
      // Signed, but nothing keeps a captured one from coming again and again.
      warnings.warn({ carrierCallId, streamError: status.code }, 'Twilio stream failed');
      intake.abandon(carrierCallId, 'stream-never-came');
    } else if (status.kind === 'call-over') {
      intake.abandon(carrierCallId, 'caller-hung-up');
    }
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
        noteStatus(formOf(request));
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
