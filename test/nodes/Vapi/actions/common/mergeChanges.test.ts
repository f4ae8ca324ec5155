import { mergeChanges } from '../../../../../nodes/Vapi/actions/common/mergeChanges';

const stored = {
  name: 'a',
  server: { url: 'u', timeoutSeconds: 5, headers: { x: '1' } },
  body: { type: 'object', properties: { a: {} } },
};

it.each<[string, object, object]>([
  ['a text', { name: 'b' }, { name: 'b' }],
  ['what is new', { plan: { a: 1 } }, { plan: { a: 1 } }],
  ['a part of an object', { server: { url: 'v' } }, { server: { ...stored.server, url: 'v' } }],
  [
    'a part that is one thing',
    { server: { headers: { y: '2' } } },
    { server: { ...stored.server, headers: { y: '2' } } },
  ],
  ['an object that is one thing', { body: { type: 'object' } }, { body: { type: 'object' } }],
  ['null', { server: null }, { server: null }],
  [
    'an object without what is null',
    { server: { headers: null } },
    { server: { url: 'u', timeoutSeconds: 5 } },
  ],
  ['a list', { server: { headers: [1] } }, { server: { ...stored.server, headers: [1] } }],
])('sends %s, and what belongs to it', (_, changes, sent) => {
  const before = structuredClone(stored);
  expect(mergeChanges(stored, { ...changes }, ['body', 'server.headers'])).toEqual(sent);
  expect(stored).toEqual(before);
});
