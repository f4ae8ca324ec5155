import fc from 'fast-check';
import {
  mergeAssistant,
  promptAlone,
  withSystemPrompt,
} from '../../../../../nodes/Vapi/actions/assistant/mergeAssistant';
import { contractAvailable } from '../../../../emulators/vapi/contract';
import { propertyOf, variants } from '../../../../support/contractSchema';
import { describeWith } from '../../../../support/needs';

describe('mergeAssistant', () => {
  it.each<[string, object, object, string[], object]>([
    ['only what changes', { a: { x: 1 }, b: { y: 1 } }, { a: { z: 2 } }, [], { a: { x: 1, z: 2 } }],
    ['lists whole', { a: { l: [1, 2] } }, { a: { l: [3] } }, [], { a: { l: [3] } }],
    [
      'an object over a word',
      { voicemailDetection: 'off' },
      { voicemailDetection: { provider: 'vapi' } },
      [],
      {
        voicemailDetection: { provider: 'vapi' },
      },
    ],
    [
      'a word over an object',
      { voicemailDetection: { provider: 'vapi' } },
      { voicemailDetection: 'off' },
      [],
      {
        voicemailDetection: 'off',
      },
    ],
    [
      'null inside as absence',
      { a: { x: { y: 1 }, z: 1 } },
      { a: { x: { y: null } } },
      [],
      { a: { x: {}, z: 1 } },
    ],
    ['null at the top as null', { a: { x: 1 } }, { a: null }, [], { a: null }],
    ['cleared fields as null', { a: { x: 1 } }, {}, ['a'], { a: null }],
    ['cleared and changed fields alone', { a: { x: 1 } }, { a: { y: 2 } }, ['a'], { a: { y: 2 } }],
    [
      'no read-only fields',
      {},
      { id: '1', orgId: '2', createdAt: '3', updatedAt: '4', name: 'x' },
      [],
      { name: 'x' },
    ],
    [
      'consent of another kind without what the old kind had',
      { compliancePlan: { recordingConsentPlan: { type: 'stay-on-line', message: 'm', waitSeconds: 3 } } },
      { compliancePlan: { recordingConsentPlan: { type: 'verbal' } } },
      [],
      { compliancePlan: { recordingConsentPlan: { type: 'verbal', message: 'm' } } },
    ],
    [
      'retries of another type with their numbers',
      { server: { backoffPlan: { type: 'fixed', maxRetries: 2 } } },
      { server: { backoffPlan: { type: 'exponential' } } },
      [],
      { server: { backoffPlan: { type: 'exponential', maxRetries: 2 } } },
    ],
  ])('gives %s', (_, current, changes, cleared, expected) => {
    const [before, over] = [structuredClone(current), structuredClone(changes)];
    expect(mergeAssistant(before as never, over as never, cleared)).toEqual(expected);
    expect([before, over]).toEqual([current, changes]);
  });

  it('is the same when done twice, and reaches into no prototype', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.dictionary(fc.string(), fc.jsonValue()),
        (a, b) => {
          const once = mergeAssistant(a, b);
          expect(mergeAssistant({ ...a, ...once }, b)).toEqual(once);
        },
      ),
    );
    const hostile = JSON.parse(
      '{ "a": { "__proto__": { "polluted": 1 } }, "__proto__": { "polluted": 1 } }',
    ) as object;
    expect(mergeAssistant({}, hostile as never)).toEqual({ a: {} });
    expect({}).not.toHaveProperty('polluted');
  });
});

describeWith(contractAvailable(), 'shared/contract/vapi-contract.json is missing', 'by the contract', () => {
  const all = ['model', 'voice', 'transcriber'].flatMap((field) =>
    Object.entries(variants('CreateAssistantDTO', field)).map(
      ([provider, definition]) => [field, provider, definition] as const,
    ),
  );

  it.each(all)('what stays in a %s is known to %s', (field, provider, definition) => {
    const everything = Object.fromEntries(
      Object.values(variants('CreateAssistantDTO', field)).flatMap(({ properties }) =>
        Object.keys(properties as object).map((key) => [key, 1]),
      ),
    );
    const before = { [field]: { ...everything, provider: 'another' } };
    const after = mergeAssistant(before, { [field]: { provider } })[field] as object;
    expect(Object.keys(after).filter((key) => propertyOf(definition, key) === undefined)).toEqual([]);
    // Where the variants have something in common, it stays.
    if (field === 'model') expect(after).toHaveProperty('messages');
  });
});

describe('withSystemPrompt', () => {
  const prompt = { role: 'system', content: 'new' };
  const user = { role: 'user', content: 'x' };
  it.each<[string, unknown, unknown[]]>([
    ['no messages', undefined, [prompt]],
    ['messages without one', [user], [prompt, user]],
    ['another prompt', [user, { role: 'system', content: 'old' }, user], [user, prompt, user]],
  ])('puts the prompt among %s', (_, messages, expected) => {
    expect(withSystemPrompt(messages, 'new')).toEqual(expected);
  });

  it.each<[unknown, string | undefined]>([
    [[prompt], 'new'],
    [[prompt, user], undefined],
    [[user], undefined],
    [undefined, undefined],
  ])('knows the list of a prompt alone: %j', (messages, expected) => {
    expect(promptAlone(messages)).toBe(expected);
  });
});
