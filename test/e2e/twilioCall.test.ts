import { startTwilioEmulator, type TwilioEmulator, type TwilioNumber } from '../emulators/twilio';
import { startVapiEmulator, type VapiEmulator } from '../emulators/vapi';
import { describeWith } from '../support/needs';
import { outputsOf } from './harness/executions';
import { startN8n, type N8n, type StartN8nOptions } from './harness/n8n';
import { packNodes } from './harness/pack';
import { startQueuedN8n } from './harness/queue';
import type { WorkflowJson } from './harness/rest';
import { describeServices, services, servicesListen } from './harness/services';
import { poll } from './harness/poll';
import { waitForLog } from './harness/waitForLog';

const KEY = 'e2e-vapi-key-4f1d9c';
const ACCOUNT = `AC${'1'.repeat(32)}`;
const TOKEN = 'e2e-twilio-token-8c3a51';
const CALLER = '+14155550123';
const HUMAN = '+14155550199';
const FRONT_DESK = '5b0a4a08-133c-4146-9315-0984f8c6be80';
const GERMAN_DESK = 'f47ac10b-58cc-4372-a567-0e02b2c3d479';
const PHONE_NUMBER_ID = '42b4b25d-031e-4786-857f-63b346c9580f';
const SORRY = 'Nobody can talk right now & we are sorry.';
const BEFORE = 'https://old.example/voice?key=1';

const NUMBERS = { atOnce: '+14155550142', decided: '+14155550143' } as const;

let vapi: VapiEmulator;
let twilio: TwilioEmulator;
let n8n: N8n;

function twilioLogin(): Record<string, unknown> {
  return {
    ...{ accountSid: ACCOUNT, authToken: TOKEN, login: 'authToken' },
    ...{ region: 'custom', baseUrl: twilio.url },
  };
}

function picked(value: string): object {
  return { __rl: true, mode: 'id', value };
}

/** Vapi Twilio Trigger, a Code node that does as the caller's city says, and Respond to Vapi. */
function callWorkflow(id: keyof typeof NUMBERS, parameters: object): WorkflowJson & { id: string } {
  const to = (node: string): unknown[] => [{ node, type: 'main', index: 0 }];
  const obey = `const { callerCity } = $input.first().json;
if (callerCity === 'FAIL') throw new Error('the directory is on fire');
if (callerCity === 'SLOW') await new Promise((resolve) => setTimeout(resolve, 15_000));
return $input.all();`;
  return {
    ...{ id, name: id },
    nodes: [
      {
        ...{ id: 'trigger', name: 'Call', type: 'n8n-nodes-vapi.vapiTwilioTrigger', typeVersion: 1 },
        ...{ position: [0, 0], webhookId: `${id}-webhook` },
        parameters: {
          ...{ path: id, phoneNumberId: picked(PHONE_NUMBER_ID) },
          ...{ fallbackMessage: SORRY, fallbackNumber: HUMAN },
          ...{ registerVoiceUrl: true, twilioNumber: picked(NUMBERS[id]) },
          ...parameters,
        },
        credentials: {
          vapiApi: { id: 'vapi', name: 'Vapi' },
          vapiTwilioApi: { id: 'twilio', name: 'Twilio' },
        },
      },
      {
        ...{ id: 'code', name: 'Work', type: 'n8n-nodes-base.code', typeVersion: 2, position: [260, 0] },
        parameters: { jsCode: obey },
      },
      ...(id === 'atOnce'
        ? []
        : [
            {
              ...{ id: 'respond', name: 'Answer', type: 'n8n-nodes-vapi.vapiRespond', typeVersion: 1 },
              position: [520, 0],
              parameters: {
                ...{ respondWith: 'incomingCall', target: 'assistant', assistantId: picked(GERMAN_DESK) },
                variables: { variable: [{ name: 'city', value: '={{ $json.callerCity }}' }] },
              },
            },
          ]),
    ],
    connections: {
      Call: { main: [to('Work')] },
      ...(id === 'atOnce' ? {} : { Work: { main: [to('Answer')] } }),
    },
    settings: { executionOrder: 'v1' },
  };
}

const created = (): Array<Record<string, unknown>> =>
  vapi.requests
    .filter(({ method, path }) => method === 'POST' && path === '/call')
    .map(({ body }) => body as Record<string, unknown>);

const numberOf = (id: keyof typeof NUMBERS): TwilioNumber => {
  const found = twilio.numbers.find(({ number }) => number === NUMBERS[id]);
  if (found === undefined) throw new Error(`There is no number for "${id}".`);
  return found;
};

const ring = (id: keyof typeof NUMBERS, params: Record<string, string> = {}) =>
  twilio.postVoice(NUMBERS[id], { params: { From: CALLER, ...params } });

/** The TwiML that Vapi gives for its newest call, word for word. */
const newestTwiml = (): string => {
  const id = vapi.calls.at(-1)?.id ?? 'none';
  const url = `${vapi.url.replace(/^http/, 'ws')}/${id}/transport`;
  return `<?xml version="1.0" encoding="UTF-8"?><Response><Connect><Stream url="${url}"/></Connect></Response>`;
};

/** All of it, in one way of running n8n. */
function twilioSuite(mode: string, start: (options: StartN8nOptions) => Promise<N8n>): void {
  describe(mode, () => {
    beforeAll(async () => {
      vapi = await startVapiEmulator({ apiKey: KEY });
      vapi.seed('assistant', { id: FRONT_DESK, name: 'Front desk' });
      vapi.seed('assistant', { id: GERMAN_DESK, name: 'German desk' });
      vapi.seed('phone-number', { id: PHONE_NUMBER_ID, provider: 'twilio', number: NUMBERS.atOnce });
      twilio = await startTwilioEmulator({
        ...{ accountSid: ACCOUNT, authToken: TOKEN, hosts: {}, timeScale: 0.001 },
        numbers: Object.values(NUMBERS).map((number) => ({ number, voiceUrl: BEFORE })),
      });
      n8n = await start({
        tarballs: [await packNodes()],
        webhookUrl: 'https://n8n.test/',
        credentials: [
          {
            id: 'vapi',
            name: 'Vapi',
            type: 'vapiApi',
            data: { apiKey: KEY, region: 'custom', baseUrl: vapi.url },
          },
          { id: 'twilio', name: 'Twilio', type: 'vapiTwilioApi', data: twilioLogin() },
        ],
        workflows: [
          callWorkflow('atOnce', {
            // The assistant follows from what Twilio sends.
            assistantId: picked(
              `={{ $json.body.From.startsWith('+49') ? '${GERMAN_DESK}' : '${FRONT_DESK}' }}`,
            ),
            ...{ businessName: 'Corner Clinic', metadata: { entry: [{ name: 'tenant', value: 't-7' }] } },
          }),
          callWorkflow('decided', {
            ...{ decidedBy: 'workflow', assistantId: picked(`={{ '${FRONT_DESK}' }}`) },
            options: { decisionSeconds: 6 },
          }),
        ],
      });
      twilio.hosts['n8n.test'] = n8n.url;
      // The first Code node starts n8n's task runner, which takes longer than any caller should wait.
      await poll('the workflow to decide in time', { timeoutMs: 120_000 }, async () => {
        await twilio.postVoice(NUMBERS.decided);
        return created().at(-1)?.assistantId === GERMAN_DESK ? true : undefined;
      });
    }, 600_000);

    afterAll(async () => {
      await n8n?.stop();
      await twilio?.close();
      await vapi?.close();
    });

    describe('a call to a Twilio number, in a real n8n', () => {
      it("is answered with Vapi's TwiML word for word, and starts the workflow", async () => {
        const answer = await ring('atOnce', { FromCity: 'OAKLAND' });
        expect(answer).toEqual({ status: 200, contentType: 'text/xml; charset=utf-8', body: newestTwiml() });
        expect(created().at(-1)).toEqual({
          ...{
            phoneCallProviderBypassEnabled: true,
            assistantId: FRONT_DESK,
            phoneNumberId: PHONE_NUMBER_ID,
          },
          ...{ customer: { number: CALLER }, metadata: { tenant: 't-7' } },
          assistantOverrides: { variableValues: { businessName: 'Corner Clinic' } },
        });
        const callId = vapi.calls.at(-1)?.id;
        const execution = await n8n.waitForExecution('atOnce', ({ data }) =>
          JSON.stringify(data).includes(String(callId)),
        );
        expect(execution.status).toBe('success');
        expect(outputsOf(execution, 'Call')[0]?.map(({ json }) => json)).toMatchObject([
          {
            ...{ callerNumber: CALLER, calledNumber: NUMBERS.atOnce, callerCity: 'OAKLAND' },
            ...{ answeredWith: 'assistant', callId, assistantId: FRONT_DESK },
          },
        ]);
      });

      it('goes to the assistant that an expression on the caller chooses', async () => {
        await ring('atOnce', { From: '+4930123456' });
        expect(created().at(-1)).toMatchObject({ assistantId: GERMAN_DESK });
      });

      it.each(['wrong', 'none'] as const)(
        'with a signature that is %s gets 403, no call, no execution',
        async (signature) => {
          const calls = created().length;
          const forged = await twilio.postVoice(NUMBERS.atOnce, {
            signature,
            params: { FromCity: 'FORGED' },
          });
          expect([forged.status, created().length]).toEqual([403, calls]);
          await waitForLog(n8n, /Request to "Call" refused: /);
          expect(n8n.log()).not.toContain(TOKEN);
          // A genuine call after it: what the forged one had started would be there by then.
          await ring('atOnce', { FromCity: `AFTER ${signature}` });
          await n8n.waitForExecution('atOnce', ({ data }) =>
            JSON.stringify(data).includes(`AFTER ${signature}`),
          );
          const summaries = await n8n.rest.executions({ workflowId: 'atOnce' });
          const all = await Promise.all(summaries.map(({ id }) => n8n.rest.execution(id)));
          expect(JSON.stringify(all.map(({ data }) => data))).not.toContain('FORGED');
        },
      );

      it('is heard by the caller: the fallback and a human, when Vapi is down', async () => {
        vapi.failNext({ path: '/call', status: 503, body: 'down for maintenance' });
        const call = twilio.call({ from: CALLER, to: NUMBERS.atOnce });
        expect(await call.done).toMatchObject({ spoken: [SORRY], dialed: [HUMAN], errors: [] });
        expect(call.warnings).toEqual([]);
        const execution = await n8n.waitForExecution('atOnce', ({ data }) =>
          JSON.stringify(data).includes('down for maintenance'),
        );
        expect(outputsOf(execution, 'Call')[0]?.[0]?.json).toMatchObject({ answeredWith: 'fallback' });
        expect(n8n.log()).not.toContain(CALLER);
      });

      it('is answered once when Twilio repeats its request', async () => {
        const params = { CallSid: `CA${'7'.repeat(32)}` };
        const calls = created().length;
        const [first, second] = await Promise.all([ring('atOnce', params), ring('atOnce', params)]);
        expect(second).toEqual(first);
        expect(created()).toHaveLength(calls + 1);
      });

      it('is answered at the test URL of the editor, too', async () => {
        expect(await n8n.rest.runManually('atOnce', 'Call')).toMatchObject({ waitingForWebhook: true });
        const url = 'https://n8n.test/webhook-test/atOnce';
        const answer = await twilio.postVoice(NUMBERS.atOnce, { url, params: { From: CALLER } });
        expect(answer).toMatchObject({ status: 200, body: newestTwiml() });
      });
    });

    describe('a call that the workflow decides', () => {
      it('goes to the assistant that Respond to Vapi names', async () => {
        expect((await ring('decided', { FromCity: 'OAKLAND' })).body).toBe(newestTwiml());
        expect(created().at(-1)).toMatchObject({
          assistantId: GERMAN_DESK,
          assistantOverrides: { variableValues: { city: 'OAKLAND' } },
        });
      });

      it.each(['FAIL', 'SLOW'])(
        'goes to the default assistant when the workflow does not decide (%s)',
        async (city) => {
          expect((await ring('decided', { FromCity: city })).body).toBe(newestTwiml());
          expect(created().at(-1)).toMatchObject({ assistantId: FRONT_DESK });
          expect(n8n.log()).not.toMatch(/ERR_HTTP_HEADERS_SENT|ERR_STREAM_WRITE_AFTER_END/);
        },
      );

      it('gets the spoken fallback when Vapi is down', async () => {
        vapi.failNext({ path: '/call', status: 500, body: {} });
        const call = twilio.call({ from: CALLER, to: NUMBERS.decided });
        expect(await call.done).toMatchObject({ spoken: [SORRY], dialed: [HUMAN] });
      });
    });

    describe('the voice URL of the number', () => {
      it('was set when the workflow was published, and is restored when it is unpublished', async () => {
        expect(numberOf('atOnce').voiceUrl).toMatch(/^https:\/\/n8n\.test\/webhook\/atOnce\?vapiPrevious=/);
        await n8n.rest.deactivate('atOnce');
        expect(numberOf('atOnce')).toMatchObject({ voiceUrl: BEFORE, voiceMethod: 'POST' });
        await n8n.rest.publish('atOnce');
        expect(numberOf('atOnce').voiceUrl).toContain('/webhook/atOnce?');
      });

      it('is not taken from another workflow, whose publication goes on', async () => {
        const set = numberOf('atOnce').voiceUrl;
        const rival = callWorkflow('decided', { assistantId: picked(FRONT_DESK), path: 'rival' });
        const { id } = await n8n.rest.createWorkflow({
          ...rival,
          ...{ id: 'rival', name: 'rival' },
          nodes: rival.nodes.map((node) => {
            const copy = structuredClone(node) as { parameters: Record<string, unknown>; webhookId?: string };
            if (copy.webhookId !== undefined) {
              copy.webhookId = 'rival-webhook';
              copy.parameters.twilioNumber = picked(NUMBERS.atOnce);
            }
            return copy;
          }),
        });
        await expect(n8n.rest.publish(id)).rejects.toThrow(/another Vapi Twilio Trigger/);
        expect(numberOf('atOnce').voiceUrl).toBe(set);
      });
    });

    describe('the Twilio credential', () => {
      it('is tested in n8n: a good token, a wrong one', async () => {
        const test = (data: object): Promise<{ status: string }> =>
          n8n.rest.request('POST', '/credentials/test', {
            credentials: { id: 'twilio', name: 'Twilio', type: 'vapiTwilioApi', data },
          });
        expect(await test(twilioLogin())).toMatchObject({ status: 'OK' });
        expect(await test({ ...twilioLogin(), authToken: 'wrong' })).toMatchObject({ status: 'Error' });
      });
    });
  });
}

twilioSuite('regular mode', startN8n);

const needed = services();
describeWith(servicesListen(needed), describeServices(needed), 'with PostgreSQL and Redis', () => {
  twilioSuite('queue mode', (options) => startQueuedN8n({ ...options, workers: 1 }));
});
