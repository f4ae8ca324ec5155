import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Clock } from '../../clock';
import type { CallIntake } from '../../intake';
import type { CarrierDocuments } from '../documents';
import { RecentMarks } from '../recentMarks';
import type { VoiceDocuments } from '../voiceWebhook';
import { transferNews } from './statusEvent';

type Event = Readonly<Record<string, unknown>>;

/** What a leg was told of first. Its number stands for it in the table of those that were. */
const FAILURES = ['busy', 'no-answer', 'failed'] as const;
const REMEMBERED = 1000;
const REMEMBERED_MS = 60 * 60 * 1000;

export interface TransferRoutesOptions {
  intake: Pick<CallIntake, 'transferAnswered' | 'transferEnded' | 'transferOver'>;
  /** The documents for a call, by its UUID and the number of ours that it came to. */
  documentsFor: (callUuid: string, called: string | undefined) => VoiceDocuments;
  /** What a webhook says whose signature is good. Throws when it isn't JSON. */
  eventOf: (request: FastifyRequest) => Event;
  /** Throws when it is no UUID. */
  uuidOf: (value: unknown) => string;
  /** A text of the event's. */
  word: (value: unknown) => string | undefined;
  clock: Clock;
}

/**
 * What Vonage tells of a hand-over: of the call to somebody else, at the `eventUrl` of the `connect`. The answer to the
 * first failure is the document that the caller goes on with; a leg that has failed is told of once more when it is over.
 */
export function transferRoutes(scope: FastifyInstance, options: TransferRoutesOptions): void {
  const { intake, documentsFor, eventOf, uuidOf, word, clock } = options;
  const failures = new RecentMarks(REMEMBERED, REMEMBERED_MS, () => clock.now());

  const answerOf = (event: Event, sessionId: string, callUuid: string): string | undefined => {
    const news = transferNews(event);
    if (news === 'answered') intake.transferAnswered(sessionId);
    else if (news === 'completed') intake.transferEnded(sessionId);
    if (news === undefined || news === 'answered' || news === 'completed') return undefined;
    const leg = `${callUuid} ${uuidOf(event.uuid)}`;
    const known = failures.get(leg);
    // The same one again: the answer didn't arrive. Another one is about what has been answered already.
    if (known !== undefined && FAILURES[known] !== news) return undefined;
    if (known === undefined) failures.note(leg, FAILURES.indexOf(news));
    const documents = documentsFor(callUuid, word(event.from));
    const ticket = intake.transferOver(callUuid, news);
    return ticket === undefined ? documents.fallback() : documents.connect(ticket);
  };

  scope.post<{ Params: { session: string; uuid: string } }>('/transfer/:session/:uuid', (request, reply) => {
    const { session, uuid } = request.params;
    const document = answerOf(eventOf(request), session, uuidOf(uuid));
    if (document === undefined) return reply.code(204).send();
    return reply.type('application/json').send(document);
  });
}

/**
 * What is said to whoever answers, at the `onAnswer` of a telephone. Vonage documents neither method nor signature of
 * this request: the id, which nobody can guess, lets it in.
 */
export function whisperRoutes(
  app: FastifyInstance,
  path: string,
  documents: Pick<CarrierDocuments, 'fetch'>,
): void {
  app.route<{ Params: { id: string } }>({
    method: ['GET', 'POST'],
    url: `${path}/:id`,
    handler: (request, reply) =>
      reply.type('application/json').send(documents.fetch(request.params.id) ?? '[]'),
  });
}
