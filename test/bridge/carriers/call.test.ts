import { audioOf, isSilence } from '../support/audio';
import type { VapiCall } from '../support/fakeVapi';
import { FALLBACK, Harness } from '../support/harness';
import { until } from '../support/until';
import type { CarrierStage, StageStream } from './stage';
import { stages } from './stages';

/** Of which Vonage's samples hold nothing less: there is one zero. */
const codes = (bytes: number, seed: number): Buffer =>
  Buffer.from(audioOf(bytes, seed).map((code) => (code === 0x7f ? 0x7e : code)));

/** What holds for the calls of all carriers; what is a carrier's own stands in its call.test.ts. */
describe.each(stages)('a call over %s', (_name, make) => {
  let stage: CarrierStage;
  let harness: Harness;
  let callId: string;
  let vapi: VapiCall;
  let stream: StageStream;

  beforeEach(async () => {
    stage = make();
    await stage.start();
    // A tone would be put in if this machine stood still for two seconds.
    harness = await new Harness().start({ ...stage.environment, BRIDGE_WAITING_TONE: 'off' });
    stage.bridgePort = harness.port;
    callId = await stage.call();
    await until(() => harness.log.includes('carrier attached'), 'the carrier is attached');
    await until(() => harness.vapi.callOf(callId) !== undefined, 'the bridge opens a socket to Vapi');
    vapi = harness.vapi.callOf(callId) as VapiCall;
    await until(() => vapi.audio.length > 0, 'both are there');
    stream = stage.streams[0] as StageStream;
  });
  afterEach(async () => {
    await harness.stop();
    await stage.stop();
    expect(stage.errors).toEqual([]);
  });

  it('drops what is buffered when the caller talks over the assistant', async () => {
    const fresh = Buffer.alloc(160 * 10, 0x11);
    vapi.socket.send(codes(160 * 400, 9));
    await until(() => stream.heard().length > 3 * 160, 'the caller hears the beginning');
    vapi.say({ type: 'user-interrupted', turnId: 'turn-1' });
    vapi.socket.send(codes(160 * 15, 12));
    vapi.say({ type: 'speech-update', status: 'started', role: 'assistant', turn: 2 });
    vapi.socket.send(fresh);
    await until(() => (stream.heardSinceClear()?.length ?? 0) >= fresh.length, 'the new utterance is heard');
    expect(stream.clears).toBe(1);
    expect(stream.heardSinceClear()?.equals(fresh)).toBe(true);
    stream.hangUp();
    await harness.idle();
    expect(harness.logLine('session ended').counters).toMatchObject({ interruptions: 1, malformed: 0 });
  });

  it('is hung up by REST once the last words were played', async () => {
    const goodbye = codes(160 * 20, 5);
    vapi.socket.send(goodbye);
    vapi.say({ type: 'status-update', status: 'ended', endedReason: 'assistant-ended-call' });
    await until(() => stage.ended.has(callId), 'the carrier has ended the call');
    expect(stream.heard().subarray(0, goodbye.length).equals(goodbye)).toBe(true);
    expect(isSilence(stream.heard().subarray(goodbye.length))).toBe(true);
    await harness.idle();
    expect(stage.spoken).toEqual([]);
  });

  it('hears the fallback when Vapi is lost', async () => {
    vapi.socket.terminate();
    await until(() => stage.spoken.length > 0, 'the carrier speaks');
    expect(stage.spoken).toEqual([FALLBACK]);
    await harness.idle();
    expect(harness.logLine('session ended')).toMatchObject({ reason: 'assistant-dropped' });
    expect(harness.log).not.toContain('carrier did not take the farewell');
    expect(stage.ended).toContain(callId);
  });

  it('names what to check at its carrier when the stream goes on after the end', async () => {
    // The carrier doesn't know the call, so it is over for sure: but its stream goes on.
    stage.refusal = 404;
    vapi.socket.send(codes(160, 1));
    vapi.say({ type: 'status-update', status: 'ended', endedReason: 'assistant-ended-call' });
    await until(() => harness.log.includes('carrier has not left'), 'the bridge warns');
    const { code, hint } = harness.logLine('carrier has not left after the farewell');
    expect(code).toBe(`${stage.carrier.toUpperCase()}_STAYED`);
    expect(hint).toContain(`${stage.carrier.toUpperCase()}_`);
    await harness.idle();
  });
});
