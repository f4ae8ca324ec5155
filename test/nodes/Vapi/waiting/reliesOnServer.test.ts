import type { JsonObject } from '../../../../nodes/shared/protocol/json';
import { pointAtServer } from '../../../../nodes/Vapi/waiting/oldServer';
import { reliesOnServer } from '../../../../nodes/Vapi/waiting/reliesOnServer';
import type { FoundTool, Talker, ToolSource } from '../../../../nodes/Vapi/waiting/talkers';

const OWN = { url: 'https://own.example' };
const OLD = { url: 'https://old.example', credentialId: 'c' };
const BOOK = { type: 'function', function: { name: 'book' } };
const ASK = { type: 'handoff', function: { name: 'ask' }, destinations: [{ type: 'dynamic' }] };
const ENDPOINTING = { provider: 'custom-endpointing-model' };
const KNOWLEDGE = { provider: 'custom-knowledge-base' };

/** An assistant that has one tool from one of the places where tools come from. */
function withTool(tool: JsonObject, source: ToolSource = 'model.tools', assistant: JsonObject = {}): Talker {
  const found: FoundTool[] = [{ source, tool }];
  return { assistant, tools: found };
}

const whatOf = (talker: Talker): string[] => reliesOnServer(talker).map(({ what }) => what);
const without = (assistant: JsonObject): Talker => ({ assistant, tools: [] });

it.each<[string, Talker, string[]]>([
  ['a function', withTool(BOOK), ['tool "book"']],
  ['a function with an empty server', withTool({ ...BOOK, server: { timeoutSeconds: 5 } }), ['tool "book"']],
  ['a computer', withTool({ type: 'computer', name: 'computer' }), ['tool "computer"']],
  ['a hand-off that asks for the assistant', withTool(ASK), ['tool "ask"']],
  ['a transfer without destinations', withTool({ type: 'transferCall' }), ['tool "transferCall"']],
  ['a hand-off without destinations', withTool({ type: 'handoff', destinations: [] }), ['tool "handoff"']],
  ['a stored tool', withTool({ ...BOOK, function: {}, id: 't1' }, 'model.toolIds'), ['tool "t1"']],
  [
    'endpointing',
    without({ startSpeakingPlan: { smartEndpointingPlan: ENDPOINTING } }),
    ['custom endpointing'],
  ],
  ['a knowledge base', without({ model: { knowledgeBase: KNOWLEDGE } }), ['custom knowledge base']],
  ['call control', without({ serverMessages: ['phone-call-control'] }), ['phone-call-control']],
])('finds %s', (_, talker, what) => {
  expect(whatOf(talker)).toEqual(what);
});

it.each<[string, Talker]>([
  ['a function with its own server', withTool({ ...BOOK, server: OWN })],
  ['a request that Vapi makes', withTool({ type: 'apiRequest', url: 'https://own.example' })],
  ['code, which runs within Vapi', withTool({ type: 'code', code: '' })],
  ['a tool server', withTool({ type: 'mcp', server: OWN })],
  ['the end of the call', withTool({ type: 'endCall' })],
  ['a transfer to a number', withTool({ type: 'transferCall', destinations: [{ type: 'number' }] })],
  ['a hand-off to an assistant', withTool({ ...ASK, destinations: [{ type: 'assistant' }] })],
  ['a hand-off that asks elsewhere', withTool({ ...ASK, destinations: [{ type: 'dynamic', server: OWN }] })],
  [
    'endpointing and knowledge elsewhere',
    without({
      startSpeakingPlan: { smartEndpointingPlan: { ...ENDPOINTING, server: OWN } },
      model: { knowledgeBase: { ...KNOWLEDGE, server: OWN } },
      serverMessages: ['status-update', 'tool-calls'],
    }),
  ],
])('leaves alone %s', (_, talker) => {
  expect(reliesOnServer(talker)).toEqual([]);
  expect(pointAtServer(talker, OLD)).toEqual({});
});

it.each<[ToolSource, string | undefined]>([
  ['model.tools', undefined],
  ['model.toolIds', undefined],
  ['tools:append', undefined],
  ['model.toolRefs', 'it is pinned to a version'],
  ['hooks', 'it belongs to a hook'],
])('knows whether a tool of %s can be given a server for one call', (source, stuck) => {
  expect(reliesOnServer(withTool(BOOK, source))).toEqual([{ what: 'tool "book"', stuck }]);
});
