import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { CallIntake } from '../../intake';
import type { CarrierDocuments } from '../documents';
import { sessionInQuery } from '../sessionInQuery';
import { hangUpTwiml, sayTwiml } from './answer';
import { DIAL_ANSWERED_PATH, DIAL_OVER_PATH, WHISPER_PATH } from './handOver';
import { dialOutcome, isOver, parseTwilioStatus } from './statusCallback';

type Form = Record<string, unknown>;

export interface TransferRoutesOptions {
  intake: Pick<CallIntake, 'abandon' | 'transferAnswered' | 'transferOver'>;
  /** Where the words for whoever answers wait. */
  documents: Pick<CarrierDocuments, 'fetch'>;
  /** The document that connects the call's audio to us. */
  connect: (ticket: string, callSid: string) => string;
  /** The document that speaks the fallback message. */
  fallback: () => string;
  /** The fields of a form whose signature has been checked. */
  formOf: (request: FastifyRequest) => Form;
  /** The call that a form is about. Throws when it names none. */
  callSidOf: (form: Form) => string;
}

/**
 * What carriers whose documents are TwiML tell of a hand-over, and ask for. Sources: Twilio docs, `<Dial>`, "action",
 * and `<Number>`, "statusCallback" and "url"; the same pages of SignalWire (cXML) and Telnyx (TeXML).
 */
export function transferRoutes(scope: FastifyInstance, options: TransferRoutesOptions): void {
  const { intake, documents, connect, fallback, formOf, callSidOf } = options;

  /** The caller hears the next document at once; without one, the carrier would go on where the call's own ends. */
  const answerOver = (form: Form, sessionId: string | undefined): string => {
    const carrierCallId = callSidOf(form);
    const outcome = dialOutcome(form);
    if (outcome !== 'completed' && isOver(form)) {
      intake.abandon(carrierCallId, 'caller-hung-up', sessionId);
      return hangUpTwiml();
    }
    const ticket = intake.transferOver(carrierCallId, outcome);
    if (ticket !== undefined) return connect(ticket, carrierCallId);
    // The session is gone, and nobody has talked to the caller.
    return outcome === 'completed' ? hangUpTwiml() : fallback();
  };

  // It is about the other leg, so the caller's call is known by the session in the address.
  scope.post(DIAL_ANSWERED_PATH, (request, reply) => {
    const sessionId = sessionInQuery(request);
    const isAnswered = parseTwilioStatus(formOf(request)).kind === 'answered';
    if (isAnswered && sessionId !== undefined) intake.transferAnswered(sessionId);
    return reply.code(204).send();
  });
  scope.post(DIAL_OVER_PATH, (request, reply) =>
    reply.type('text/xml').send(answerOver(formOf(request), sessionInQuery(request))),
  );
  // Unknown when it was kept for too long: the two are connected without it.
  scope.post<{ Params: { id: string } }>(`${WHISPER_PATH}/:id`, (request, reply) =>
    reply.type('text/xml').send(documents.fetch(request.params.id) ?? sayTwiml('')),
  );
}
