import type { FastifyInstance, FastifyRequest } from 'fastify';
import { busyTwiml, connectTwiml, farewellTwiml } from '../carriers/twilio/answer';
import type { ReplayGuard } from '../carriers/twilio/replayGuard';
import { isAccountSid, isCallSid } from '../carriers/twilio/sids';
import { isSignedWebhook, mediaUrl, STATUS_PATH } from '../carriers/twilio/signature';
import { parseTwilioStatus } from '../carriers/twilio/statusCallback';
import type { Config } from '../config';
import { BridgeError } from '../errors';
import type { CallIntake } from '../intake';
import type { Logger } from '../log';

export interface TwilioRoutesOptions {
  config: Config;
  intake: CallIntake;
  replays: ReplayGuard;
  log: Logger;
}

type Form = Record<string, unknown>;

/** The webhooks of Twilio, below /twilio. Nothing of a request is used before its signature was checked. */
export function twilioRoutes(app: FastifyInstance, options: TwilioRoutesOptions): void {
  const { config, intake, replays, log } = options;
  const { publicUrl } = config;
  const { authToken } = config.twilio;
  const { fallbackMessage, fallbackNumber } = config.call;
  const signatureProblem = (request: FastifyRequest): BridgeError | undefined => {
    if (authToken === undefined) return new BridgeError('TWILIO_NOT_CONFIGURED');
    const signature = signatureOf(request);
    if (isSignedWebhook(authToken, publicUrl, request.url, signature, formOf(request))) return undefined;
    log.warn({ path: request.routeOptions.url }, 'Twilio signature refused');
    return new BridgeError('TWILIO_SIGNATURE_INVALID');
  };

  const answerCall = (form: Form, signature: string): string => {
    const callSid = callSidOf(form);
    if (!replays.firstUse(callSid, signature)) {
      log.warn({ carrierCallId: callSid }, 'webhook replayed');
      throw new BridgeError('TWILIO_REQUEST_REPLAYED');
    }
    const reception = intake.take({
      carrier: 'twilio',
      carrierCallId: callSid,
      callerNumber: text(form.From),
      calledNumber: text(form.To),
    });
    if (reception.kind === 'busy') return busyTwiml();
    if (reception.kind === 'no-assistant') return farewellTwiml(fallbackMessage, fallbackNumber);
    const statusUrl = publicUrl + STATUS_PATH;
    return connectTwiml({
      streamUrl: mediaUrl(publicUrl),
      statusUrl,
      ticket: reception.ticket,
      fallbackMessage,
      fallbackNumber,
    });
  };

  const noteStatus = (form: Form): void => {
    const carrierCallId = callSidOf(form);
    const status = parseTwilioStatus(form);
    if (status.kind === 'stream-error') {
      log.warn({ carrierCallId, streamError: status.code }, 'Twilio stream failed');
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
  if (isCallSid(callSid) && (accountSid === undefined || isAccountSid(accountSid))) return callSid;
  throw new BridgeError('TWILIO_REQUEST_INVALID');
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
