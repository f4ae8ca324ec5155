import { Caller, emulator, phoneCall, recording, socketCall, stopAll, until } from './testSupport';
import type { ConversationScript } from './script';
import type { JsonObject } from './json';

afterEach(stopAll);

/** Plays a script on a socket to its end; answers what the caller heard, and the call. */
async function played(script: ConversationScript, assistantOverrides: JsonObject = {}) {
  const vapi = await emulator({ script });
  const { id, url } = await socketCall(vapi, { assistantOverrides });
  const caller = (await Caller.join(url)).stream();
  const call = vapi.call(id);
  if (!call) throw new Error('The emulator has lost the call.');
  await call.done;
  await until(() => caller.closeCode !== undefined, 'the close');
  return { vapi, call, caller };
}

/** What was heard as words: `speech` and `silence` for runs of audio, texts by type and status. */
function course(caller: Caller): string[] {
  const words = caller.heard.map((entry) => {
    if ('audio' in entry) return entry.audio.every((byte) => byte === 0xff) ? 'silence' : 'speech';
    const { type, status } = entry.text;
    return type === 'speech-update' ? `speech-update ${String(status)}` : String(type);
  });
  return words.filter((word, index) => word !== words[index - 1]);
}

const spoken = (caller: Caller): string[] => {
  const kept = course(caller).filter((word) => /^speech|^user-interrupted/.test(word));
  return kept.filter((word, index) => word !== kept[index - 1]);
};

describe('a burst', () => {
  it('leaves at once, and silence goes on in real time while it would be playing', async () => {
    const audio = recording(400);
    const { call, caller } = await played([{ type: 'say', text: 'Hello', audio, burst: true }]);
    const first = (call.utterances[0]?.offset ?? 0) / 160;
    const burst = call.framesSent.slice(first, first + 20);
    // The whole 400 ms left in one turn of the event loop, far below real time.
    expect((burst[19]?.ms ?? Infinity) - (burst[0]?.ms ?? 0)).toBeLessThan(200);
    expect(caller.audio.includes(audio)).toBe(true);
    // One frame of the 20 that were due was speech; the clock has no gap.
    expect(call.framesSent.length - first - 20).toBeGreaterThanOrEqual(19);
    expect(caller.audio.subarray(-19 * 160).every((byte) => byte === 0xff)).toBe(true);
  });

  it('can be interrupted, when everything has been sent', async () => {
    const audio = recording(1000);
    const { call, caller } = await played([
      { type: 'say', text: 'A burst', audio, burst: true, interruptAfterMs: 100 },
    ]);
    expect(caller.has('user-interrupted')).toBe(true);
    expect(call.utterances[0]).toMatchObject({ interrupted: true, sent: audio });
  });
});

describe('barge-in', () => {
  it.each([0, 60])('sends a prefix, and %i ms of stale audio', async (stale) => {
    const audio = recording(2000);
    const { call, caller } = await played([
      { type: 'say', text: 'A long story', audio, interruptAfterMs: 100, staleAfterInterrupt: stale },
      { type: 'wait', ms: 100 },
    ]);
    const utterance = call.utterances[0];
    expect(utterance?.interrupted).toBe(true);
    expect(utterance?.freshBytes).toBe(800);
    expect(utterance?.sent).toEqual(audio.subarray(0, 800 + stale * 8));
    // The listener hears of it between the fresh bytes and the stale ones.
    const place = caller.heard.findIndex(
      (entry) => 'text' in entry && entry.text.type === 'user-interrupted',
    );
    const heard = (entries: typeof caller.heard) =>
      Buffer.concat(entries.flatMap((entry) => ('audio' in entry ? [entry.audio] : [])));
    expect(heard(caller.heard.slice(0, place)).includes(audio.subarray(0, 800))).toBe(true);
    const after = heard(caller.heard.slice(place));
    expect(after.subarray(0, stale * 8)).toEqual(audio.subarray(800, 800 + stale * 8));
    expect(after.subarray(stale * 8).every((byte) => byte === 0xff)).toBe(true);
  });
});

describe('speech-update', () => {
  const SCRIPT: ConversationScript = [
    {
      ...{ type: 'say', text: 'A long story', audio: recording(400) },
      ...{ interruptAfterMs: 60, staleAfterInterrupt: 40 },
    },
    { type: 'say', text: 'Sorry?', audio: recording(40, 9) },
    { type: 'say', text: 'At once', audio: recording(40, 5), burst: true },
  ];

  it('frames every utterance, the one after an interruption too', async () => {
    const { caller } = await played(SCRIPT);
    expect(spoken(caller)).toEqual([
      ...['speech-update started', 'speech', 'user-interrupted', 'speech', 'speech-update stopped'],
      ...['speech-update started', 'speech', 'speech-update stopped'],
      ...['speech-update started', 'speech', 'speech-update stopped'],
    ]);
    const updates = caller.texts.filter(({ type }) => type === 'speech-update');
    expect(updates.map(({ role, turn }) => `${String(role)} ${String(turn)}`)).toEqual(
      ['1', '1', '2', '2', '3', '3'].map((turn) => `assistant ${turn}`),
    );
  });

  it('does so where clientMessages lists it, and is silent where it does not', async () => {
    const listed = await played(SCRIPT, { clientMessages: ['user-interrupted', 'speech-update'] });
    expect(spoken(listed.caller).slice(0, 6)).toEqual([
      ...['speech-update started', 'speech', 'user-interrupted', 'speech', 'speech-update stopped'],
      'speech-update started',
    ]);
    expect(new Set(listed.caller.texts.map(({ type }) => type))).toEqual(
      new Set(['speech-update', 'user-interrupted']),
    );
    const unlisted = await played(SCRIPT, { clientMessages: ['user-interrupted'] });
    expect(spoken(unlisted.caller)).toEqual(['speech', 'user-interrupted', 'speech']);
  });
});

describe('a stall', () => {
  const LONG: ConversationScript = [
    { type: 'say', text: 'A long story', audio: recording(600) },
    { type: 'waitForHangup', timeoutMs: 200 },
  ];
  const LASTING: ConversationScript = [...LONG.slice(0, 1), { type: 'waitForHangup' }];

  it('holds everything back, and then lets all that was due go at once, in order', async () => {
    const vapi = await emulator({ script: LONG });
    const { id, url } = await socketCall(vapi);
    const caller = (await Caller.join(url)).stream();
    const call = vapi.call(id);
    await until(() => (call?.speechSent.length ?? 0) > 0, 'the first words');
    const before = call?.framesSent.length ?? 0;
    vapi.stall(id, 300);
    await until(() => (call?.framesSent.length ?? 0) > before, 'the end of the stall');
    const frames = call?.framesSent ?? [];
    const gap = (frames[before]?.ms ?? 0) - (frames[before - 1]?.ms ?? Infinity);
    expect(gap).toBeGreaterThanOrEqual(295);
    // 15 frames were due; they left together, far faster than they would have played.
    expect(frames.length - before).toBeGreaterThanOrEqual(14);
    expect((frames[before + 13]?.ms ?? Infinity) - (frames[before]?.ms ?? 0)).toBeLessThan(140);
    await call?.done;
    expect(caller.audio.includes(recording(600))).toBe(true);
    expect(call?.utterances[0]).toMatchObject({ sent: recording(600), interrupted: false });
    const { offset = -1 } = call?.utterances[0] ?? {};
    expect(call?.audioSent.subarray(offset, offset + 4800)).toEqual(recording(600));
  });

  it('holds texts back too: each stays where it was among the audio', async () => {
    const { call, caller } = await played([
      { type: 'stall', ms: 200 },
      { type: 'say', text: 'Hello', audio: recording(100), interruptAfterMs: 40, staleAfterInterrupt: 20 },
      { type: 'waitForHangup', timeoutMs: 300 },
    ]);
    expect(spoken(caller)).toEqual([
      ...['speech-update started', 'speech', 'user-interrupted', 'speech', 'speech-update stopped'],
    ]);
    expect(call.utterances[0]).toMatchObject({ freshBytes: 320, sent: recording(100).subarray(0, 480) });
    const { offset = -1 } = call.utterances[0] ?? {};
    expect(call.audioSent.subarray(offset, offset + 480)).toEqual(recording(60));
    expect(call.framesSent[0]?.ms).toBeGreaterThanOrEqual(195);
  });

  it('is over with the call: what was held back still goes out before the close', async () => {
    const { call, caller } = await played([
      { type: 'stall', ms: 60_000 },
      { type: 'say', text: 'Bye', audio: recording(60) },
    ]);
    expect(call.speechSent).toEqual(recording(60));
    expect(caller.audio.includes(recording(60))).toBe(true);
    expect(caller.closeCode).toBe(1000);
    expect(caller.texts.at(-1)).toMatchObject({ type: 'status-update', status: 'ended' });
  });

  it('loses what it holds when the caller hangs up', async () => {
    const vapi = await emulator({ script: LASTING });
    const { id, url } = await socketCall(vapi);
    const caller = (await Caller.join(url)).stream();
    const call = vapi.call(id);
    await until(() => (call?.framesSent.length ?? 0) > 0, 'the first frame');
    vapi.stall(id, 60_000);
    const before = call?.framesSent.length;
    await until(() => (call?.framesReceived.length ?? 0) > 10, 'some of the caller’s audio');
    caller.socket.terminate();
    await call?.done;
    expect(call?.endedReason).toBe('customer-ended-call');
    expect(call?.framesSent).toHaveLength(before ?? -1);
  });

  it('needs a socket that is open and a length', async () => {
    const vapi = await emulator({ script: LASTING });
    const { id, url } = await socketCall(vapi);
    expect(() => vapi.stall(id, 100)).toThrow(`Call ${id} has no open socket`);
    expect(() => vapi.stall('nobody', 100)).toThrow('There is no call "nobody"');
    const caller = await Caller.join(url);
    for (const ms of [0, -1, Number.NaN, Infinity])
      expect(() => vapi.stall(id, ms)).toThrow(`${ms} ms is no length for a stall`);
    caller.socket.terminate();
    await vapi.call(id)?.done;
    expect(() => vapi.stall(id, 100)).toThrow(`Call ${id} has no open socket`);
  });

  it('is nothing on a phone call, which has no socket here', async () => {
    const vapi = await emulator({ script: [{ type: 'stall', ms: 50 }] });
    const call = await phoneCall(vapi, { assistant: {} });
    expect(call.problems[0]).toContain('stall');
    expect(call.endedReason).toBe('assistant-ended-call');
  });
});
