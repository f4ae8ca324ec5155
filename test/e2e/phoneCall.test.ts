import { outputsOf } from './harness/executions';
import { poll } from './harness/poll';
import type { CallerLine, CallResult } from '../emulators/twilio';
import type { ConversationScript, EmulatedCall } from '../emulators/vapi';
import { loadSpeech } from '../support/wav';
import { account, publicNames, webhookPaths } from '../world/account';
import { padded, spokenFrames } from '../world/audio';
import { exampleWorkflow, startWorld, type World } from '../world/world';

const DATE = '2027-03-05';

let world: World;

beforeAll(async () => {
  world = await startWorld({
    workflows: [exampleWorkflow('clinic-front-desk'), exampleWorkflow('call-back')],
  });
}, 600_000);

afterAll(async () => {
  await world?.stop();
});

const say = (name: string, more: object = {}): ConversationScript[number] => ({
  ...{ type: 'say', text: name, audio: loadSpeech(name), burst: true },
  ...more,
});

const recordings = (...names: string[]): Buffer =>
  Buffer.concat(names.map((name) => padded(loadSpeech(name))));

/** One call to the Twilio number, to its very end: reports delivered, nothing left open in the bridge. */
async function callIn(
  script: ConversationScript,
  caller: (line: CallerLine) => Promise<void>,
): Promise<{ call: EmulatedCall; heard: CallResult; warnings: number[] }> {
  const { vapi, twilio, bridge } = world;
  vapi.setScript(account.vapi.assistantId, script);
  const known = new Set(vapi.calls.map(({ id }) => id));
  // The line has jitter: some frames come late, all at once.
  const jitter = { everyMs: 900, holdMs: 120 };
  const phone = twilio.call({ from: account.caller, to: account.twilio.number, caller, jitter });
  const heard = await phone.done;
  const call = vapi.calls.find(({ id }) => !known.has(id));
  if (call === undefined) throw new Error('The bridge opened no call at Vapi.');
  await call.done;
  await bridge.waitUntilIdle();
  expect(heard.errors).toEqual([]);
  expect(call.problems).toEqual([]);
  return { call, heard, warnings: phone.warnings.map(({ code }) => code) };
}

const politely = (...lines: string[]) => {
  return async (line: CallerLine): Promise<void> => {
    for (const name of lines) {
      await line.untilAssistantSilent({ minSpokenMs: 1_000, silenceMs: 500, timeoutMs: 30_000 });
      await line.play(loadSpeech(name));
    }
    await line.wait(1_000);
    line.hangUp();
  };
};

async function rowsOf(table: string, count: number): Promise<Array<Record<string, unknown>>> {
  return await poll(`${count} rows in ${table}`, { timeoutMs: 15_000 }, async () => {
    const rows = await world.n8n.rest.dataTableRows(table).catch(() => []);
    return rows.length >= count ? rows : undefined;
  });
}

/** What the website of the call-back example does. */
const callBack = (body: object): Promise<Response> =>
  fetch(`${world.n8n.url}/webhook/${webhookPaths.callBack}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      [account.callBackHeader.name]: account.callBackHeader.value,
    },
    body: JSON.stringify(body),
  });

describe('a caller who books an appointment', () => {
  let call: EmulatedCall;
  let heard: CallResult;
  let warnings: number[];

  beforeAll(async () => {
    const tools = (name: string, args: object): ConversationScript[number] => ({
      type: 'callTools',
      tools: [{ name, arguments: args as Record<string, unknown> }],
    });
    ({ call, heard, warnings } = await callIn(
      [
        say('assistant-greeting'),
        { type: 'listen', minMs: 800 },
        tools('check_availability', { date: DATE }),
        say('assistant-offer', { burst: false }),
        { type: 'listen', minMs: 800 },
        tools('book_appointment', { date: DATE, time: '14:00', name: 'Ada Lovelace' }),
        say('assistant-booked'),
        { type: 'listen', minMs: 800, onTimeout: 'continue' },
        { type: 'waitForHangup', timeoutMs: 20_000 },
      ],
      politely('caller-ask', 'caller-confirm', 'caller-bye'),
    ));
  });

  it('is answered by the tools in n8n', () => {
    expect(call.toolResults.map(({ name, result, noResult }) => ({ name, result, noResult }))).toEqual([
      { name: 'check_availability', result: `Free on ${DATE}: 14:00, 15:30, 16:15`, noResult: undefined },
      { name: 'book_appointment', result: `Booked: ${DATE} at 14:00 for Ada Lovelace.`, noResult: undefined },
    ]);
  });

  it('hears every sample of the assistant, in order, none twice', () => {
    const said = recordings('assistant-greeting', 'assistant-offer', 'assistant-booked');
    expect(spokenFrames(heard.played).equals(said)).toBe(true);
    // Each utterance in one piece, without a gap or silence put into it.
    for (const name of ['assistant-greeting', 'assistant-offer', 'assistant-booked']) {
      expect(heard.played.includes(recordings(name))).toBe(true);
    }
  });

  it('is heard by Vapi completely', () => {
    const said = recordings('caller-ask', 'caller-confirm', 'caller-bye');
    // Every sample, in order. Where the carrier is late by more than two frames there is silence in between.
    expect(spokenFrames(call.audioReceived).equals(said)).toBe(true);
  });

  it('ends the call at Vapi by hanging up', () => {
    expect(heard.endedBy).toBe('caller');
    expect(call.endedReason).toBe('customer-ended-call');
    // What Twilio's debugger shows is nothing: the phone side ended, not our socket.
    expect(warnings).toEqual([]);
  });

  it('is in the appointments and in the call log of n8n', async () => {
    const [appointment] = await rowsOf('clinic_appointments', 1);
    expect(appointment).toMatchObject({
      ...{ date: DATE, time: '14:00', patient: 'Ada Lovelace' },
      phone: account.caller,
    });
    const rows = await rowsOf('clinic_call_log', 1);
    expect(rows.find(({ callId }) => callId === call.id)).toMatchObject({
      endedReason: 'customer-ended-call',
      customerNumber: account.caller,
      direction: 'inbound',
    });
  });

  it('leaves no secret and nothing personal in the log of the bridge', () => {
    const log = world.bridge.log();
    expect(log).toContain('"level"');
    for (const secret of [
      ...[account.vapi.privateKey, account.twilio.authToken, account.bridgeApiKey, account.caller],
      ...[account.twilio.number, '/transport', 'Corner Clinic'],
    ]) {
      expect(log).not.toContain(secret);
    }
  });
});

describe('a caller who interrupts', () => {
  it('hears a prefix of what was cut off, no stale byte, and all of what follows', async () => {
    const { call, heard } = await callIn(
      [
        // Both sides are there once the caller has spoken.
        { type: 'listen', minMs: 800 },
        // Late frames of the cut utterance still come, as on a real line.
        say('assistant-long', { interruptAfterMs: 2_000, staleAfterInterrupt: 300 }),
        { type: 'wait', ms: 600 },
        say('assistant-offer'),
        { type: 'end' },
      ],
      async (line) => {
        await line.play(loadSpeech('caller-ask'));
        await line.wait(60_000);
      },
    );
    expect(call.utterances[0]?.interrupted).toBe(true);
    expect(heard.clears).toHaveLength(1);

    const played = spokenFrames(heard.played);
    const after = recordings('assistant-offer');
    const cutOff = played.subarray(0, played.length - after.length);
    expect(played.subarray(played.length - after.length).equals(after)).toBe(true);
    expect(cutOff.length).toBeGreaterThan(0);
    expect(cutOff.length).toBeLessThan(recordings('assistant-long').length);
    expect(recordings('assistant-long').subarray(0, cutOff.length).equals(cutOff)).toBe(true);

    // Nothing that was sent to Twilio after the clear belongs to the utterance that was cut off.
    const clearedAt = heard.clears[0]?.at ?? 0;
    const later = Buffer.concat(heard.received.filter(({ at }) => at > clearedAt).map(({ bytes }) => bytes));
    expect(spokenFrames(later).equals(after)).toBe(true);
  });
});

describe('an assistant that ends the call', () => {
  it('is heard to its last word before the line goes dead', async () => {
    const { call, heard, warnings } = await callIn([say('assistant-goodbye'), { type: 'end' }], (line) =>
      line.wait(60_000),
    );
    expect(spokenFrames(heard.played).equals(recordings('assistant-goodbye'))).toBe(true);
    expect(call.endedReason).toBe('assistant-ended-call');
    expect(heard.endedBy).toBe('rest');
    expect(heard.spoken).toEqual([]);
    expect(warnings.filter((code) => code !== 31921)).toEqual([]);
  });
});

describe('Vapi out of order', () => {
  it('lets the caller hear the fallback message instead of silence', async () => {
    const { vapi, twilio, bridge } = world;
    vapi.failNext({ method: 'POST', path: '/call', status: 500, body: { message: 'down', statusCode: 500 } });
    const calls = vapi.calls.length;
    const heard = await twilio.call({ from: account.caller, to: account.twilio.number }).done;
    await bridge.waitUntilIdle();
    expect(heard.spoken).toHaveLength(1);
    expect(heard.spoken[0]).toMatch(/cannot take your call/);
    expect(vapi.calls).toHaveLength(calls);
  });
});

describe('a forged or replayed request', () => {
  it('opens nothing at Vapi', async () => {
    const { vapi, twilio, bridge } = world;
    const calls = vapi.calls.length;
    for (const signature of ['wrong', 'none'] as const) {
      const { status } = await twilio.postVoice(account.twilio.number, { signature });
      expect(status).toBe(403);
    }
    const wssUrl = `wss://${publicNames.bridge}/twilio/media`;
    const unsigned = await twilio.rawStream({ wssUrl, sign: false });
    expect(unsigned.status).toBe(403);
    const withoutTicket = await twilio.rawStream({
      wssUrl,
      start: { customParameters: { ticket: 'x'.repeat(43) } },
    });
    expect((await withoutTicket.closed).code).toBe(1008);
    await bridge.waitUntilIdle();
    expect(vapi.calls).toHaveLength(calls);
  });

  it('opens nothing a second time: neither the webhook nor its ticket', async () => {
    const { vapi, twilio, bridge } = world;
    const calls = vapi.calls.length;
    const params = { CallSid: `CA${'7'.repeat(32)}` };
    const first = await twilio.postVoice(account.twilio.number, { params });
    expect(first.status).toBe(200);
    // The caller would hear an error: the call is connected again, with a ticket in place of the first.
    const repeated = await twilio.postVoice(account.twilio.number, { params });
    expect(repeated.status).toBe(200);
    expect(vapi.calls.length).toBeLessThanOrEqual(calls + 1);

    const ticketOf = (twiml: string) => /name="ticket" value="([^"]+)"/.exec(twiml)?.[1];
    const ticket = ticketOf(repeated.body);
    expect(ticket).not.toBe(ticketOf(first.body));
    const stream = {
      ...{ wssUrl: `wss://${publicNames.bridge}/twilio/media`, callSid: params.CallSid },
      start: { customParameters: { ticket } },
    };
    const used = await twilio.rawStream(stream);
    expect(used.status).toBe(101);
    await poll('the call to be created', { timeoutMs: 30_000 }, async () =>
      (await Promise.resolve(vapi.calls.length > calls)) ? true : undefined,
    );
    const replayed = await twilio.rawStream(stream);
    expect((await replayed.closed).code).toBe(1008);
    expect(vapi.calls).toHaveLength(calls + 1);
    await used.close();
    await bridge.waitUntilIdle();
  });
});

describe('the clinic example', () => {
  it('books nothing when the assistant leaves something out, and says what it needs', async () => {
    const { vapi } = world;
    const before = (await world.n8n.rest.dataTableRows('clinic_appointments')).length;
    vapi.setScript(account.vapi.assistantId, [
      { type: 'callTools', tools: [{ name: 'book_appointment', arguments: { time: '99:99' } }] },
      { type: 'callTools', tools: [{ name: 'check_availability', arguments: {} }] },
      { type: 'waitForHangup' },
    ]);
    const response = await callBack({ number: '+14155550178', name: 'Ida', reason: 'x' });
    const call = vapi.call(((await response.json()) as { id: string }).id);
    await call?.done;
    expect(call?.toolResults[0]?.error).toContain('Nothing was booked');
    expect(call?.toolResults[1]?.result).toContain('Ask the caller for the day');
    expect(await world.n8n.rest.dataTableRows('clinic_appointments')).toHaveLength(before);
  });
});

describe('a call that n8n places', () => {
  it('reaches the customer with its variables, and its report reaches n8n', async () => {
    world.vapi.setScript(account.vapi.assistantId, [{ type: 'wait', ms: 50 }, { type: 'waitForHangup' }]);
    const response = await callBack({ number: '+1 415-555-0177', name: 'Grace', reason: 'check-up' });
    const placed = (await response.json()) as { id: string; status: string };
    // The URLs that join or steer the call stay in n8n.
    expect(Object.keys(placed)).toEqual(['id', 'status']);
    const call = world.vapi.call(placed.id);
    expect(call?.variableValues).toEqual({ customerName: 'Grace', reason: 'check-up' });
    expect(call?.metadata).toEqual({ source: 'website' });
    await call?.done;
    await poll('the call in the log', { timeoutMs: 15_000 }, async () => {
      const rows = await world.n8n.rest.dataTableRows('clinic_call_log');
      return rows.find(({ callId }) => callId === placed.id);
    });
  });

  it('is refused with the offending number and the fix when that is not E.164', async () => {
    const calls = world.vapi.calls.length;
    await callBack({ number: '0151 2345678', name: 'Grace', reason: 'x' });
    const execution = await world.n8n.waitForExecution('vapiCallBack', ({ status }) => status === 'error');
    const error = JSON.stringify(execution.data.resultData.error);
    expect(error).toContain('0151 2345678');
    expect(error).toContain('+14155550123');
    expect(outputsOf(execution, 'Call-back request')).toHaveLength(1);
    expect(world.vapi.calls).toHaveLength(calls);
  });
});

describe('the credential test in n8n', () => {
  const test = async (type: string, data: object): Promise<{ status: string; message: string }> =>
    await world.n8n.rest.request('POST', '/credentials/test', {
      // n8n tests changes of a credential that it has.
      credentials: { id: type === 'vapiApi' ? 'vapiApi' : 'vapiWebhook', name: 'Tested', type, data },
    });
  const vapi = (apiKey: string): object => ({ apiKey, region: 'custom', baseUrl: world.vapi.url });

  it('of Vapi tells a good key from a wrong one', async () => {
    expect((await test('vapiApi', vapi(account.vapi.privateKey))).status).toBe('OK');
    expect((await test('vapiApi', vapi('wrong-key'))).status).toBe('Error');
  });

  it('of the webhook looks at the secret, as there is nothing to call', async () => {
    const bearer = (token: string): object => ({ scheme: 'bearer', token });
    expect((await test('vapiWebhookApi', bearer(account.webhookToken))).status).toBe('OK');
    expect(await test('vapiWebhookApi', bearer('short'))).toMatchObject({
      status: 'Error',
      message: expect.stringContaining('16'),
    });
  });
});
