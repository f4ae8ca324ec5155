import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { SessionEvent, SessionIdentity } from '../../../bridge/src/relay/observer';
import { Recorders } from '../../../bridge/src/recording/recorders';
import type { Recording } from '../../../bridge/src/recording/recording';
import { decodeMuLaw } from '../../../bridge/src/relay/codec';
import { audioOf } from '../support/audio';
import { SessionBench } from '../support/sessionBench';
import { promptDisk, readWav, smallDisk, StoreBench, temporaryFolder } from './support';

const linear = (audio: Buffer): number[] => Array.from(audio, (code) => decodeMuLaw(code));

describe('the recording of a session', () => {
  const parent = temporaryFolder();
  let count = 0;

  const bench = async (options: ConstructorParameters<typeof StoreBench>[1] = {}) => {
    const call = new SessionBench({ waitingTone: false, assistantSilentMs: 0 });
    const disk = new StoreBench(join(parent, String((count += 1))), options);
    const announced: (SessionIdentity & SessionEvent)[] = [];
    const recorders = new Recorders({
      store: disk.store,
      clock: call.clock,
      announce: (identity, event) => void announced.push({ ...identity, ...event }),
    });
    await call.session.openAssistant(call.source);
    return { call, disk, recorders, announced };
  };
  const end = async ({
    call,
    recorders,
    disk,
  }: Awaited<ReturnType<typeof bench>>): Promise<Recording | undefined> => {
    call.session.end('caller-hung-up');
    for (let turn = 0; turn < 5; turn += 1) await call.pass(0);
    await new Promise((resolve) => setImmediate(resolve));
    await recorders.settled();
    return disk.store.page({ limit: 1 }).recordings[0];
  };

  it('leaves no rejection that nobody handles where its end fails', async () => {
    const { call, disk, recorders } = await bench();
    const unhandled = jest.fn();
    process.on('unhandledRejection', unhandled);
    try {
      jest.spyOn(disk.store, 'get').mockImplementation(() => {
        throw new Error('whatever');
      });
      recorders.start(call.session).open();
      call.session.end('caller-hung-up');
      await expect(recorders.settled()).rejects.toThrow('whatever');
      for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      await recorders.settled();
      expect(unhandled).not.toHaveBeenCalled();
    } finally {
      process.off('unhandledRejection', unhandled);
    }
  });

  it('keeps what is said, also before anything is heard, and nothing after its end', async () => {
    const at = await bench();
    const { call, disk, recorders } = at;
    const recorder = recorders.start(call.session);
    recorders.said(call.session.id, { role: 'assistant', text: 'Hello?' });
    expect(disk.store.page({ limit: 1 }).recordings).toEqual([]);
    const recording = recorder.open();
    disk.now = new Date(disk.now.getTime() + 1500);
    recorders.said(call.session.id, { role: 'user', text: 'Hi.' });
    recorders.said('another', { role: 'user', text: 'of another call' });
    await end(at);
    recorders.said(call.session.id, { role: 'user', text: 'too late' });
    expect(await disk.store.transcriptOf(recording)).toEqual([
      { role: 'assistant', text: 'Hello?', seconds: 0 },
      { role: 'user', text: 'Hi.', seconds: 0 },
    ]);
  });

  it('tells what is said by its place in the audio, also when it was asked for long before', async () => {
    const at = await bench();
    const { call, disk, recorders } = at;
    recorders.start(call.session).open();
    disk.now = new Date(disk.now.getTime() + 20_000);
    call.attach();
    await call.pass(3000, audioOf(160, 1));
    disk.now = new Date(disk.now.getTime() + 3000);
    recorders.said(call.session.id, { role: 'user', text: 'Hi.' });
    const recording = await end(at);
    expect(await disk.store.transcriptOf(recording!)).toEqual([{ role: 'user', text: 'Hi.', seconds: 3 }]);
  });

  it('is another one when the first was deleted, also at once', async () => {
    const at = await bench();
    const { call, disk, recorders } = at;
    call.attach();
    const first = recorders.start(call.session).open();
    await call.pass(1000, audioOf(160, 1));
    await disk.store.delete(first.id);
    const second = recorders.start(call.session).open();
    expect(second.id).not.toBe(first.id);
    await call.pass(1000, audioOf(160, 1));
    expect(await end(at)).toMatchObject({ id: second.id, state: 'ready', seconds: 1 });
  });

  it('holds both sides as they were heard, from the first audio on', async () => {
    const at = await bench();
    const { call, recorders, disk, announced } = at;
    recorders.start(call.session);
    call.clock.advance(3000);
    call.attach();
    const [said, answered] = [audioOf(1600, 1), audioOf(800, 2)];
    for (let frame = 0; frame < 10; frame += 1) {
      call.carrier.say(said.subarray(160 * frame, 160 * frame + 160));
      if (frame === 3) call.assistant.say(answered);
      call.clock.advance(20);
    }
    const recording = await end(at);
    expect(recording).toMatchObject({
      sessionId: call.session.id,
      assistantCallId: 'v-1',
      seconds: 0.2,
      error: null,
    });
    const [left, right] = readWav(disk.store.pathOf(recording!)).tracks;
    expect([...left!]).toEqual(linear(said));
    expect([...right!.subarray(480, 1280)]).toEqual(linear(answered));
    expect(right!.subarray(0, 480).every((sample) => sample === 0)).toBe(true);
    expect(announced).toEqual([
      {
        ...call.session.identity,
        type: 'recording.ready',
        recordingId: recording!.id,
        seconds: 0.2,
        bytes: recording!.bytes,
      },
    ]);
  });

  it('lacks what an interruption has cut off', async () => {
    const at = await bench();
    const { call, recorders, disk } = at;
    recorders.start(call.session);
    call.attach();
    const speech = audioOf(4000, 4);
    call.assistant.report({ kind: 'speaking' });
    call.assistant.say(speech);
    await call.pass(100);
    call.assistant.report({ kind: 'interrupted' });
    await call.pass(400);
    const recording = await end(at);
    const right = readWav(disk.store.pathOf(recording!)).tracks[1]!;
    expect([...right.subarray(0, 800)]).toEqual(linear(speech.subarray(0, 800)));
    expect(right.subarray(800).every((sample) => sample === 0)).toBe(true);
  });

  it('leaves nothing of a call in which nothing was heard, unless somebody has asked for it', async () => {
    const silent = await bench();
    silent.recorders.start(silent.call.session);
    expect(await end(silent)).toBeUndefined();
    expect(existsSync(silent.disk.folder)).toBe(false);
    const asked = await bench();
    const { id } = asked.recorders.start(asked.call.session).open();
    expect(asked.recorders.start(asked.call.session).open().id).toBe(id);
    expect(await end(asked)).toMatchObject({ id, state: 'ready', seconds: 0, bytes: 44 });
  });

  it('can be stopped and begun again while the call goes on', async () => {
    const { call, recorders, disk } = await bench();
    call.attach();
    recorders.start(call.session);
    await call.pass(200);
    const first = await recorders.stop(call.session.id);
    expect(first).toMatchObject({ state: 'ready', seconds: 0.2 });
    expect(await recorders.stop(call.session.id)).toBeUndefined();
    expect(recorders.isRecording(call.session.id)).toBe(false);
    await call.pass(200);
    recorders.start(call.session);
    await call.pass(100);
    const second = await recorders.stop(call.session.id);
    expect(second).toMatchObject({ seconds: 0.1 });
    expect(disk.store.page({ limit: 9 }).recordings).toHaveLength(2);
  });

  it('goes to disk while the call lasts', async () => {
    const { call, recorders, disk } = await bench({ files: promptDisk });
    call.attach();
    const recording = recorders.start(call.session).open();
    await call.pass(10_000);
    expect(recording.seconds).toBeGreaterThan(6);
    await recorders.stop(call.session.id);
    expect(recording.seconds).toBe(10);
    expect(disk.log).not.toContain('error');
  });

  it('goes on behind ten minutes in which nothing is heard', async () => {
    const { call, recorders, disk } = await bench({ files: promptDisk });
    const tap = recorders.start({
      ...call.session,
      id: 's',
      identity: call.session.identity,
      addTap: () => () => 0,
    });
    const said = audioOf(160, 1);
    const start = call.clock.now();
    tap.caller(said, start);
    call.clock.advance(600_000);
    tap.caller(said, start + 600_000);
    tap.assistant(said, start + 600_040);
    call.clock.advance(600_000);
    const recording = await recorders.stop('s');
    expect(recording).toMatchObject({ seconds: 1200, error: null });
    const [left, right] = readWav(disk.store.pathOf(recording!)).tracks;
    const later = 600_000 * 8;
    expect([...left!.subarray(0, 160)]).toEqual(linear(said));
    expect([...left!.subarray(later, later + 160)]).toEqual(linear(said));
    expect([...right!.subarray(later + 320, later + 480)]).toEqual(linear(said));
  });

  it('ends with a full disk, and the call goes on', async () => {
    const { call, recorders, announced, disk } = await bench({ files: smallDisk(50_000) });
    call.attach();
    recorders.start(call.session);
    for (let second = 0; second < 500 && recorders.isRecording(call.session.id); second += 1) {
      await call.pass(1000);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(recorders.isRecording(call.session.id)).toBe(false);
    await recorders.settled();
    expect(announced).toMatchObject([{ type: 'recording.ready', seconds: 1.563 }]);
    expect(disk.store.page({ limit: 1 }).recordings[0]).toMatchObject({ error: 'disk-full', bytes: 50_044 });
    const before = call.assistant.audio.length;
    await call.pass(200);
    expect(call.assistant.audio.length).toBe(before + 10);
    expect(call.done).toBe(false);
  });
});
