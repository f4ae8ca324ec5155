import { FALLBACK_MESSAGE } from '../../../nodes/shared/protocol/results';
import { receiveAtToolTrigger, toolCallsMessage } from '../../support/engineToolTrigger';

const field = (name: string, type: string, extra: object = {}): object => ({ name, type, ...extra });
const book = {
  name: 'book',
  parameters: {
    parameter: [
      field('starts_at', 'date-time', { description: 'day and time of the appointment' }),
      field('guests', 'integer', { required: false }),
    ],
  },
};
const tools = { tool: [book, { name: 'check' }] };

const receive = (args: object, options: object = {}): ReturnType<typeof receiveAtToolTrigger> =>
  receiveAtToolTrigger({ body: toolCallsMessage(['a', 'book', args]), parameters: { tools, options } });

const errorOf = (error: string): object => ({
  status: 200,
  body: { results: [{ toolCallId: 'a', name: 'book', error }] },
});

it('gives the workflow the parameters in their declared types, times in the zone of the workflow', async () => {
  const { items } = await receive({ starts_at: '2026-08-24T08:00:00Z', guests: '5', unknown: [1] });
  expect(items?.[0]?.[0]?.parameters).toEqual({
    starts_at: '2026-08-24T10:00:00+02:00',
    guests: 5,
    unknown: [1],
  });
});

it.each<[string, object, string]>([
  [
    'missing',
    {},
    'Missing: starts_at (day and time of the appointment). Ask the caller for it and call book again.',
  ],
  [
    'of another type',
    { starts_at: '2026-08-24T10:00:00+02:00', guests: 'many' },
    'guests must be a whole number, not "many". Correct this and call book again. Ask the caller if you do not know.',
  ],
  [
    'a time without a zone',
    { starts_at: '2026-08-24T10:00:00' },
    'starts_at must be a time with its zone, which is 2026-08-24T10:00:00+02:00 if the time in Europe/Berlin is meant, not "2026-08-24T10:00:00". Correct this and call book again. Ask the caller if you do not know.',
  ],
])('answers a call at once if a parameter is %s, and starts nothing', async (_, args, error) => {
  const { returned, response } = await receive(args);
  expect(returned).toEqual({ noWebhookResponse: true });
  expect(response.answer).toEqual(errorOf(error));
});

it('starts the workflow for the other calls of the request, and answers all in Vapi’s order', async () => {
  const { items, response, respond } = await receiveAtToolTrigger({
    body: toolCallsMessage(['a', 'book', {}], ['b', 'check', { any: 'thing' }]),
    parameters: { tools },
  });
  expect(items).toEqual([[], [expect.objectContaining({ tool: 'check', parameters: { any: 'thing' } })]]);
  expect(response.answer).toBeUndefined();
  respond({ toolCallId: 'b', kind: 'result', text: 'Free.' });
  expect(response.answer).toMatchObject({
    body: { results: [{ toolCallId: 'a', error: expect.stringMatching(/^Missing/) }, { result: 'Free.' }] },
  });
});

it('reads times without a zone as those of the business where the builder chose so', async () => {
  const { items } = await receive(
    { starts_at: '2026-08-24T10:00:00' },
    { zonelessTimes: 'business', businessTimeZone: 'America/New_York' },
  );
  expect(items?.[0]?.[0]?.parameters).toEqual({ starts_at: '2026-08-24T10:00:00-04:00' });
});

it('says what time it is at the business, in the zone of the workflow where none is named', async () => {
  const { items } = await receive({ starts_at: '2026-08-24T10:00Z' }, { businessTimeZone: '' });
  const { now, receivedAt } = items?.[0]?.[0] as { now: Record<string, string>; receivedAt: string };
  expect(now).toMatchObject({ timeZone: 'Europe/Berlin', weekday: expect.stringMatching(/day$/) });
  expect(Math.floor(Date.parse(receivedAt) / 1000) * 1000).toBe(Date.parse(now.iso ?? ''));
  expect(now.iso).toMatch(new RegExp(`^${now.date}T${now.time}:[0-9]{2}[+]0[12]:00$`));
});

it('adds how times are spoken', async () => {
  const { items } = await receive(
    { starts_at: '2026-08-24T10:00:00+02:00' },
    { spokenLocale: 'de-DE', businessTimeZone: 'Europe/Berlin' },
  );
  expect(items?.[0]?.[0]).toMatchObject({
    spokenTimes: { starts_at: expect.stringMatching(/^Montag, 24\. August .*10:00$/) },
    now: { spoken: expect.stringMatching(/\d/) },
  });
});

it('passes everything on where the builder switched the check off', async () => {
  const args = { starts_at: 'soon', guests: 'many' };
  const { items } = await receive(args, { checkParameters: false, spokenLocale: 'en-US' });
  expect(items?.[0]?.[0]).toMatchObject({ parameters: args, spokenTimes: {} });
});

it.each([
  [{ businessTimeZone: 'Berlin' }, '"Berlin" is no time zone'],
  [{ spokenLocale: 'german!' }, '"german!" is no language tag'],
  // Well formed, so that only the platform's list tells.
  [{ spokenLocale: 'german' }, '"german" is no language tag'],
])('answers with the fallback, and logs why, for the options %j', async (options, message) => {
  const { returned, response, log } = await receive({ starts_at: '2026-08-24T10:00Z' }, options);
  expect(returned).toEqual({ noWebhookResponse: true });
  expect(response.answer).toEqual(errorOf(FALLBACK_MESSAGE));
  expect(log).toEqual([['error', expect.stringContaining(message), undefined]]);
});

it('takes the fallback of the tool, else that of the trigger, and says so in the log', async () => {
  const own = [
    { name: 'book', fallbackMessage: 'The calendar is down.' },
    { name: 'check', fallbackMessage: ' ' },
  ];
  const { response, end, log } = await receiveAtToolTrigger({
    body: toolCallsMessage(['a', 'book', {}], ['b', 'check', {}]),
    parameters: { tools: { tool: own }, fallbackMessage: 'Sorry.' },
  });
  end();
  expect(log).toEqual([['warn', expect.stringMatching(/answered with its fallback: the exec/), undefined]]);
  expect(response.answer).toMatchObject({
    body: { results: [{ error: 'The calendar is down.' }, { error: 'Sorry.' }] },
  });
});

it('takes the same fallback where another field cannot be read', async () => {
  const { response } = await receiveAtToolTrigger({
    body: toolCallsMessage(['a', 'book', {}], ['b', 'check', {}]),
    parameters: {
      tools: { tool: [{ name: 'book', fallbackMessage: 'The calendar is down.' }] },
      fallbackMessage: 'Sorry.',
      options: { businessTimeZone: 'Berlin' },
    },
  });
  expect(response.answer).toMatchObject({
    body: { results: [{ error: 'The calendar is down.' }, { error: 'Sorry.' }] },
  });
});

it('counts the deadline from the arrival of the request, also when its proof took time', async () => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate', 'setTimeout'] });
  const timeout = jest.spyOn(AbortSignal, 'timeout');
  try {
    const slowProof = (): string => {
      jest.setSystemTime(Date.now() + 2000);
      return 'none';
    };
    const { items } = await receiveAtToolTrigger({
      body: toolCallsMessage(['a', 'check', {}]),
      parameters: { authentication: slowProof, options: { deadlineSeconds: 8 } },
    });
    const { receivedAt, deadlineAt } = items?.[0]?.[0] as Record<string, string>;
    expect(Date.parse(deadlineAt!) - Date.parse(receivedAt!)).toBe(8000);
    expect(timeout.mock.calls).toEqual([[6000]]);
  } finally {
    timeout.mockRestore();
    jest.useRealTimers();
  }
});
