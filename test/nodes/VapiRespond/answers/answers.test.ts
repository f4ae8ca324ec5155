import fc from 'fast-check';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { answerKinds } from '../../../../nodes/VapiRespond/answers';
import { answersToolCalls, joinTexts } from '../../../../nodes/VapiRespond/answers/answerKind';

/** Only what the kinds ask for: the value of a field at an item. */
const contextOf = (values: unknown[]): IExecuteFunctions =>
  ({
    getNode: () => ({ id: '1', name: 'Respond to Vapi', type: 'vapiRespond' }),
    getNodeParameter: (_: string, index: number) => values[index],
  }) as unknown as IExecuteFunctions;

/** Items at positions 0, 1 …, and what the fields hold there. */
function content(kind: string, values: unknown[], json: IDataObject[] = values.map(() => ({}))): unknown {
  const items = json.map((fields, index) => ({ index, json: fields }));
  const chosen = answerKinds[kind];
  if (chosen === undefined || !answersToolCalls(chosen)) throw new Error(`"${kind}" answers no tool call`);
  return chosen.content(contextOf(values), items);
}

it('offers an answer to tool calls and to every kind of request', () => {
  const offered = Object.entries(answerKinds).map(([name, kind]) => {
    expect(kind.option.value).toBe(name);
    return [name, answersToolCalls(kind) ? kind.kind : kind.requests];
  });
  expect(Object.fromEntries(offered)).toEqual({
    text: 'result',
    json: 'result',
    item: 'result',
    error: 'error',
    assistant: ['assistant-request'],
    transferDestination: ['transfer-destination-request'],
    handoffDestination: ['handoff-destination-request'],
    documents: ['knowledge-base-request'],
    endpointing: ['call.endpointing.request'],
    predial: ['campaign.predial'],
    voiceAudio: ['voice-request'],
    chatCompletion: ['chat-completion'],
    incomingCall: ['incoming-call'],
  });
});

it.each<[string, string, unknown[], unknown]>([
  ['one text as it is', 'text', ['Booked.\nBye.'], 'Booked.\nBye.'],
  ['one object as it is', 'text', [{ ok: true }], { ok: true }],
  ['several texts on one line', 'text', ['a\nb', 'c', 'a b'], 'a b; c'],
  ['objects among texts as JSON', 'text', [{ ok: true }, 'c'], '{"ok":true}; c'],
  ['one error as it is', 'error', ['Taken.\nSorry.'], 'Taken.\nSorry.'],
  ['nothing where the expression gave nothing', 'text', [undefined], undefined],
  ['nothing where it gave nothing for one of several', 'text', ['a', undefined], undefined],
  ['several errors', 'error', ['a', 'b', 'a'], 'a; b'],
])('gives %s', (_, kind, values, expected) => {
  expect(content(kind, values)).toEqual(expected);
});

describe('fields of the item', () => {
  const json = { slot: '10:00', price: 0, note: null, hidden: 'x' };

  it.each<[string, unknown, IDataObject]>([
    ['all when none are named', '', json],
    ['all when only commas are named', ' , ', json],
    ['those named, in that order, also when they are empty', 'note, price', { note: null, price: 0 }],
    ['none of those that are missing', 'slot,missing', { slot: '10:00' }],
    ['nothing that objects only inherit', 'slot, toString, constructor', { slot: '10:00' }],
  ])('are %s', (_, fields, expected) => {
    expect(content('item', [fields], [json])).toEqual(expected);
  });

  it('that are spelled wrong are an error, because an empty object would say that nothing was found', () => {
    const refusal =
      'The answer is empty: Fields to Include names none of the fields of the item (slot, price, note, hidden)';
    expect(() => content('item', ['Slot, slot.price'], [json])).toThrow(refusal);
    expect(() => content('item', ['Slot', 'Slot'], [json, { slot: '11:00' }])).toThrow(refusal);
  });

  it('may be missing where there is another item that has them, or nothing at all', () => {
    expect(content('item', ['slot', 'slot'], [{ other: 1 }, json])).toEqual([{}, { slot: '10:00' }]);
    expect(content('item', ['slot'], [{}])).toEqual({});
  });

  it('become a list for several items', () => {
    expect(content('item', ['slot', 'slot'], [json, { slot: '11:00' }])).toEqual([
      { slot: '10:00' },
      { slot: '11:00' },
    ]);
  });
});

it('joins texts: trimmed, without empty ones, each once, in order', () => {
  expect(joinTexts([' a ', '', 'b', 'a', '  '])).toBe('a; b');
  fc.assert(
    fc.property(fc.array(fc.constantFrom('a', ' a', 'b', '', ' ', 'c ')), (texts) => {
      const wanted = [...new Set(texts.map((text) => text.trim()).filter(Boolean))];
      expect(joinTexts(texts)).toBe(wanted.join('; '));
    }),
  );
});
