import { ERRORS } from '../../../../nodes/shared/errors';
import { BAD_ANSWERS, ODD_VALUES, type BadAnswer } from '../../../support/operationCases/answers';
import {
  jsonAnswer,
  startBadServer,
  type BadServer,
  type Request,
} from '../../../support/operationCases/badServer';
import { operationCases, titleOf, type OperationCase } from '../../../support/operationCases/cases';
import { fieldsOf, problemsOfField } from '../../../support/operationCases/inputs';
import { registeredOperations } from '../../../support/operationCases/registered';
import {
  allFields,
  onlyFieldsOf,
  problemsOfError,
  problemsOfItems,
  runCase,
} from '../../../support/operationCases/runCase';

// Repeated requests wait for seconds.
jest.mock('n8n-workflow', () => ({
  ...jest.requireActual<object>('n8n-workflow'),
  sleep: jest.fn(() => Promise.resolve()),
}));

let server: BadServer;

beforeAll(async () => {
  server = await startBadServer();
});
afterAll(async () => {
  allFields();
  await server.close();
});

const operationOf = ({ resource, operation }: OperationCase): string => `${resource}.${operation}`;

/** The first case of each operation. */
const FIRST = new Map([...operationCases].reverse().map((one) => [operationOf(one), one]));

const CASES = operationCases.map((one) => [titleOf(one), one] as const);

it('looks at every operation of the node', () => {
  expect(registeredOperations.filter((operation) => !FIRST.has(operation))).toEqual([]);
});

describe.each(CASES)('%s', (_, operationCase) => {
  beforeAll(() => onlyFieldsOf(operationCase));

  it('gives one clear error for every bad answer, and does nothing twice', async () => {
    const problems: string[] = [];
    for (const bad of BAD_ANSWERS) {
      const found = await problemsWith(operationCase, bad);
      problems.push(...found.map((problem) => `${bad.name}: ${problem}`));
    }
    expect(problems).toEqual([]);
  });

  it('does not crash on answers that nobody expects', async () => {
    const problems: string[] = [];
    for (const [name, value] of ODD_VALUES) {
      const run = await runCase(server, operationCase, jsonAnswer(value));
      const found = run.error === undefined ? problemsOfItems(run.items('Vapi')) : problemsOfError(run);
      problems.push(...found.map((problem) => `${name}: ${problem}`));
    }
    expect(problems).toEqual([]);
  });

  // What goes wrong later makes no difference to fields.
  const isFirst = FIRST.get(operationOf(operationCase)) === operationCase;
  if (isFirst)
    it('takes what expressions give, or says what is wrong with it', async () => {
      const problems: string[] = [];
      for (const field of fieldsOf(operationCase)) {
        const found = await problemsOfField(server, operationCase, field);
        problems.push(...found.map((problem) => `${field.path}: ${problem}`));
      }
      expect(problems).toEqual([]);
    });

  it('gives an error item for each input item where the workflow is to go on', async () => {
    const items = operationCase.items ?? [{ json: {} }, { json: {} }];
    const answer = jsonAnswer({ message: 'Not today', statusCode: 409 }, 409);
    const run = await runCase(server, operationCase, answer, { items, continueOnFail: true });
    const given = run.items('Vapi');
    const wanted = operationCase.oneForAll === true ? [0] : items.map((_item, index) => index);
    expect(given.map(({ pairedItem }) => pairedItem)).toEqual(wanted.map((item) => ({ item })));
    for (const { json } of given)
      expect(json).toEqual({ error: expect.any(String) as string, details: expect.any(String) as string });
    expect(problemsOfItems(given)).toEqual([]);
  });
});

async function problemsWith(operationCase: OperationCase, bad: BadAnswer): Promise<string[]> {
  const run = await runCase(server, operationCase, bad.answer(server.foreignUrl));
  const problems = problemsOfRequests(operationCase, bad);
  if (isNoError(operationCase, bad))
    return run.error === undefined
      ? [...problems, ...problemsOfItems(run.items('Vapi'))]
      : [...problems, `an error: ${run.error.message}`];
  problems.push(...problemsOfError(run));
  const { message = '', description } = run.error ?? {};
  // Where a recording is, is not Vapi's own business, so it is told by another error.
  const texts = operationCase.file === true && bad.redirects === true ? ['localhost'] : bad.texts;
  for (const text of texts)
    if (!message.includes(text)) problems.push(`"${text}" is missing in "${message}"`);
  const { control } = operationCase;
  if (bad.code !== undefined && control !== true && !description?.includes(ERRORS[bad.code].fix))
    problems.push(`the fix of ${bad.code} is missing: ${String(description)}`);
  if (mayBeDone(operationCase, bad) && !DOUBT.test(String(description)))
    problems.push(`it does not say that it may have been done: ${String(description)}`);
  return problems;
}

/** Where the answer is what the operation is for, or tells what it wants to know. */
function isNoError({ notFoundIsAnAnswer, control, file }: OperationCase, bad: BadAnswer): boolean {
  if (notFoundIsAnAnswer === true && /^404/.test(bad.name)) return true;
  // The body of an answer that takes a message is not even read.
  if (control === true) return bad.unread === true;
  return file === true && bad.large === true;
}

const DOUBT = /may have been|not repeated|would make a second one|Look at the status/;

/** Something new was to be made, and nobody knows whether it was. */
function mayBeDone({ repeatablePost }: OperationCase, { unsure, unread }: BadAnswer): boolean {
  const [last] = decisiveOf(server.requests).slice(-1);
  return last?.method === 'POST' && repeatablePost !== true && (unsure ?? unread ?? false);
}

function problemsOfRequests({ repeatablePost }: OperationCase, bad: BadAnswer): string[] {
  const problems: string[] = [];
  if (server.foreignRequests.length > 0) problems.push('something was sent to another host');
  const changes = decisiveOf(server.requests).filter(({ method }) => method !== 'GET');
  const posts = changes.filter(({ method }) => method === 'POST');
  if (server.requests.length === 0) problems.push('nothing was asked');
  if (bad.refusedForNow === true) return problems;
  const again = bad.unsure === true && repeatablePost === true;
  if (posts.length > 1 && !again) problems.push(`sent ${posts.length} times: ${listOf(posts)}`);
  if (changes.length > 1 && bad.unsure !== true) problems.push(`sent again: ${listOf(changes)}`);
  return problems;
}

/** Requests that went wrong. */
const decisiveOf = (requests: readonly Request[]): Request[] => requests.filter(({ wentWell }) => !wentWell);

const listOf = (requests: readonly Request[]): string =>
  requests.map(({ method, path }) => `${method} ${path}`).join(', ');
