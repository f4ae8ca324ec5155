import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeWith } from '../../support/needs';
import { sharedFixturesDir } from '../../support/repo';
import { contractAvailable } from './contract';
import type { JsonObject } from './json';
import { liveMessageError } from './liveMessages';
import {
  Caller,
  PUBLIC_KEY,
  USER_AGENT,
  emulator,
  phoneCall,
  recording,
  socketCall,
  stopAll,
  until,
} from './testSupport';

afterEach(stopAll);

async function post(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'user-agent': USER_AGENT, 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}

/** A live websocket call that waits for its end. */
async function live(assistant: JsonObject = {}, options: Parameters<typeof emulator>[0] = {}) {
  const vapi = await emulator({ script: [{ type: 'waitForHangup' }], ...options });
  const created = await socketCall(vapi, { assistant });
  const caller = (await Caller.join(created.url)).stream();
  const call = vapi.call(created.id);
  if (!call) throw new Error('The emulator has lost the call.');
  return { vapi, call, caller, controlUrl: created.controlUrl };
}

describe('the control URL', () => {
  it('speaks and ends the call after the words', async () => {
    const { call, controlUrl } = await live();
    const answer = await post(controlUrl, { type: 'say', content: 'Bye', endCallAfterSpoken: true });
    expect(answer.status).toBe(200);
    await call.done;
    expect(call).toMatchObject({
      endedReason: 'assistant-ended-call-after-message-spoken',
      controls: [{ type: 'say', content: 'Bye', endCallAfterSpoken: true }],
    });
    expect(call.transcript.map((line) => line.text)).toEqual(['Bye']);
    expect(call.speechSent.length).toBe('Bye'.length * 60 * 8);
  });

  it('can cut the assistant short to speak', async () => {
    const { call, caller, controlUrl } = await live(
      {},
      { script: [{ type: 'say', text: 'A long story', audio: recording(5000) }, { type: 'waitForHangup' }] },
    );
    await until(() => call.speechSent.length > 0, 'the first words');
    await post(controlUrl, { type: 'say', content: 'Stop', interruptAssistantEnabled: true });
    await until(() => call.transcript.length === 2, 'the new words');
    expect(call.utterances[0]?.interrupted).toBe(true);
    expect(call.utterances[0]?.sent.length).toBeLessThan(5000 * 8);
    expect(caller.has('user-interrupted')).toBe(true);
  });

  it('ends the call, and is gone then', async () => {
    const { call, controlUrl } = await live();
    expect((await post(controlUrl, { type: 'end-call' })).status).toBe(200);
    await call.done;
    expect(call.endedReason).toBe('manually-canceled');
    expect((await post(controlUrl, { type: 'end-call' })).status).toBe(404);
  });

  it('reaches a phone call too', async () => {
    const vapi = await emulator({ script: [{ type: 'waitForHangup', timeoutMs: 60_000 }] });
    vapi.on('timeline', (event) => {
      if (event.kind === 'call-started')
        void post(`${vapi.url}/${event.callId}/control`, { type: 'end-call' });
    });
    expect((await phoneCall(vapi, { assistant: {} })).endedReason).toBe('manually-canceled');
  });

  it('mutes the assistant, and adds to the conversation', async () => {
    const { call, controlUrl } = await live({ firstMessage: 'Hello {{customer.name}}' });
    await post(controlUrl, { type: 'control', control: 'mute-assistant' });
    await post(controlUrl, { type: 'control', control: 'say-first-message' });
    await until(() => call.transcript.length === 1, 'the first message');
    expect(call.audioSent.every((byte) => byte === 0xff)).toBe(true);
    await post(controlUrl, { type: 'control', control: 'unmute-assistant' });
    await post(controlUrl, { type: 'add-message', message: { role: 'system', content: 'Paid.' } });
    await post(controlUrl, { type: 'say', content: 'Thanks' });
    await until(() => call.transcript.length === 2, 'the thanks');
    expect(call.speechSent.length).toBe('Thanks'.length * 60 * 8);
  });

  it('does not hear a muted customer', async () => {
    const { call, caller, controlUrl } = await live({}, { script: [{ type: 'listen', timeoutMs: 60_000 }] });
    await post(controlUrl, { type: 'control', control: 'mute-customer' });
    caller.speak(recording(400));
    await until(() => call.audioReceived.includes(recording(400)), 'the caller’s words');
    expect(caller.texts.filter(({ type, role }) => type === 'speech-update' && role === 'user')).toEqual([]);
    expect(call.transcript).toEqual([]);
    caller.socket.terminate();
    await call.done;
  });

  it('transfers', async () => {
    const { call, caller, controlUrl } = await live();
    const destination = { type: 'number', number: '+14155550142' };
    await post(controlUrl, { type: 'transfer', destination });
    await call.done;
    expect(call.endedReason).toBe('assistant-forwarded-call');
    await until(() => caller.closeCode !== undefined, 'the close');
    expect(caller.texts).toContainEqual({ type: 'status-update', status: 'forwarding', destination });
  });

  it('wants the public key where the monitor plan says so', async () => {
    const { call, controlUrl } = await live({ monitorPlan: { controlAuthenticationEnabled: true } });
    const body = { type: 'end-call' };
    expect((await post(controlUrl, body)).status).toBe(401);
    expect((await post(controlUrl, body, { authorization: 'Bearer private-key-of-the-test' })).status).toBe(
      401,
    );
    expect((await post(controlUrl, body, { authorization: `Bearer ${PUBLIC_KEY}` })).status).toBe(200);
    await call.done;
  });

  it('is not there where control is off, nor for other methods and calls', async () => {
    const { vapi, call, controlUrl } = await live();
    expect((await fetch(controlUrl, { headers: { 'user-agent': USER_AGENT } })).status).toBe(404);
    const other = controlUrl.replace(call.id, '00000000-0000-4000-8000-000000000000');
    expect((await post(other, { type: 'end-call' })).status).toBe(404);
    const off = await emulator({ script: [{ type: 'waitForHangup' }] });
    const assistant = off.seed('assistant', { monitorPlan: { controlEnabled: false } });
    const created = await socketCall(off, { assistantId: assistant.id }).catch(() => undefined);
    const id = created?.id ?? off.calls[0]?.id ?? '';
    expect((await post(`${off.url}/${id}/control`, { type: 'end-call' })).status).toBe(404);
    expect(vapi.requests.filter((entry) => entry.status === 404)).toHaveLength(2);
  });

  it.each<[unknown, string]>([
    [{ message: { type: 'end-call' } }, 'type undefined is not one that Vapi takes here'],
    [{ type: 'ping' }, 'type "ping" is not one'],
    [{ type: 'hangup' }, 'type "hangup" is not one'],
    [{ type: 'say', message: 'Hi' }, 'content must be a string'],
    [{ type: 'add-message' }, 'message must be an object'],
    [{ type: 'add-message', message: { role: 'boss', content: 'x' } }, 'message.role must be one of'],
    [{ type: 'add-message', message: { role: 'user' } }, 'message.content must be a string'],
    [{ type: 'control', control: 'louder' }, 'control must be one of'],
    [{ type: 'transfer' }, 'destination must be an object'],
    [{ type: 'transfer', destination: { type: 'number' } }, 'destination.number must be a string'],
    [{ type: 'transfer', destination: { type: 'sip' } }, 'destination.sipUri must be a string'],
    [{ type: 'transfer', destination: { type: 'fax' } }, 'destination.type must be number or sip'],
    [
      { type: 'transfer', destination: { type: 'number', number: '0170 1234567' } },
      'destination.number must be a valid phone number in the E.164 format',
    ],
    [{ type: 'handoff' }, 'destination must be an object'],
    [{ type: 'handoff', destination: { type: 'squad' } }, 'destination.type must be assistant'],
    [{ type: 'handoff', destination: { type: 'assistant' } }, 'destination must have assistantId'],
    [{ type: 'send-transport-message' }, 'message.transport must be twilio or vapi.sip'],
    [{ type: 'send-transport-message', message: { transport: 'twilio' } }, 'message.twiml must be'],
    [
      { type: 'send-transport-message', message: { transport: 'vapi.sip', sipVerb: 'BYE' } },
      'message.sipVerb must be INFO, MESSAGE or NOTIFY',
    ],
    ['end-call', 'a JSON object was expected'],
  ])('refuses %j', async (body, message) => {
    const { call, controlUrl } = await live();
    const answer = await post(controlUrl, body);
    expect(answer.status).toBe(400);
    expect(((await answer.json()) as JsonObject).message).toContain(message);
    expect(call.controls).toEqual([]);
  });
});

describeWith(contractAvailable(), 'Vapi’s schemas', 'live messages checked by the schema', () => {
  const number = { type: 'number', number: '+14155550142' };
  const assistant = { type: 'assistant', assistantId: 'a' };

  it.each<[JsonObject, string | undefined]>([
    [{ type: 'say', content: 'Hi', endCallAfterSpoken: 'yes' }, 'endCallAfterSpoken must be a boolean'],
    [
      { type: 'transfer', destination: { ...number, transferPlan: { mode: 'gentle' } } },
      'destination.transferPlan.mode must be one of',
    ],
    [{ type: 'transfer', destination: { ...number, transferPlan: { mode: 'blind-transfer' } } }, undefined],
    [
      { type: 'send-transport-message', message: { transport: 'vapi.sip', sipVerb: 'INFO', body: 5 } },
      'message.body must be a string',
    ],
    [
      { type: 'handoff', destination: { ...assistant, contextEngineeringPlan: { type: 'some' } } },
      'contextEngineeringPlan.type must be one of',
    ],
    [{ type: 'handoff', destination: { ...assistant, contextEngineeringPlan: { type: 'none' } } }, undefined],
    // The docs' sample.
    [{ type: 'handoff', destination: { ...assistant, contextEngineeringPlan: 'none' } }, undefined],
  ])('%j', (message, problem) => {
    const found = liveMessageError(message, 'control');
    if (problem === undefined) expect(found).toBeUndefined();
    else expect(found).toContain(problem);
  });
});

const fixtures = join(sharedFixturesDir, 'control');

describeWith(existsSync(fixtures), 'the shared fixtures', 'the shared control messages', () => {
  const message = (name: string) =>
    JSON.parse(readFileSync(join(fixtures, `${name}.json`), 'utf8')) as unknown;

  it.each([
    ...['say', 'say.end', 'say.full', 'add-message', 'add-message.silent', 'end-call', 'transfer.number'],
    ...['transfer.sip', 'send-transport-message.twiml', 'send-transport-message.sip-info'],
    ...['control.mute-assistant', 'control.unmute-customer', 'control.say-first-message', 'handoff.docs'],
  ])('%s is taken', (name) => {
    expect(liveMessageError(message(name), 'control')).toBeUndefined();
  });

  it('hangup is for the socket alone, and the wrapped form for neither', () => {
    expect(liveMessageError(message('websocket-hangup.docs'), 'socket')).toBeUndefined();
    expect(liveMessageError(message('wrapped'), 'control')).toContain('type undefined');
  });
});
