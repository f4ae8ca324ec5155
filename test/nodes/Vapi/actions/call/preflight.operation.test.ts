import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { JsonObject } from '../../../../../nodes/shared/protocol/json';
import { IDS, operationStage, picked, previewKeys } from '../../../../support/engineOperation';
import type { ReceivedCall, Reply } from '../../../../support/engineVapi';

const stage = operationStage('call', 'preflight', {
  assistantId: picked(IDS.assistant),
  phoneNumberId: picked(IDS.phoneNumber),
  customerNumber: '+14155550123',
});

/** What Vapi has, by path; an array is a list. */
let objects: Record<string, unknown>;

const ASSISTANT = `/assistant/${IDS.assistant}`;
const PHONE_NUMBER = `/phone-number/${IDS.phoneNumber}`;
const SQUAD = `/squad/${IDS.squad}`;
const TOOL = `/tool/${IDS.tool}`;

const TWILIO = { id: IDS.phoneNumber, provider: 'twilio', number: '+14155550100', status: 'active' };

beforeEach(() => {
  objects = {
    [ASSISTANT]: { id: IDS.assistant, name: 'Front desk', firstMessage: 'Hello' },
    [PHONE_NUMBER]: TWILIO,
    '/call': [],
  };
  stage.vapi.reply = ({ path, method }: ReceivedCall): Reply => {
    if (method !== 'GET') throw new Error(`Preflight sent ${method} ${path}.`);
    return path in objects
      ? { body: objects[path] }
      : { status: 404, body: { message: 'Not found', statusCode: 404 } };
  };
});

const variables = (values: JsonObject): INodeParameters => ({
  specifyVariables: 'json',
  variablesJson: JSON.stringify(values),
});

interface Found {
  severity: string;
  code: string;
  message: string;
  fix: string;
}

async function check(parameters: INodeParameters = {}): Promise<IDataObject & { problems: Found[] }> {
  const run = await stage.run(parameters);
  expect(run.error?.message).toBeUndefined();
  expect(stage.vapi.requests.every(({ method }) => method === 'GET')).toBe(true);
  return run.output('Vapi')[0] as IDataObject & { problems: Found[] };
}

it('finds nothing where nothing is wrong, says what it looked at, and places no call', async () => {
  const report = await check();
  expect(report).toEqual({
    ok: true,
    problems: [],
    checked: ['fields', 'phoneNumber', 'assistant', 'variables', 'lines'],
    notChecked: expect.arrayContaining([
      'The balance of the organisation',
      'The number of lines: 10 was assumed',
    ]),
    customerNumber: '+14155550123',
    fromNumber: '+14155550100',
    fromProvider: 'twilio',
    assistantName: 'Front desk',
    liveCalls: 0,
  });
  expect(previewKeys('call', 'preflight')).toEqual(expect.arrayContaining(Object.keys(report)));
});

const free = { provider: 'vapi', number: '+14155550100', status: 'active' };
const sipNumber = { provider: 'vapi', sipUri: 'sip:desk@sip.vapi.ai', status: 'active' };
const trunk = { provider: 'byo-phone-number', number: '+14155550100', status: 'active' };
const sip: INodeParameters = { callTo: 'sip', customerSipUri: 'sip:a@pbx.example.com' };
const unchecked: INodeParameters = {
  customerNumber: '1234',
  additionalFields: { numberE164CheckEnabled: false },
};

describe('who can call whom', () => {
  it.each<[string, object, INodeParameters, string[]]>([
    ['a free number, in the US', free, {}, ['info FREE_NUMBER_LIMITED']],
    ['a free number, abroad', free, { customerNumber: '+4930123456' }, ['error FREE_NUMBER_ABROAD']],
    [
      'a free number, to Toronto',
      free,
      { customerNumber: '+14165550123' },
      ['warning FREE_NUMBER_MAYBE_ABROAD', 'info FREE_NUMBER_LIMITED'],
    ],
    ['a SIP number, to a phone', sipNumber, {}, ['error SIP_TO_PHONE']],
    ['a SIP number, to a SIP address', sipNumber, sip, []],
    ['a Twilio number, to a SIP address', TWILIO, sip, ['warning PHONE_TO_SIP']],
    ['an own trunk, to a SIP address', trunk, sip, []],
    ['an own trunk, to an extension', trunk, unchecked, []],
    ['a Twilio number, to an extension', TWILIO, unchecked, ['warning NUMBER_UNCHECKED']],
    ['a number, to itself', TWILIO, { customerNumber: '+14155550100' }, ['error CALLS_ITSELF']],
    ['a blocked number', { ...TWILIO, status: 'blocked' }, {}, ['error PHONE_NUMBER_INACTIVE']],
  ])('%s', async (_, from, parameters, expected) => {
    objects[PHONE_NUMBER] = from;
    const report = await check(parameters);
    expect(report.problems.map(({ severity, code }) => `${severity} ${code}`)).toEqual(expected);
    expect(report.ok).toBe(!expected.some((line) => line.startsWith('error')));
    for (const { message, fix } of report.problems) expect([message, fix]).not.toContain('');
  });
});

describe('what Vapi does not have', () => {
  it.each<[string, INodeParameters, string]>([
    ['assistant', {}, 'ASSISTANT_UNKNOWN'],
    ['phone number', {}, 'PHONE_NUMBER_UNKNOWN'],
    ['squad', { whoTalks: 'squad', squadId: picked(IDS.squad) }, 'SQUAD_UNKNOWN'],
  ])('%s', async (_, parameters, code) => {
    objects = { '/call': [], ...(code === 'ASSISTANT_UNKNOWN' ? { [PHONE_NUMBER]: TWILIO } : {}) };
    const report = await check(parameters);
    expect(report.ok).toBe(false);
    expect(report.problems).toContainEqual(expect.objectContaining({ code, severity: 'error' }));
  });

  it('a member of a squad, and a tool', async () => {
    objects[ASSISTANT] = { name: 'A', model: { toolIds: [IDS.tool] } };
    objects[SQUAD] = {
      name: 'Team',
      members: [{ assistantId: IDS.assistant }, { assistantId: IDS.call }, { assistantId: IDS.assistant }],
    };
    const report = await check({ whoTalks: 'squad', squadId: picked(IDS.squad) });
    expect(report.problems.map(({ code, message }) => [code, message])).toEqual([
      ['ASSISTANT_UNKNOWN', `Vapi has no assistant ${IDS.call}`],
      ['TOOL_UNKNOWN', `Vapi has no tool ${IDS.tool}`],
    ]);
    // Nothing is read twice.
    const paths = stage.vapi.requests.map(({ path }) => path);
    expect(paths).toEqual([...new Set(paths)]);
  });

  it('is an error of the node where Vapi cannot be asked', async () => {
    stage.vapi.reply = () => ({ status: 401, body: { message: 'Invalid Key.' } });
    const run = await stage.run();
    expect(run.error?.message).toMatch(/refused the key/);
  });
});

describe('placeholders', () => {
  beforeEach(() => {
    objects[ASSISTANT] = {
      name: 'Front desk',
      firstMessage: 'Hello {{ customerName }}, it is {{ now }}',
      voicemailMessage: 'Call us, {{ customerName | default: "please" }}',
      model: {
        messages: [{ role: 'system', content: '{{ clinic }} and {{ order.id }}' }],
        toolIds: [IDS.tool],
      },
    };
    objects[TOOL] = {
      type: 'function',
      variableExtractionPlan: { aliases: [{ key: 'order', value: '{{ $.order }}' }] },
    };
  });

  it('without a value are named with their place; those of Vapi and of tools need none', async () => {
    const { ok, problems } = await check(variables({ customerName: 'Dana' }));
    expect(ok).toBe(false);
    expect(problems.map(({ severity, code, message }) => [severity, code, message])).toEqual([
      [
        'error',
        'PLACEHOLDER_EMPTY',
        'There is no value for the placeholder {{ clinic }} (model.messages[0].content)',
      ],
    ]);
  });

  it('that the overrides replace are not missed', async () => {
    const report = await check({
      ...variables({ clinic: 'North' }),
      additionalFields: { assistantOverrides: '{"firstMessage": "Hello"}' },
    });
    expect(report.problems).toEqual([]);
  });

  it('of the overrides are checked, too, with the business time', async () => {
    const report = await check({
      ...variables({ customerName: 'Dana', clinic: 'North', unused: 1, date: 'x' }),
      addBusinessTime: true,
      additionalFields: { assistantOverrides: '{"endCallMessage": "Bye {{ who }} at {{ businessTime }}"}' },
    });
    expect(report.problems.map(({ severity, message }) => [severity, message])).toEqual([
      ['error', 'There is no value for the placeholder {{ who }} (endCallMessage)'],
      ['warning', 'The variable date hides the one of that name that Vapi fills in itself'],
      ['info', 'No text of the assistant uses the variable unused'],
      ['info', 'No text of the assistant uses the variable date'],
    ]);
  });

  it('of the members of a squad are checked with the overrides of the squad', async () => {
    objects[SQUAD] = {
      name: 'Team',
      members: [
        { assistantId: IDS.assistant, assistantOverrides: { variableValues: { clinic: 'North' } } },
        { assistant: { name: 'Second', firstMessage: 'I am {{ agent }}' } },
      ],
      membersOverrides: { endCallMessage: 'Bye {{ who }}' },
    };
    const { problems, assistantName } = await check({
      whoTalks: 'squad',
      squadId: picked(IDS.squad),
      ...variables({ customerName: 'Dana' }),
    });
    expect(assistantName).toBe('Team');
    expect(problems.map(({ message }) => message)).toEqual([
      'There is no value for the placeholder {{ who }} (Front desk.endCallMessage, Second.endCallMessage)',
      'There is no value for the placeholder {{ agent }} (Second.firstMessage)',
    ]);
  });

  it('of a transient assistant are checked', async () => {
    const { problems } = await check({
      whoTalks: 'transientAssistant',
      transientAssistant: '{"firstMessage": "Hello {{ name }}"}',
    });
    expect(problems.map(({ code }) => code)).toEqual(['PLACEHOLDER_EMPTY']);
  });
});

describe('lines', () => {
  const running = (count: number) =>
    Array.from({ length: count }, (_, n) => ({
      id: `call-${n}`,
      status: n % 2 === 0 ? 'in-progress' : 'queued',
      createdAt: new Date(Date.UTC(2026, 0, 1) + n).toISOString(),
    }));

  it('that are all busy are a warning, and calls that ended hold none', async () => {
    objects['/call'] = [...running(3), { id: 'x', status: 'ended', createdAt: '2026-01-01T00:00:00Z' }];
    const report = await check({ preflightOptions: { lines: 3 } });
    expect(report).toMatchObject({ ok: true, liveCalls: 3 });
    expect(report.problems).toEqual([
      expect.objectContaining({
        code: 'LINES_BUSY',
        severity: 'warning',
        message: expect.stringContaining('3 calls run, of 3'),
      }),
    ]);
    expect(report.notChecked).not.toContain('The number of lines: 10 was assumed');
  });

  it('are not known for sure where there are too many calls to look at', async () => {
    objects['/call'] = running(100).map((call) => ({ ...call, status: 'ended' }));
    expect((await check()).notChecked).toContain(
      'Whether more calls run than among the 100 that were looked at',
    );
  });

  it.each<[string, INodeParameters]>([
    ['without the check', { preflightOptions: { checkLines: false } }],
    ['for a scheduled call', { additionalFields: { earliestStart: '2099-01-01T10:00:00Z' } }],
  ])('are not looked at %s', async (_, parameters) => {
    const report = await check(parameters);
    expect(report.notChecked).toContain('Free lines');
    expect(report).not.toHaveProperty('liveCalls');
    expect(stage.vapi.requests.map(({ path }) => path)).not.toContain('/call');
  });
});

it.each<[INodeParameters, string]>([
  [{ earliestStart: '2020-01-01T10:00:00Z' }, 'SCHEDULE_PAST'],
  [{ earliestStart: '2020-01-01T10:00:00Z', latestStart: '2020-01-01T11:00:00Z' }, 'SCHEDULE_OVER'],
])('finds times that have passed: %j', async (additionalFields, code) => {
  expect((await check({ additionalFields })).problems.map((problem) => problem.code)).toEqual([code]);
});

describe('a field that is wrong', () => {
  it('is a problem, and what can be read without it is checked nevertheless', async () => {
    objects[PHONE_NUMBER] = { ...TWILIO, status: 'activating' };
    const { ok, problems, notChecked } = await check({ customerNumber: 'nobody' });
    expect(ok).toBe(false);
    expect(problems).toEqual([
      {
        severity: 'error',
        code: 'FIELD_INVALID',
        message: 'The phone number "nobody" is not in E.164 format',
        fix: expect.stringContaining('plus sign'),
      },
      expect.objectContaining({ code: 'PHONE_NUMBER_INACTIVE' }),
    ]);
    expect(notChecked).toContain('Variables');
  });

  it('fails the node by choice, with every error', async () => {
    objects[PHONE_NUMBER] = { ...TWILIO, status: 'blocked' };
    const run = await stage.run({ customerNumber: 'nobody', failOnProblems: true });
    expect(run.error?.message).toMatch(/^The call would not go well: .*"nobody".*blocked/);
    expect(run.error?.description).toMatch(/Fail on Problems/);
  });

  it('does not fail the node for warnings', async () => {
    const report = await check({ ...sip, failOnProblems: true });
    expect(report.ok).toBe(true);
  });
});
