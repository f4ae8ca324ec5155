import { costByKind } from '../../../../nodes/shared/protocol/callCosts';

it('sums a kind that comes twice, and leaves out what is no cost', () => {
  const costs = [
    { type: 'model', cost: 0.0066 },
    { type: 'model', cost: 0.0043 },
    { type: 'voice', cost: 0.0168 },
    { type: 'broken' },
    { type: 'endless', cost: Infinity },
    null,
  ];
  expect(costByKind({ costs, costBreakdown: { stt: 1 } })).toEqual({ model: 0.0109, voice: 0.0168 });
});

it('takes any kind of cost, also one that objects inherit', () => {
  const costs = [
    { type: 'constructor', cost: 0.1 },
    { type: '__proto__', cost: 0.2 },
  ];
  expect(JSON.stringify(costByKind({ costs }))).toBe('{"constructor":0.1,"__proto__":0.2}');
});

it('reads the older form under the names of the newer one, without its sum and its counts', () => {
  expect(
    costByKind({
      costBreakdown: {
        ...{ transport: 0.0058, stt: 0.0041, llm: 0.0066, tts: 0.0168, vapi: 0.0208, total: 0.0547 },
        ...{ llmPromptTokens: 1892, ttsCharacters: 212 },
        analysisCostBreakdown: { summary: 0.0002, summaryPromptTokens: 600, structuredData: 0.0004 },
      },
    }),
  ).toEqual({
    ...{ transport: 0.0058, transcriber: 0.0041, model: 0.0066, voice: 0.0168, vapi: 0.0208 },
    analysis: 0.0006,
  });
});

it.each([{}, { costs: [] }, { costs: 'x', costBreakdown: 5 }])('gives nothing for %j', (owner) => {
  expect(costByKind(owner)).toBeUndefined();
});
