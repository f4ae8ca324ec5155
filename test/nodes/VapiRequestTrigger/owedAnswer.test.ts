import fc from 'fast-check';
import type { EndOfWait } from '../../../nodes/shared/responseGuard';
import { OwedAnswer } from '../../../nodes/VapiRequestTrigger/owedAnswer';

type Kind = ConstructorParameters<typeof OwedAnswer>[0]['kind'];

function owes(kind: Kind, fallback: Record<string, unknown>): { owed: OwedAnswer; reasons: string[] } {
  const reasons: string[] = [];
  const owed = new OwedAnswer({ kind, fallback, onFallback: (reason) => void reasons.push(reason) });
  return { owed, reasons };
}

const assistant = (): ReturnType<typeof owes> => owes('assistant-request', { assistantId: 'default' });

describe('an owed answer', () => {
  it('is what the workflow answers, as it is', () => {
    const { owed, reasons } = assistant();
    expect(owed.isComplete()).toBe(false);
    const body = { assistantId: 'a', assistantOverrides: { firstMessage: 'Hi' }, extra: [1] };
    owed.take({ kind: 'assistant-request', body });
    expect(owed.isComplete()).toBe(true);
    const sent = owed.body('complete');
    expect(sent.contentType).toBe('application/json; charset=utf-8');
    expect(JSON.parse(String(sent.body))).toEqual(body);
    expect(reasons).toEqual([]);
  });

  it('is the first of two', () => {
    const { owed } = assistant();
    owed.take({ kind: 'assistant-request', body: { assistantId: 'a' } });
    owed.take({ kind: 'assistant-request', body: { assistantId: 'b' } });
    expect(owed.body('complete').body).toBe('{"assistantId":"a"}');
  });

  it.each<[EndOfWait, RegExp]>([
    ['ended', /^the workflow ended without an answer$/],
    ['deadline', /^the workflow gave no answer in time$/],
  ])('is the default without an answer (%s)', (why, reason) => {
    const { owed, reasons } = assistant();
    expect(owed.body(why).body).toBe('{"assistantId":"default"}');
    expect(reasons).toEqual([expect.stringMatching(reason)]);
  });

  it.each<[Record<string, unknown>, RegExp]>([
    [{ kind: 'assistant-request', body: { assistantId: '' } }, /names no assistant/],
    [{ kind: 'assistant-request' }, /names no assistant/],
    [{ kind: 'tool-calls', answers: [] }, /answers "tool-calls"/],
    [{}, /answers "\?"/],
  ])('is the default at once for the useless %j', (answer, reason) => {
    const { owed, reasons } = assistant();
    owed.take(answer);
    expect(owed.isComplete()).toBe(true);
    expect(owed.body('complete').body).toBe('{"assistantId":"default"}');
    expect(reasons).toEqual([expect.stringMatching(reason)]);
  });

  it('of a voice is bytes', () => {
    const { owed } = owes('voice-request', { audio: 'AAAA' });
    owed.take({ kind: 'voice-request', body: { audio: Buffer.from([1, 2, 3, 4]).toString('base64') } });
    expect(owed.body('complete')).toEqual({
      contentType: 'application/octet-stream',
      body: Buffer.from([1, 2, 3, 4]),
    });
  });

  it('of a voice is silence without an answer', () => {
    const { owed } = owes('voice-request', { audio: Buffer.alloc(4).toString('base64') });
    owed.take({ kind: 'voice-request', body: { audio: 'x' } });
    expect(owed.body('complete').body).toEqual(Buffer.alloc(4));
  });

  it('is one of the two, over any answers', () => {
    const answer = fc.record({
      kind: fc.constantFrom('assistant-request', 'other'),
      body: fc.oneof(fc.anything(), fc.dictionary(fc.constantFrom('assistantId', 'error', 'x'), fc.string())),
    });
    fc.assert(
      fc.property(fc.array(answer), (answers) => {
        const { owed, reasons } = assistant();
        answers.forEach((one) => owed.take(one));
        const parsed = JSON.parse(String(owed.body('ended').body)) as Record<string, unknown>;
        const isDefault = parsed.assistantId === 'default';
        expect(reasons).toHaveLength(isDefault ? 1 : 0);
        expect(Boolean(parsed.assistantId) || Boolean(parsed.error) || isDefault).toBe(true);
      }),
    );
  });
});
