import { judgeFunctionAnswer, judgeToolAnswer } from './toolAnswers';
import type { ServerPost } from './types';

function placed(id: string, name: string) {
  return { id, name, arguments: {}, tool: {} };
}

const NO_ANSWER = 0;

const CALLS = [placed('a', 'check'), placed('b', 'book')];

function post(body: unknown, status = 200): ServerPost {
  const responseBody = typeof body === 'string' ? body : JSON.stringify(body);
  return {
    at: 0,
    callId: 'c',
    type: 'tool-calls',
    url: 'https://n8n.test/tool',
    attempt: 1,
    headers: {},
    body: {},
    ...(status === NO_ANSWER ? {} : { status, responseBody }),
    ms: 12,
    problems: status === NO_ANSWER ? ['no answer within 1 s'] : [],
  };
}

const good = [
  { toolCallId: 'a', name: 'check', result: 'free at ten' },
  { toolCallId: 'b', name: 'book', error: 'taken' },
];

describe('judging a tool answer', () => {
  it('takes one single-line result or error a call', () => {
    const answer = post({ results: good });
    expect(judgeToolAnswer(CALLS, answer)).toEqual([
      { toolCallId: 'a', name: 'check', result: 'free at ten', ms: 12 },
      { toolCallId: 'b', name: 'book', error: 'taken', ms: 12 },
    ]);
    expect(answer.problems).toEqual([]);
  });

  it('takes the words that an answer wants spoken', () => {
    const message = { type: 'request-complete', content: 'That is booked.' };
    const answer = post({ results: [{ ...good[0], message }, good[1]] });
    expect(judgeToolAnswer(CALLS, answer)[0]?.message).toBe('That is booked.');
  });

  it.each<[string, unknown, number, string]>([
    ['status 201', { results: good }, 201, 'HTTP 201 is ignored'],
    ['status 500', { results: good }, 500, 'HTTP 500 is ignored'],
    ['no answer', '', NO_ANSWER, 'no answer within 1 s'],
    ['no JSON', '<html>', 200, 'The answer is not JSON: "<html>"'],
    ['an empty body', '', 200, 'The answer is not JSON: ""'],
    ['no results', { result: 'x' }, 200, 'The answer has no array "results"'],
    ['a results object', { results: { a: 'x' } }, 200, 'The answer has no array "results"'],
    ['a bare array', good, 200, 'The answer has no array "results"'],
  ])('uses nothing of %s', (_, body, status, problem) => {
    const answer = post(body, status);
    const outcomes = judgeToolAnswer(CALLS, answer);
    expect(outcomes.map((outcome) => outcome.noResult)).toEqual([expect.any(String), expect.any(String)]);
    expect(outcomes.every((outcome) => !('result' in outcome) && !('error' in outcome))).toBe(true);
    expect(answer.problems.join()).toContain(problem);
  });

  it.each<[string, unknown, string]>([
    ['an object', { result: { free: true } }, 'result is a object, a single-line string was expected'],
    ['a number', { result: 10 }, 'result is a number'],
    ['null', { result: null }, 'result is a null'],
    ['a list', { result: ['ten'] }, 'result is a array'],
    ['a line break', { result: 'ten\neleven' }, 'result has a line break'],
    ['a carriage return', { error: 'ten\r' }, 'error has a line break'],
    ['a line separator', { result: 'ten\u2028eleven' }, 'result has a line break'],
    ['neither', {}, 'neither result nor error is there'],
  ])('does not use %s as a result', (_, fields, reason) => {
    const answer = post({ results: [{ toolCallId: 'a', name: 'check', ...(fields as object) }, good[1]] });
    const outcomes = judgeToolAnswer(CALLS, answer);
    expect(outcomes[0]?.noResult).toContain(reason);
    expect(outcomes[1]).toMatchObject({ error: 'taken' });
    expect(answer.problems.join()).toContain(reason);
  });

  it.each<[string, unknown[], string]>([
    ['a missing id', [good[0]], 'toolCallId b (book) has no result'],
    ['a wrong id', [good[0], { ...good[1], toolCallId: 'x' }], 'toolCallId x belongs to no call'],
    ['an extra id', [...good, { toolCallId: 'x', result: 'y' }], 'toolCallId x belongs to no call'],
    ['an id twice', [...good, { ...good[0], result: 'other' }], 'toolCallId a is answered more than once'],
    ['no id', [...good, { result: 'y' }], 'A result has no toolCallId'],
    ['a result that is text', [...good, 'y'], 'A result has no toolCallId: "y"'],
    ['no name', [{ toolCallId: 'a', result: 'x' }, good[1]], 'The result of a has no name; "check" is'],
    ['a wrong name', [{ ...good[0], name: 'chek' }, good[1]], 'The result of a is named "chek"'],
    ['both fields', [{ ...good[0], error: 'no' }, good[1]], 'has both result and error'],
    ['another order', [good[1], good[0]], 'not in the order of the calls'],
  ])('objects to %s', (_, results, problem) => {
    const answer = post({ results });
    judgeToolAnswer(CALLS, answer);
    expect(answer.problems.join()).toContain(problem);
  });

  it('lets the first of two answers count', () => {
    const outcomes = judgeToolAnswer(CALLS, post({ results: [...good, { ...good[0], result: 'other' }] }));
    expect(outcomes[0]?.result).toBe('free at ten');
  });

  it('judges the deprecated function-call by its own rule', () => {
    const calls = [placed('a', 'check')];
    expect(judgeFunctionAnswer(calls, post({ result: 'ten' }))[0]).toMatchObject({ result: 'ten' });
    const refused = post({ results: good });
    expect(judgeFunctionAnswer(calls, refused)[0]?.noResult).toContain('{"result": "…"}');
    expect(refused.problems).toHaveLength(1);
  });
});
