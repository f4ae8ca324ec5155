import { findMask } from '../../../../../nodes/Vapi/actions/common/findMask';

describe('findMask', () => {
  it.each<[object, object, string | undefined]>([
    [{ server: { headers: { a: '***' } } }, { server: {} }, 'server.headers.a'],
    [{ server: { headers: { a: '[redacted]' } } }, {}, 'server.headers.a'],
    [{ model: { tools: [{ key: '••••' }] } }, { model: {} }, 'model.tools.0.key'],
    [{ server: { headers: { a: '***' } } }, { server: { headers: { a: '***' } } }, undefined],
    [{ model: { messages: [{ content: '**bold** text ***' }] } }, {}, undefined],
    [{ server: { headers: { a: 'sk-*****f3a1' } } }, {}, 'server.headers.a'],
    [{ hooks: [{ regex: 'a.*b**' }] }, {}, undefined],
    [{ a: null, b: 1, c: '' }, {}, undefined],
  ])('in %j given %j: %s', (patch, changes, expected) => {
    expect(findMask(patch as never, changes as never)).toBe(expected);
  });
});
