import type { TwilioEmulator, VoiceAnswer } from '../../emulators/twilio';
import type { VapiEmulator } from '../../emulators/vapi';
import type { StartedExecution, TriggerServer } from '../../support/engineTwilio';
import {
  ASSISTANT_ID,
  FALLBACK,
  NUMBER,
  picked,
  startTwilioStage,
  type TwilioStage,
} from '../../support/twilioStage';

let stage: TwilioStage;
let vapi: VapiEmulator;
let n8n: TriggerServer;
let twilio: TwilioEmulator;

beforeEach(async () => {
  stage = await startTwilioStage({
    decidedBy: 'workflow',
    businessName: 'Corner Clinic',
    variables: { variable: [{ name: 'opening', value: 'nine' }] },
    metadata: { entry: [{ name: 'tenant', value: 't-7' }] },
    options: { spokenLanguage: 'en-GB' },
  });
  ({ vapi, n8n, twilio } = stage);
});

afterEach(() => stage.close());

/** Lets Twilio ask, and does what the workflow does. */
async function ring(
  work: (execution: StartedExecution) => void,
  params: Record<string, string> = {},
): Promise<VoiceAnswer> {
  const failures: unknown[] = [];
  n8n.onExecution = (execution) => {
    try {
      work(execution);
    } catch (error) {
      failures.push(error);
      execution.end();
    }
  };
  const answer = await stage.ring({ params });
  expect(failures).toEqual([]);
  return answer;
}

const decide = (body: object) => (execution: StartedExecution) =>
  execution.respond({ kind: 'incoming-call', body });

const spoken = (text: string): string => `<?xml version="1.0" encoding="UTF-8"?><Response>${text}</Response>`;

describe('a call that the workflow decides', () => {
  it('starts it before there is a call at Vapi, with the deadline', async () => {
    await ring(({ json, end }) => {
      expect(vapi.requests).toEqual([]);
      expect(json).toMatchObject({
        ...{ request: 'incoming-call', requestId: json.twilioCallSid, answeredWith: 'workflow' },
        ...{ callerNumber: '+14155550123', calledNumber: NUMBER },
      });
      const ms = Date.parse(String(json.deadlineAt)) - Date.parse(String(json.receivedAt));
      expect(ms).toBe(4_000);
      end();
    });
    expect(n8n.executions[0]?.json).not.toHaveProperty('callId');
  });

  it('goes to the assistant that it names, with what the trigger says beneath', async () => {
    const assistantId = vapi.seed('assistant', { name: 'German desk' }).id;
    const { body } = await ring(
      decide({
        ...{ assistantId, metadata: { crm: 7 } },
        assistantOverrides: { firstMessage: 'Hallo', variableValues: { name: 'Ada', opening: 'ten' } },
      }),
    );
    expect(body).toContain(`/${vapi.calls[0]?.id}/transport`);
    expect(stage.created()).toMatchObject([
      {
        ...{ assistantId, metadata: { tenant: 't-7', crm: 7 } },
        assistantOverrides: {
          firstMessage: 'Hallo',
          variableValues: { businessName: 'Corner Clinic', name: 'Ada', opening: 'ten' },
        },
      },
    ]);
  });

  it.each([
    ['an assistant of its own', { assistant: { firstMessage: 'Hi' } }, 'assistantOverrides'],
    ['a squad', { squadId: 'c9f0f895-fb98-4b91-9d5b-3f9f0c1e7a11' }, 'squadOverrides'],
  ])('goes to %s alone, with overrides for that', async (_, who, overrides) => {
    await ring(decide(who));
    const [body] = stage.created();
    expect(body).toMatchObject({
      ...who,
      [overrides]: { variableValues: { businessName: 'Corner Clinic' } },
    });
    expect(body).not.toHaveProperty('assistantId');
  });

  it('goes to the default assistant where the answer names none', async () => {
    await ring(decide({ metadata: { vip: true } }));
    expect(stage.created()).toMatchObject([{ assistantId: ASSISTANT_ID, metadata: { vip: true } }]);
  });

  it('is refused in words', async () => {
    const { body } = await ring(decide({ reject: 'We are closed & asleep.' }));
    expect(body).toBe(spoken('<Say language="en-GB">We are closed &amp; asleep.</Say>'));
    expect(stage.created()).toEqual([]);
  });

  it('is refused without words', async () => {
    expect((await ring(decide({ reject: '' }))).body).toBe(spoken('<Reject/>'));
  });

  it('goes to a human, with words before', async () => {
    const { body } = await ring(decide({ dial: '+1 (415) 555-0199', say: 'One moment.' }));
    expect(body).toBe(spoken('<Say language="en-GB">One moment.</Say><Dial>+14155550199</Dial>'));
    expect((await ring(decide({ dial: '+14155550199' }))).body).toBe(spoken('<Dial>+14155550199</Dial>'));
    expect(stage.created()).toEqual([]);
  });

  it('goes to a human who sees the called number, for a caller without one', async () => {
    const { body } = await ring(decide({ dial: '+14155550199' }), { From: 'client:ada' });
    expect(body).toBe(spoken(`<Dial callerId="${NUMBER}">+14155550199</Dial>`));
  });

  it.each(['0151 23456789', '(0151) 234-56-78', '0151/2345-678', 'ext23456789'])(
    'gets the fallback for a human at %s, which is no number and not in the log',
    async (dial) => {
      const { body } = await ring(decide({ dial }));
      expect(body).toContain('Sorry, nobody is here.');
      expect(n8n.log.join()).toMatch(/"[^"]*\[number\]" is not in E\.164/);
      expect(n8n.log.join()).not.toMatch(/234|678/);
    },
  );

  it('gets the fallback with an ID in the log that can be looked up', async () => {
    vapi.failNext({ path: '/call', status: 201, body: { id: '42b4b25d-0311-4786-8571-63b346c95801' } });
    await ring(decide({}));
    expect(n8n.log.join()).toContain('42b4b25d-0311-4786-8571-63b346c95801');
  });

  it('gets the fallback when Vapi fails', async () => {
    vapi.failNext({ path: '/call', status: 500 });
    expect((await ring(decide({}))).body).toContain('Sorry, nobody is here.');
  });
});

describe('a workflow that decides nothing', () => {
  it.each<[string, (execution: StartedExecution) => void]>([
    ['ends', ({ end }) => end()],
    ['is too late', () => undefined],
    ['answers another request', ({ respond, end }) => (respond({ kind: 'voice-request', body: {} }), end())],
    ['sends no object', ({ respond, end }) => (respond({ kind: 'incoming-call', body: 'hello' }), end())],
    [
      'has another node talk',
      ({ respond, end }) => (respond({ kind: 'incoming-call', body: { reject: 'x' } }, 'AI Agent'), end()),
    ],
  ])('because it %s leaves the call to the default assistant', async (_, work) => {
    n8n.parameters.options = { decisionSeconds: 0.3 };
    expect((await ring(work)).body).toContain('/transport');
    expect(stage.created()).toMatchObject([{ assistantId: ASSISTANT_ID }]);
    expect(n8n.log.join()).toContain('answered with its fallback');
  });

  it('and a trigger without a default assistant: the spoken fallback', async () => {
    n8n.parameters = { ...n8n.parameters, assistantId: picked(''), options: {} };
    expect((await ring(({ end }) => end())).body).toBe(FALLBACK);
    expect(stage.created()).toEqual([]);
  });
});

describe('the answer', () => {
  it('is the first one', async () => {
    const { body } = await ring((execution) => {
      decide({ reject: 'First' })(execution);
      decide({ reject: 'Second' })(execution);
      execution.end();
    });
    expect(body).toContain('First');
  });

  it('is the same for a request that Twilio repeats while the workflow thinks', async () => {
    const params = { CallSid: `CA${'7'.repeat(32)}` };
    let again: Promise<VoiceAnswer> | undefined;
    const first = await ring((execution) => {
      again = twilio.postVoice(NUMBER, { params: { From: '+14155550123', ...params } });
      decide({})(execution);
    }, params);
    expect(await again).toEqual(first);
    expect([n8n.executions.length, stage.created().length]).toEqual([1, 1]);
  });

  it.each([
    ['0', 4_000],
    ['soon', 4_000],
    [99, 6_000],
    [2.5, 2_500],
  ])('may take what the deadline says: %j', async (decisionSeconds, expected) => {
    n8n.parameters.options = { decisionSeconds };
    await ring(({ json, end }) => {
      expect(Date.parse(String(json.deadlineAt)) - Date.parse(String(json.receivedAt))).toBe(expected);
      end();
    });
  });
});
