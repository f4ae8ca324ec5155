import type { FastifyInstance } from 'fastify';
import type { CallIntake } from '../../intake';
import type { CarrierDocuments } from '../documents';
import { fieldsOf } from '../rawForm';
import type { VoiceDocuments } from '../voiceWebhook';
import { hangUpXml, sayXml } from './answer';
import { isTransferAnswered, parsePlivoStatus, transferOutcome } from './statusCallback';

type Form = Readonly<Record<string, string>>;

export interface TransferRoutesOptions {
  intake: Pick<CallIntake, 'abandon' | 'transferAnswered' | 'transferOver'>;
  /** What Plivo asks for when it is told where it is. */
  kept: Pick<CarrierDocuments, 'fetch'>;
  documents: VoiceDocuments;
  /** The call that a form is about. Throws when it names none. */
  callUuidOf: (form: Form) => string;
}

/** What Plivo tells of a hand-over, and asks for (Plivo docs, "The Dial element"). */
export function transferRoutes(scope: FastifyInstance, options: TransferRoutesOptions): void {
  const { intake, kept, documents, callUuidOf } = options;

  /** The caller hears the next document at once. */
  const answerOver = (form: Form, sessionId: string): string => {
    const carrierCallId = callUuidOf(form);
    const outcome = transferOutcome(form);
    if (outcome !== 'completed' && parsePlivoStatus(form) === 'call-over') {
      intake.abandon(carrierCallId, 'caller-hung-up', sessionId);
      return hangUpXml();
    }
    const ticket = intake.transferOver(carrierCallId, outcome);
    if (ticket !== undefined) return documents.connect(ticket);
    // The session is gone, and nobody has talked to the caller.
    return outcome === 'completed' ? hangUpXml() : documents.fallback();
  };

  scope.post<{ Params: { session: string } }>('/dial/answered/:session', (request, reply) => {
    if (isTransferAnswered(fieldsOf(request))) intake.transferAnswered(request.params.session);
    return reply.code(204).send();
  });
  scope.post<{ Params: { session: string } }>('/dial/over/:session', (request, reply) =>
    reply.type('text/xml').send(answerOver(fieldsOf(request), request.params.session)),
  );
  scope.post<{ Params: { id: string } }>('/dial/document/:id', (request, reply) =>
    reply.type('text/xml').send(kept.fetch(request.params.id) ?? documents.fallback()),
  );
  // Unknown when it was kept for too long: the two are connected without it.
  scope.post<{ Params: { id: string } }>('/dial/whisper/:id', (request, reply) =>
    reply.type('text/xml').send(kept.fetch(request.params.id) ?? sayXml('')),
  );
}
