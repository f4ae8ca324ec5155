import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INodeParameters } from 'n8n-workflow';
import { audioOf } from '../bridge/support/audio';
import { API_KEY, Harness } from '../bridge/support/harness';
import { until } from '../bridge/support/until';
import type { EngineRun } from '../support/engine';
import { bridgeCredentials, runBridgeNode } from '../support/engineBridge';
import { picked } from '../support/engineOperation';

/** The node's own requests, in n8n's own engine, to the bridge itself with stand-ins around it. */
let bridge: Harness;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bridge-node-'));
  bridge = await new Harness().start({
    BRIDGE_DATA_DIR: folder,
    BRIDGE_FROM_NUMBER: '+14155550100',
    // Nobody listens there: what is sent waits.
    BRIDGE_EVENTS_URL: 'http://127.0.0.1:9/events',
    BRIDGE_EVENTS_SECRET: 'events-secret-of-some-length',
  });
});
afterAll(async () => {
  await bridge.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function run(resource: string, operation: string, more: INodeParameters = {}): Promise<EngineRun> {
  const credentials = bridgeCredentials(`http://127.0.0.1:${bridge.port}`, API_KEY);
  return await runBridgeNode(credentials, { resource, operation, ...more });
}

/** Expects success. */
async function output(...args: Parameters<typeof run>) {
  const done = await run(...args);
  expect(done.error?.message).toBeUndefined();
  return done.output('Bridge');
}

/** Not `idle`: what waits to be sent has a timer. */
const allOver = () => until(() => bridge.bridge.inspect().sessions === 0, 'all sessions are over');

/** A call with both sides connected, as the node finds it. */
async function liveCall() {
  const call = await bridge.call();
  const sessions = await output('session', 'getAll', { returnAll: true, filters: { state: 'live' } });
  const session = sessions.find(({ carrierCallId }) => carrierCallId === call.callSid);
  const sessionId = String(session?.id);
  return { ...call, session, sessionId: picked(sessionId), id: sessionId };
}

it('tells of a wrong key', async () => {
  const credentials = bridgeCredentials(`http://127.0.0.1:${bridge.port}`, 'wrong');
  const { error } = await runBridgeNode(credentials, { resource: 'session', operation: 'getAll' });
  expect(error?.message).toMatch(/^The bridge refused the key: .*\(HTTP 401, API_KEY_WRONG/);
});

it('tells of a session that is not there', async () => {
  const { error } = await run('session', 'get', { sessionId: picked('nobody') });
  expect(error?.message).toMatch(/^The bridge does not know this: .*\(HTTP 404, SESSION_UNKNOWN/);
});

describe('a live call', () => {
  it('is listed, shown, and ended', async () => {
    const { session, sessionId, id, callSid, stream } = await liveCall();
    expect(session).toMatchObject({ state: 'live', direction: 'inbound', carrier: 'twilio' });
    expect((await output('session', 'get', { sessionId }))[0]).toMatchObject({ id, carrierCallId: callSid });
    expect(await output('session', 'end', { sessionId })).toEqual([{ sessionId: id, ending: true }]);
    await until(() => stream.closeCode !== undefined, 'the stream is closed');
    await allOver();
    const [ended] = await output('session', 'get', { sessionId });
    expect(ended).toMatchObject({ id, state: 'ended', reason: 'stopped-by-api', side: 'bridge' });
    const all = await output('session', 'getAll', { returnAll: true, filters: { state: 'ended' } });
    expect(all.map((one) => one.id)).toContain(id);
    const again = await run('session', 'end', { sessionId });
    expect(again.error?.message).toMatch(/^The bridge cannot do this now: .*\(HTTP 409, SESSION_ENDED/);
  });

  it.each<[string, INodeParameters, object]>([
    ['say', { content: 'Hello.' }, { type: 'say', content: 'Hello.' }],
    [
      'addMessage',
      { messageContent: 'Paid.' },
      { type: 'add-message', message: { role: 'system', content: 'Paid.' }, triggerResponseEnabled: true },
    ],
    ['mute', {}, { type: 'control', control: 'mute-assistant' }],
    ['unmute', { who: 'customer' }, { type: 'control', control: 'unmute-customer' }],
    ['sayFirstMessage', {}, { type: 'control', control: 'say-first-message' }],
    ['end', {}, { type: 'end-call' }],
  ])('is controlled: %s', async (operation, parameters, body) => {
    const { sessionId, vapi, id } = await liveCall();
    expect(await output('control', operation, { sessionId, ...parameters })).toMatchObject([
      { success: true, sessionId: id },
    ]);
    const seen = () => [
      ...vapi.texts,
      ...bridge.vapi.controls.map((control) => JSON.stringify(control.body)),
    ];
    await until(
      () => seen().some((text) => text.includes(JSON.stringify(body).slice(1, -1))),
      'Vapi is told',
    );
    await output('session', 'end', { sessionId });
    await allOver();
  });
});

describe('a call that the node starts', () => {
  it('is dialled by the carrier, and is a session', async () => {
    const [session] = await output('session', 'start', {
      ...{ to: '+14155550123', whoTalks: 'assistant', assistantId: 'assistant-2' },
      variables: { variable: [{ name: 'firstName', value: 'Dana' }] },
      additionalFields: {
        ...{ carrier: 'twilio', from: '+14155550101', machineDetection: true, record: true },
        ...{ timeoutSeconds: 40, metadata: { entry: [{ name: 'order', value: '7' }] } },
      },
    });
    expect(session).toMatchObject({ direction: 'outbound', carrier: 'twilio', metadata: { order: '7' } });
    const dialled = bridge.rest.updates.find(({ path }) => path.endsWith('/Calls.json'));
    expect(dialled?.fields).toMatchObject({ To: '+14155550123', From: '+14155550101' });
    await output('session', 'end', { sessionId: picked(String(session?.id)) });
    await allOver();
  });

  it.each(['squad', 'transientAssistant'])('takes a body with a %s', async (whoTalks) => {
    const [session] = await output('session', 'start', {
      ...{ to: '+14155550123', whoTalks, squadId: 'squad-1', transientAssistant: '{"name":"x"}' },
    });
    await output('session', 'end', { sessionId: picked(String(session?.id)) });
    await allOver();
  });

  it('is refused for a carrier that the bridge does not know', async () => {
    const { error } = await run('session', 'start', {
      ...{ to: '+14155550123', additionalFields: { carrier: 'pigeon' } },
    });
    expect(error?.message).toMatch(/^The bridge refused the request: .*\(HTTP 400, CARRIER_UNKNOWN/);
  });
});

describe('a caller', () => {
  it.each<[string, INodeParameters, string]>([
    ['a number', { number: '+14155550199', additionalFields: { whisper: 'A bill.' } }, '+14155550199'],
    ['a SIP address', { type: 'sip', sipUri: 'sip:desk@pbx.test' }, 'sip:desk@pbx.test'],
  ])('is handed over to %s at the carrier', async (_, parameters, dialled) => {
    const { sessionId, callSid } = await liveCall();
    expect(await output('control', 'transfer', { sessionId, ...parameters })).toMatchObject([
      { sent: 'transfer' },
    ]);
    const told = () => bridge.rest.updates.filter(({ path }) => path.includes(callSid));
    await until(() => told().some(({ fields }) => fields.Twiml?.includes(dialled)), 'Twilio is told to dial');
    await output('session', 'end', { sessionId });
    await allOver();
  });

  it('hears the tones of keys', async () => {
    const { sessionId, stream } = await liveCall();
    expect(await output('control', 'sendDtmf', { sessionId, digits: '1#' })).toMatchObject([
      { sent: 'dtmf' },
    ]);
    await until(() => stream.heard().some((code) => code !== 0xff), 'the caller hears them');
    await output('session', 'end', { sessionId });
    await allOver();
  });
});

describe('a recording', () => {
  it('is started, stopped, found, downloaded and deleted', async () => {
    const { stream, vapi, sessionId, id } = await liveCall();
    const [started] = await output('recording', 'start', { sessionId });
    expect(started).toMatchObject({ source: 'session', state: 'recording', sessionId: id, channels: 2 });
    const recordingId = picked(String(started?.id));
    const early = await run('recording', 'download', { recordingId });
    expect(early.error?.message).toMatch(/^The bridge cannot do this now: .*\(HTTP 409, RECORDING_RUNNING/);

    await until(() => {
      stream.media(audioOf(160, 1));
      return vapi.heard().length >= 10 * 160;
    }, 'the assistant hears the caller');
    const [stopped] = await output('recording', 'stop', { sessionId });
    expect(stopped).toMatchObject({ id: started?.id, state: 'ready' });
    expect((await run('recording', 'stop', { sessionId })).error?.message).toMatch(/RECORDING_NOT_RUNNING/);

    const [shown] = await output('recording', 'get', { recordingId });
    expect(shown).toMatchObject({ id: started?.id, bytes: stopped?.bytes, seconds: stopped?.seconds });
    const found = await output('recording', 'getAll', { returnAll: true, filters: { sessionId: id } });
    // Only Get has the words.
    const { transcript, ...listed } = shown ?? {};
    expect(transcript).toEqual([]);
    expect(found).toEqual([listed]);
    const file = (await run('recording', 'download', { recordingId })).items('Bridge')[0];
    const wav = Buffer.from(file?.binary?.data?.data ?? '', 'base64');
    expect(file?.json).toMatchObject({ mimeType: 'audio/wav', bytes: shown?.bytes });
    expect([wav.length, wav.toString('latin1', 0, 4)]).toEqual([shown?.bytes, 'RIFF']);

    expect(await output('recording', 'delete', { recordingId })).toEqual([
      { id: started?.id, deleted: true },
    ]);
    expect((await run('recording', 'get', { recordingId })).error?.message).toMatch(/RECORDING_UNKNOWN/);
    await output('session', 'end', { sessionId });
    await allOver();
  });

  it('of a call elsewhere is refused for an address that is not Vapi’s', async () => {
    const { error } = await run('recording', 'listen', {
      ...{ callBy: 'listenUrl', listenUrl: 'wss://elsewhere.test/listen' },
    });
    expect(error?.message).toMatch(/LISTEN_ADDRESS_REFUSED/);
    expect(error?.message).not.toContain('elsewhere');
  });
});

describe('events', () => {
  it('that were not delivered yet are no dead letters', async () => {
    expect(await output('event', 'getDead', { returnAll: true })).toEqual([]);
  });

  it('that nobody knows cannot be sent again', async () => {
    const { error } = await run('event', 'resend', { eventId: 'nobody' });
    expect(error?.message).toMatch(/^The bridge does not know this: .*\(HTTP 404, EVENT_UNKNOWN/);
  });
});
