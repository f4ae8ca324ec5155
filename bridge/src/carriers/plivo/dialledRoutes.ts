import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { CallIntake } from '../../intake';
import { fieldsOf } from '../rawForm';
import type { VoiceDocuments } from '../voiceWebhook';
import { answeredBy, dialledOutcome } from './statusCallback';

type Form = Readonly<Record<string, string>>;
type BySession = { Params: { session: string } };

/** Below the public address; the session follows. */
export const DIALLED_PATH = '/plivo/dialled';

export interface DialledRoutesOptions {
  intake: Pick<CallIntake, 'abandon' | 'answered' | 'machineDetected' | 'named' | 'takeAgain'>;
  documents: VoiceDocuments;
  /** The call that a form is about. Throws when it names none. */
  callUuidOf: (form: Form) => string;
}

/** What Plivo tells of calls out (Plivo docs, "Make a call", "Asynchronous machine detection"). */
export function dialledRoutes(scope: FastifyInstance, options: DialledRoutesOptions): void {
  const { intake, documents, callUuidOf } = options;
  const told = (request: FastifyRequest): { form: Form; callUuid: string; session: string } => {
    const form = fieldsOf(request);
    const { session } = request.params as BySession['Params'];
    return { form, callUuid: callUuidOf(form), session };
  };

  // The callee has answered, so the session waits for the stream.
  scope.post<BySession>('/dialled/:session', (request, reply) => {
    const { callUuid, session } = told(request);
    intake.answered(callUuid, session);
    const ticket = intake.takeAgain(callUuid, session);
    return reply
      .type('text/xml')
      .send(ticket === undefined ? documents.fallback() : documents.connect(ticket));
  });
  scope.post<BySession>('/dialled/:session/ringing', (request, reply) => {
    const { callUuid, session } = told(request);
    intake.named(callUuid, session);
    return reply.code(204).send();
  });
  scope.post<BySession>('/dialled/:session/over', (request, reply) => {
    const { form, callUuid, session } = told(request);
    intake.abandon(callUuid, dialledOutcome(form), session);
    return reply.code(204).send();
  });
  scope.post<BySession>('/dialled/:session/machine', (request, reply) => {
    const { form, callUuid, session } = told(request);
    const result = answeredBy(form);
    if (result !== undefined) intake.machineDetected(callUuid, result, session);
    return reply.code(204).send();
  });
}
