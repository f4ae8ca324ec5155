import { rollBack } from '../../../../nodes/VapiSipTrunk/plan/rollBack';
import { creating, fakeTools, refused } from './fakes';

const IDS = new Map([
  ['a', 'A1'],
  ['b', 'B1'],
  ['c', 'C1'],
]);

describe('a roll-back', () => {
  it('takes the last step back first, and goes on where one can’t be', async () => {
    const tools = fakeTools({ writes: { 'DELETE /b/B1': refused('Still in use.') } });
    const results = await rollBack(
      ['a', 'b', 'c'].map((step) => creating(step)),
      IDS,
      tools.writer,
    );
    expect(tools.events).toEqual(['DELETE /c/C1', 'DELETE /b/B1', 'DELETE /a/A1']);
    expect(Object.fromEntries(results)).toEqual({
      a: { status: 'undone' },
      b: { status: 'left', reason: 'Still in use.' },
      c: { status: 'undone' },
    });
  });

  it('says why a step stays that has nothing to take it back', async () => {
    const tools = fakeTools();
    const steps = [
      creating('a', { undo: undefined, stays: 'It was paid for.' }),
      creating('b', { undo: undefined }),
    ];
    expect(Object.fromEntries(await rollBack(steps, IDS, tools.writer))).toEqual({
      a: { status: 'left', reason: 'It was paid for.' },
      b: { status: 'left' },
    });
    expect(tools.events).toEqual([]);
  });

  it('takes what is gone for taken back, where it was to be deleted', async () => {
    const gone = refused('Not found.', { gone: true });
    const tools = fakeTools({ writes: { 'DELETE /a/A1': gone, 'PATCH /b/B1': gone } });
    const change = { service: 'vapi', method: 'PATCH', path: '/b/{b}', body: { name: 'old' } } as const;
    const results = await rollBack([creating('a'), creating('b', { undo: change })], IDS, tools.writer);
    expect(Object.fromEntries(results)).toEqual({
      a: { status: 'undone' },
      b: { status: 'left', reason: 'Not found.' },
    });
  });

  it('sends nothing for a step whose ID is not known', async () => {
    const tools = fakeTools();
    const results = await rollBack([creating('d')], IDS, tools.writer);
    expect(results.get('d')).toEqual({ status: 'left', reason: 'Its ID is not known.' });
    expect(tools.events).toEqual([]);
  });

  it('takes braces that name no step for what they are: text of the builder', async () => {
    const tools = fakeTools();
    const body = { server: { url: 'https://x.test/{id}', headers: { call: '{{call.id}}' } } };
    const undo = { service: 'vapi', method: 'PATCH', path: '/a/{a}', body } as const;
    const results = await rollBack([creating('a', { undo })], IDS, tools.writer);
    expect(results.get('a')).toEqual({ status: 'undone' });
    expect(tools.sent).toEqual([{ ...undo, path: '/a/A1' }]);
  });
});
