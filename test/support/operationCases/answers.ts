import type { ErrorCode } from '../../../nodes/shared/errors';
import { jsonAnswer, type Answer } from './badServer';

/** An answer that is no good. */
export interface BadAnswer {
  name: string;
  /** @param foreignUrl another host */
  answer: (foreignUrl: string) => Answer;
  /** What the message of the error has to hold. */
  texts: readonly string[];
  /** Whose fix the error has to hold, whatever an operation adds to it. */
  code?: ErrorCode;
  /** It says nothing about whether the thing was done, so reading may be tried again. */
  unsure?: boolean;
  /** The same, but it came with success, so that trying again does not help. */
  unread?: boolean;
  redirects?: boolean;
  large?: boolean;
  /** It says that nothing was done, so anything may be tried again. */
  refusedForNow?: boolean;
}

function vapiError(
  name: string,
  status: number,
  message: string | string[],
  more: Partial<BadAnswer> = {},
): BadAnswer {
  const texts = [...[message].flat(), `HTTP ${status}`];
  const body = { message, error: 'Error', statusCode: status };
  return { name: `${status}: ${name}`, answer: () => jsonAnswer(body, status), texts, ...more };
}

/** Larger than anything that the node reads. */
const LARGE = Buffer.concat([Buffer.from('{"id":"'), Buffer.alloc(20 * 2 ** 20, 'x'), Buffer.from('"}')]);

const PAGE = '<!doctype html><html><head><title>Oops</title></head><body>A page of a proxy</body></html>';

/** Errors of Vapi as NestJS writes them, and of whatever stands between it and n8n. */
export const BAD_ANSWERS: readonly BadAnswer[] = [
  vapiError('an ID that is none', 400, ['id must be a UUID', 'property nme should not exist']),
  vapiError('a wrong key', 401, 'Invalid Key.', { code: 'API_UNAUTHORIZED' }),
  vapiError('a key without the right', 403, 'Forbidden resource', { code: 'API_FORBIDDEN' }),
  vapiError('an unknown ID', 404, 'Not Found, says Vapi'),
  vapiError('in use', 409, 'Cannot delete: it is pinned.', { code: 'API_CONFLICT' }),
  vapiError('too fast', 429, 'Too Many Requests', { refusedForNow: true, code: 'API_RATE_LIMITED' }),
  vapiError('out of order', 500, 'Internal server error', { unsure: true }),
  {
    name: '503 with a web page',
    answer: () => ({ status: 503, body: PAGE, type: 'text/html' }),
    texts: ['A page of a proxy', 'HTTP 503'],
    unsure: true,
  },
  {
    name: 'a web page instead of JSON',
    answer: () => ({ body: PAGE, type: 'text/html' }),
    texts: ['A page of a proxy'],
    unread: true,
  },
  { name: 'a cut connection', answer: () => 'cut', texts: [], unsure: true },
  {
    name: 'a redirect to another host',
    answer: (foreignUrl) => ({ status: 302, body: '', headers: { location: `${foreignUrl}/else` } }),
    texts: ['302'],
    redirects: true,
  },
  { name: '20 MB', answer: () => ({ body: LARGE }), texts: ['MB'], unread: true, large: true },
];

/** Fields of Vapi's objects that the node reads. */
const READ_FIELDS =
  'id name type status assistantId squadId phoneNumberId customer monitor artifact analysis cost createdAt updatedAt startedAt endedAt endedReason subscriptionLimits phoneCallProviderDetails results errors metadata members membersOverrides model voice transcriber firstMessage server messages tools toolIds toolRefs hooks function body destinations knowledgeBases files toolId output sessionId expirationTime counters customers number sipUri provider schema assistantIds values rows result transport recordingUrl compliancePlan endReason description fileId fileName bytes mimetype purpose url'.split(
    ' ',
  );

const filledWith = (value: unknown): Record<string, unknown> =>
  Object.fromEntries(READ_FIELDS.map((field) => [field, value]));

/** Answers that are JSON, and nothing that anybody would expect. */
export const ODD_VALUES: ReadonlyArray<readonly [name: string, value: unknown]> = [
  ['{}', {}],
  ['[]', []],
  ['null', null],
  ['a text', 'text'],
  ['a number', 5],
  ['a list of nulls', [null, 'x', 1]],
  ['nothing but texts', filledWith('x')],
  ['nothing but numbers', filledWith(7)],
  ['nothing but nulls', filledWith(null)],
  ['nothing but lists of odd things', filledWith([null, 'x', 7, {}, []])],
  ['nothing but objects', filledWith({ a: { b: null } })],
  ['a list of nothing but texts', [filledWith('x')]],
  ['a list of objects with odd lists', [filledWith([null])]],
  ['results that are no rows', { results: [null, 'x', 7], metadata: 'x' }],
  ['rows of odd things', { results: [filledWith('x'), filledWith([null]), filledWith(null)], metadata: 3 }],
];
