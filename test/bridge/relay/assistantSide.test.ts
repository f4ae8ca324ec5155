import { BridgeError } from '../../../bridge/src/errors';
import { createLogger } from '../../../bridge/src/log';
import { AssistantSide } from '../../../bridge/src/relay/assistantSide';
import { audioOf } from '../support/audio';
import { type FakeAssistant, FakeSource, settle } from '../support/fakePeers';
import { RecordingMeter } from '../support/recordingMeter';
import { VirtualClock } from '../support/virtualClock';

describe('AssistantSide', () => {
  let clock: VirtualClock;
  let meter: RecordingMeter;
  let source: FakeSource;
  let heard: string[];
  let mayReplace: boolean;
  let hasSpoken: boolean;
  let side: AssistantSide;
  beforeEach(() => {
    clock = new VirtualClock();
    meter = new RecordingMeter();
    source = new FakeSource();
    heard = [];
    mayReplace = true;
    hasSpoken = true;
    side = new AssistantSide({
      clock,
      meter,
      log: createLogger('silent'),
      mayReplace: () => mayReplace,
      hasSpoken: () => hasSpoken,
      listener: {
        opened: () => heard.push('opened'),
        audio: (audio) => heard.push(`audio ${audio.length}`),
        event: (event) => heard.push(event.kind),
        said: ({ role, text }) => heard.push(`${role}: ${text}`),
        replaced: () => heard.push('replaced'),
        over: (reason) => heard.push(reason),
      },
    });
  });
  const closed = async (): Promise<boolean> => {
    let isClosed = false;
    void side.allClosed().then(() => (isClosed = true));
    await settle();
    return isClosed;
  };

  it('passes on what the assistant sends, as long as it is wanted', async () => {
    await side.open(source);
    const { assistant } = source;
    expect(side.callId).toBe('v-1');
    assistant.say(audioOf(160, 1));
    assistant.report({ kind: 'speaking' });
    assistant.reportsClosed = false;
    side.end();
    assistant.say(audioOf(160, 2));
    assistant.report({ kind: 'interrupted' });
    expect(heard).toEqual(['opened', 'audio 160', 'speaking']);
    expect(await closed()).toBe(false);
    assistant.lose(1000);
    expect(await closed()).toBe(true);
    expect(assistant.did).toEqual(['end', 'close']);
  });

  it('counts a failure with the code of the error table', async () => {
    jest.spyOn(source, 'open').mockRejectedValue(new BridgeError('VAPI_BUSY'));
    await side.open(source);
    expect(heard).toEqual(['assistant-unreachable']);
    expect(meter.noted).toEqual(['failed VAPI_BUSY']);
    expect(await closed()).toBe(true);
  });

  it.each([
    [1000, 'assistant-ended'],
    [1005, 'assistant-dropped'],
    [1006, 'assistant-dropped'],
    [1011, 'assistant-dropped'],
  ])('takes the close code %s for "%s" when it may not be replaced', async (code, reason) => {
    mayReplace = false;
    await side.open(source);
    source.assistant.lose(code);
    expect(heard).toEqual(['opened', reason]);
    expect(meter.noted.at(-1)).toBe(`closed assistant ${code}`);
  });

  it('replaces an assistant once, whatever it was lost by', async () => {
    await side.open(source);
    side.lose('assistant-silent');
    await settle();
    expect(source.assistants[0]?.did).toEqual(['end', 'close']);
    expect(heard).toEqual(['opened', 'replaced', 'opened']);
    expect(side.replacements).toBe(1);
    side.lose('assistant-silent');
    expect(heard.at(-1)).toBe('assistant-dropped');
    side.end();
    expect(await closed()).toBe(true);
    expect(meter.noted.filter((what) => what.startsWith('closed'))).toHaveLength(2);
  });

  it('tells of its end once', async () => {
    await side.open(source);
    source.assistant.report({ kind: 'ended', reason: undefined });
    source.assistant.lose(1006);
    side.lose('assistant-silent');
    expect(heard).toEqual(['opened', 'assistant-ended']);
  });

  it.each([
    ['pipeline-error-openai-llm-failed', false],
    ['call.in-progress.error-vapifault-worker-died', false],
    ['assistant-did-not-receive-customer-audio', false],
    ['assistant-said-end-call-phrase', true],
    ['silence-timed-out', true],
    ['exceeded-max-duration', true],
  ])('tells an end that was meant from a failure: %s', async (reason, isMeant) => {
    await side.open(source);
    source.assistant.report({ kind: 'ended', reason });
    expect(heard.includes('assistant-ended')).toBe(isMeant);
    expect(side.replacements).toBe(isMeant ? 0 : 1);
  });

  it.each([
    ['tells', (assistant: FakeAssistant) => assistant.report({ kind: 'ended', reason: 'silence-timed-out' })],
    ['closes', (assistant: FakeAssistant) => assistant.lose(1000)],
  ])('takes an assistant that %s the end before the caller has heard a word for lost', async (_how, end) => {
    hasSpoken = false;
    await side.open(source);
    end(source.assistant);
    await settle();
    expect(heard).toEqual(['opened', 'replaced', 'opened']);
    end(source.assistant);
    expect(heard.at(-1)).toBe('assistant-dropped');
  });

  it('does not take the closing of the one before for that of the one that was reopened', async () => {
    await side.open(source);
    const before = source.assistant;
    before.reportsClosed = false;
    before.report({ kind: 'ended', reason: undefined });
    side.reopen();
    await settle();
    before.lose(1000);
    expect(before.did).toEqual(['end', 'close']);
    expect(heard).toEqual(['opened', 'assistant-ended', 'opened']);
    side.tell('there');
    expect(source.assistant.did).toEqual(['tell there (respond)']);
  });

  it('passes on what was said, and that it is a sign of life', async () => {
    await side.open(source);
    source.assistant.report({ kind: 'said', turn: { role: 'user', text: 'Hello?' } });
    expect(heard).toEqual(['opened', 'user: Hello?', 'alive']);
  });

  it('creates nothing once it has ended', async () => {
    side.end();
    const open = jest.spyOn(source, 'open').mockResolvedValue();
    await side.open(source);
    expect(open.mock.calls[0]?.[0].wanted()).toBe(false);
    expect(await closed()).toBe(true);
  });

  it('gives up a peer that never reports its closing after 5 s', async () => {
    await side.open(source);
    source.assistant.reportsClosed = false;
    side.end();
    let isClosed = false;
    void side.allClosed().then(() => (isClosed = true));
    clock.advance(4999);
    await settle();
    expect(isClosed).toBe(false);
    clock.advance(1);
    await settle();
    expect([isClosed, clock.pending]).toEqual([true, 0]);
  });
});
