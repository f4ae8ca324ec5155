import fc from 'fast-check';
import { answerProblem } from '../../../../nodes/shared/protocol/requestAnswers';
import {
  hasSharedFixtures,
  SHARED_FIXTURES_MISSING,
  sharedFixture,
  sharedFixtures,
} from '../../../support/engineFixtures';
import { describeWith } from '../../../support/needs';

type Kind = Parameters<typeof answerProblem>[0];
const KINDS: Kind[] = [
  'assistant-request',
  'transfer-destination-request',
  'handoff-destination-request',
  'knowledge-base-request',
  'call.endpointing.request',
  'campaign.predial',
  'voice-request',
];

describe('answerProblem', () => {
  it.each<[Kind, Record<string, unknown>]>([
    ['assistant-request', { assistantId: 'a' }],
    ['assistant-request', { assistant: {}, assistantOverrides: {} }],
    ['assistant-request', { squadId: 's' }],
    ['assistant-request', { squad: { members: [] } }],
    ['assistant-request', { destination: { type: 'number', number: '+14155550123' } }],
    ['assistant-request', { error: 'We are closed.' }],
    ['transfer-destination-request', { destination: { type: 'sip', sipUri: 'sip:a@b' } }],
    ['transfer-destination-request', { error: 'Nobody there.' }],
    [
      'handoff-destination-request',
      { destination: { type: 'assistant', assistantName: 'Billing' }, result: 'x' },
    ],
    ['knowledge-base-request', { documents: [] }],
    ['knowledge-base-request', { documents: [{ content: 'x', similarity: 0.9, uuid: 'u' }] }],
    ['knowledge-base-request', { message: { content: 'x' } }],
    ['call.endpointing.request', { timeoutSeconds: 0 }],
    ['call.endpointing.request', { timeoutSeconds: 15 }],
    ['campaign.predial', { eligible: false }],
    ['voice-request', { audio: Buffer.from([1, 2, 3, 4]).toString('base64') }],
  ])('has none with %s %j', (kind, body) => {
    expect(answerProblem(kind, body)).toBeUndefined();
  });

  it.each<[Kind, Record<string, unknown>]>([
    ['assistant-request', {}],
    ['assistant-request', { assistantId: '' }],
    ['assistant-request', { assistantId: 5 }],
    ['assistant-request', { assistant: 'a' }],
    ['assistant-request', { error: '' }],
    ['assistant-request', { destination: {} }],
    ['transfer-destination-request', {}],
    ['transfer-destination-request', { destination: '+14155550123' }],
    ['handoff-destination-request', { result: 'x' }],
    ['knowledge-base-request', {}],
    ['knowledge-base-request', { documents: {} }],
    ['knowledge-base-request', { documents: [{ content: 'x' }] }],
    ['knowledge-base-request', { documents: [{ content: 'x', similarity: 1 }, 'x'] }],
    ['call.endpointing.request', {}],
    ['call.endpointing.request', { timeoutSeconds: '1' }],
    ['call.endpointing.request', { timeoutSeconds: -0.1 }],
    ['call.endpointing.request', { timeoutSeconds: 15.1 }],
    ['campaign.predial', { eligible: 'true' }],
    ['voice-request', {}],
    ['voice-request', { audio: '' }],
    ['voice-request', { audio: 'not base64!' }],
    ['voice-request', { audio: Buffer.from([1, 2, 3]).toString('base64') }],
  ])('has one with %s %j', (kind, body) => {
    expect(answerProblem(kind, body)).toEqual(expect.any(String));
  });

  it('takes all audio of whole samples, and no other, over any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1 }), (bytes) => {
        const problem = answerProblem('voice-request', { audio: Buffer.from(bytes).toString('base64') });
        expect(problem === undefined).toBe(bytes.length % 2 === 0);
      }),
    );
  });

  it('takes minutes of audio', () => {
    expect(answerProblem('voice-request', { audio: 'AAAA'.repeat(4_000_000) })).toBeUndefined();
  });

  it('never throws and names no value, over any body', () => {
    fc.assert(
      fc.property(fc.constantFrom(...KINDS), fc.dictionary(fc.string(), fc.anything()), (kind, body) => {
        expect(['string', 'undefined']).toContain(typeof answerProblem(kind, body));
      }),
    );
    expect(answerProblem('voice-request', { audio: 'secret!' })).not.toContain('secret');
  });
});

describeWith(hasSharedFixtures, SHARED_FIXTURES_MISSING, 'answers of the shared folder', () => {
  const cases = KINDS.flatMap((kind) =>
    sharedFixtures('responses', kind).map((path) => [kind, path] as const),
  );

  it('has answers of most kinds', () => {
    expect(new Set(cases.map(([kind]) => kind)).size).toBeGreaterThanOrEqual(KINDS.length - 1);
  });

  it.each(cases)('%s: %s is of use', (kind, path) => {
    expect(answerProblem(kind, sharedFixture(path))).toBeUndefined();
  });
});
