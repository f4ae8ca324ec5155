import { apply } from '../../../../nodes/VapiSipTrunk/plan/apply';
import type { Report } from '../../../../nodes/VapiSipTrunk/plan/report';
import { creating, fakeTools, ok, planOf, refused, soughtBy } from './fakes';

const statuses = ({ steps }: Report): Record<string, string> =>
  Object.fromEntries(steps.map(({ step, status }) => [step, status]));

const AT = (seconds: number): string => `2026-11-21T12:00:${String(seconds).padStart(2, '0')}Z`;
const thing = (name: string, id: string, seconds: number) => ({ name, id, createdAt: AT(seconds) });

describe('a plan', () => {
  it('is carried out in order, with the IDs of earlier steps in path and body', async () => {
    const tools = fakeTools({ writes: { 'POST /a': ok({ id: 'A1' }), 'POST /t7/A1': ok({ sid: 'B1' }) } });
    const second = creating('b', {
      path: '/{there}/{a}',
      body: { list: ['{a}'], to: 'sip:{a}@x' },
      yields: 'sid',
    });
    const report = await apply(
      { ...planOf(creating('a'), second), existing: [{ step: 'there', title: 'There', id: 't7' }] },
      tools,
      'rollBack',
    );
    expect(tools.sent).toEqual([
      { ...creating('a'), undo: expect.anything() },
      expect.objectContaining({ path: '/t7/A1', body: { list: ['A1'], to: 'sip:A1@x' } }),
    ]);
    expect(report).toEqual({
      steps: [
        { step: 'there', title: 'There', status: 'unchanged', id: 't7' },
        { step: 'a', title: 'The a', action: 'create', status: 'done', id: 'A1' },
        { step: 'b', title: 'The b', action: 'create', status: 'done', id: 'B1' },
      ],
      ids: { there: 't7', a: 'A1', b: 'B1' },
    });
  });

  it('does nothing where nothing is to be done', async () => {
    const tools = fakeTools();
    expect(await apply(planOf(), tools, 'rollBack')).toEqual({ steps: [], ids: {} });
    expect(tools.events).toEqual([]);
  });

  it('stops at the first step that fails and takes the others back, the last first', async () => {
    const tools = fakeTools({
      writes: { 'POST /a': ok({ id: 'A1' }), 'POST /b': ok({ id: 'B1' }), 'POST /c': refused('No.') },
    });
    const plan = planOf(creating('a'), creating('b'), creating('c'), creating('d'));
    const report = await apply(plan, tools, 'rollBack');
    expect(tools.events).toEqual(['POST /a', 'POST /b', 'POST /c', 'DELETE /b/B1', 'DELETE /a/A1']);
    expect(statuses(report)).toEqual({ a: 'undone', b: 'undone', c: 'failed', d: 'not begun' });
    expect(report.failure).toMatchObject({
      step: 'c',
      title: 'The c',
      anotherRun: false,
      error: { message: 'No.' },
    });
    expect(report.steps[2]).toMatchObject({ reason: 'No.' });
  });

  it('names no ID of what is gone, and still those of what was there', async () => {
    const tools = fakeTools({
      writes: {
        'POST /a': ok({ id: 'A1' }),
        'POST /b': ok({ id: 'B1' }),
        'POST /c': refused('No.'),
        'DELETE /a/A1': refused('Still in use.'),
      },
    });
    const plan = planOf(creating('a'), creating('b'), creating('c'));
    const there = { ...plan, existing: [{ step: 'there', title: 'There', id: 'T1' }] };
    const report = await apply(there, tools, 'rollBack');
    expect(statuses(report)).toEqual({ there: 'unchanged', a: 'left', b: 'undone', c: 'failed' });
    expect(report.ids).toEqual({ there: 'T1', a: 'A1' });
  });

  it('or leaves them for the next run', async () => {
    const tools = fakeTools({ writes: { 'POST /a': ok({ id: 'A1' }), 'POST /b': refused('No.') } });
    const report = await apply(planOf(creating('a'), creating('b')), tools, 'keep');
    expect(tools.events).toEqual(['POST /a', 'POST /b']);
    expect(statuses(report)).toEqual({ a: 'left', b: 'failed' });
    expect(report.ids).toEqual({ a: 'A1' });
  });

  it('takes what is gone already for deleted', async () => {
    const tools = fakeTools({ writes: { 'DELETE /a/1': refused('Not found', { gone: true }) } });
    const call = creating('a', { method: 'DELETE', path: '/a/1', action: 'delete' });
    expect(statuses(await apply(planOf(call), tools, 'keep'))).toEqual({ a: 'done' });
    const post = fakeTools({ writes: { 'POST /a': refused('Not found', { gone: true }) } });
    expect(statuses(await apply(planOf(creating('a')), post, 'keep'))).toEqual({ a: 'failed' });
  });
});

describe('a request without an answer', () => {
  const lost = refused('Timed out.', { mayBeDone: true });

  it('is settled by looking', async () => {
    const tools = fakeTools({ writes: { 'POST /a': lost }, reads: { '/a': [[thing('a', 'A1', 1)]] } });
    const report = await apply(planOf(creating('a', { sought: soughtBy('a') })), tools, 'rollBack');
    expect(tools.events).toEqual(['POST /a', 'read /a']);
    expect([statuses(report), report.ids]).toEqual([{ a: 'done' }, { a: 'A1' }]);
  });

  describe('for something that another run may have made otherwise', () => {
    const sought = soughtBy('a', { own: { colour: 'red' } });
    const red = { ...thing('a', 'A2', 2), colour: 'red' };
    const blue = (seconds: number) => ({ ...thing('a', 'A1', seconds), colour: 'blue' });

    it.each([
      ['its own', [red], { status: 'done', id: 'A2' }, undefined],
      ['its own first', [blue(3), red], { status: 'done', id: 'A2' }, undefined],
      ['its own, and an older one', [blue(1), red], { status: 'failed', id: 'A2' }, true],
      ['that of another run alone', [blue(1)], { status: 'failed', id: undefined }, true],
    ])('finds %s', async (_, found, step, anotherRun) => {
      const tools = fakeTools({ writes: { 'POST /a': lost }, reads: { '/a': [found] } });
      const report = await apply(planOf(creating('a', { sought })), tools, 'rollBack');
      expect(report.steps).toEqual([expect.objectContaining(step)]);
      expect(report.failure?.anotherRun).toBe(anotherRun);
    });
  });

  it('has failed where nothing is found', async () => {
    const tools = fakeTools({ writes: { 'POST /a': lost }, reads: { '/a': [[thing('other', 'A1', 1)]] } });
    const report = await apply(planOf(creating('a', { sought: soughtBy('a') })), tools, 'rollBack');
    expect(tools.events).toEqual(['POST /a', 'read /a']);
    expect(report.steps).toEqual([expect.objectContaining({ status: 'failed', reason: 'Timed out.' })]);
  });

  it('stays open where nobody can look: what it may have made can’t be named', async () => {
    const reads = { '/a': [new Error('Bad gateway.')] };
    const tools = fakeTools({ writes: { 'POST /a': lost }, reads });
    const report = await apply(planOf(creating('a', { sought: soughtBy('a') })), tools, 'rollBack');
    expect(tools.events).toEqual(['POST /a', 'read /a']);
    expect(report.steps).toEqual([
      expect.objectContaining({
        ...{ status: 'failed', reason: 'Timed out. It may have been carried out all the same.' },
      }),
    ]);
  });

  it('is taken back, too, where that needs no ID', async () => {
    const change = creating('a', {
      ...{ method: 'PATCH', path: '/a/1', action: 'change', body: { name: 'new' } },
      undo: { service: 'vapi', method: 'PATCH', path: '/a/1', body: { name: 'old' } },
    });
    const tools = fakeTools();
    let first = true;
    const { writer } = tools;
    tools.writer = {
      send: async (request) => {
        const sent = await writer.send(request);
        if (!first) return sent;
        first = false;
        return lost;
      },
    };
    const report = await apply(planOf(change), tools, 'rollBack');
    expect(tools.sent.map(({ body }) => body)).toEqual([{ name: 'new' }, { name: 'old' }]);
    expect(report.steps).toEqual([expect.objectContaining({ status: 'failed', reason: 'Timed out.' })]);
    const kept = await apply(planOf(change), fakeTools({ writes: { 'PATCH /a/1': lost } }), 'keep');
    expect(kept.steps[0]?.reason).toBe('Timed out. It may have been carried out all the same.');
  });
});

describe('another run', () => {
  const made = { 'POST /a': ok({ id: 'A2' }) };
  const plan = planOf(creating('z'), creating('a', { sought: soughtBy('a') }), creating('b'));

  it('is looked for after the time that it takes to agree on who is older', async () => {
    const tools = fakeTools({ writes: made, reads: { '/a': [[thing('a', 'A2', 1)]] } });
    await apply(planOf(creating('a', { sought: soughtBy('a') })), tools, 'rollBack');
    expect(tools.events).toEqual(['POST /a', 'sleep 1200', 'read /a']);
  });

  it.each([
    ['older', thing('a', 'A1', 1), thing('a', 'A2', 2)],
    ['of the same second, by its ID', thing('a', 'A2', 1), thing('a', 'A1', 1)],
  ])('whose object is %s goes on, and this one stops', async (_, one, other) => {
    const tools = fakeTools({ writes: made, reads: { '/a': [[one, other]] } });
    const report = await apply(plan, tools, 'rollBack');
    // Its own object goes; what was done before may be in use by the other run.
    expect(tools.events).toEqual(['POST /z', 'POST /a', 'sleep 1200', 'read /a', 'DELETE /a/A2']);
    expect(statuses(report)).toEqual({ z: 'left', a: 'failed', b: 'not begun' });
    expect(report.failure).toMatchObject({ step: 'a', anotherRun: true });
    expect(report.failure?.error.message).toMatch(/another run/i);
    expect(report.failure?.error.message).toContain('The a (A1)');
  });

  it('whose object is younger stops itself', async () => {
    const reads = { '/a': [[thing('a', 'A3', 2), thing('a', 'A2', 1)]] };
    const tools = fakeTools({ writes: made, reads });
    expect((await apply(plan, tools, 'rollBack')).failure).toBeUndefined();
    expect(tools.events).not.toContain('DELETE /a/A2');
  });

  it('is the reason where the service refuses a second one', async () => {
    const reads = { '/a': [[thing('a', 'A1', 1)]] };
    const tools = fakeTools({ writes: { 'POST /a': refused('Taken.') }, reads });
    const unique = planOf(creating('z'), creating('a', { sought: soughtBy('a', { unique: true }) }));
    const report = await apply(unique, tools, 'rollBack');
    expect([report.failure?.anotherRun, statuses(report)]).toEqual([true, { z: 'left', a: 'failed' }]);
    const nothing = fakeTools({ writes: { 'POST /a': refused('Not allowed.') } });
    expect((await apply(unique, nothing, 'rollBack')).failure).toMatchObject({
      ...{ anotherRun: false, error: { message: 'Not allowed.' } },
    });
  });

  it('is not looked for where the service refuses a second one anyway', async () => {
    const tools = fakeTools({ writes: made });
    await apply(planOf(creating('a', { sought: soughtBy('a', { unique: true }) })), tools, 'rollBack');
    expect(tools.events).toEqual(['POST /a']);
  });

  it('is looked for before money is spent, and after', async () => {
    const buy = planOf(creating('a', { action: 'buy', undo: undefined, sought: soughtBy('a') }));
    const late = fakeTools({ writes: made, reads: { '/a': [[thing('a', 'A1', 1)]] } });
    expect((await apply(buy, late, 'rollBack')).failure?.anotherRun).toBe(true);
    expect(late.events).toEqual(['read /a']);

    const both = [thing('a', 'A1', 1), thing('a', 'A2', 1)];
    const together = fakeTools({ writes: made, reads: { '/a': [[], both] } });
    const report = await apply(buy, together, 'rollBack');
    expect(together.events).toEqual(['read /a', 'POST /a', 'sleep 1200', 'read /a']);
    expect(report.steps).toEqual([
      expect.objectContaining({
        status: 'failed',
        id: 'A2',
        reason: expect.stringContaining('all the same'),
      }),
    ]);
  });

  it('has been there where something is gone that a step needs', async () => {
    const match = { 'plan.user': 'me' };
    const onlyWhile = { service: 'vapi' as const, path: '/logins', match, id: 'id' as const };
    const needing = planOf(creating('a', { onlyWhile }));
    const there = fakeTools({ reads: { '/logins': [[{ id: 'L1', plan: { user: 'me' } }]] } });
    expect((await apply(needing, there, 'rollBack')).failure).toBeUndefined();
    expect(there.events).toEqual(['read /logins', 'POST /a', 'read /logins']);

    const going = fakeTools({ reads: { '/logins': [[{ id: 'L1', plan: { user: 'me' } }], []] } });
    const report = await apply(needing, going, 'rollBack');
    expect(report.failure).toMatchObject({ step: 'a', anotherRun: true });
    expect(report.steps[0]?.reason).toMatch(/all the same/);

    const gone = fakeTools({ reads: { '/logins': [[{ id: 'L1', plan: { user: 'you' } }]] } });
    expect((await apply(needing, gone, 'rollBack')).failure).toMatchObject({ step: 'a', anotherRun: true });
    expect(gone.events).toEqual(['read /logins']);

    const unknown = fakeTools({ reads: { '/logins': [new Error('Bad gateway.')] } });
    expect((await apply(needing, unknown, 'rollBack')).failure).toMatchObject({ anotherRun: false });
    expect(unknown.events).toEqual(['read /logins']);
  });

  it('has set a value that only the last one sets: this run says so, before or after', async () => {
    const onlyOurs = {
      ...{ service: 'vapi' as const, path: '/credential', match: { id: 'C1' }, id: 'id' as const },
      ...{ property: 'plan.user', values: ['me', 'before'] },
    };
    const setting = planOf(creating('a', { yields: undefined, onlyOurs }));
    const is = (user?: string) => [{ id: 'C1', plan: { user } }];
    const alone = fakeTools({ reads: { '/credential': [is('before'), is('me')] } });
    expect((await apply(setting, alone, 'rollBack')).failure).toBeUndefined();
    expect(alone.events).toEqual(['read /credential', 'POST /a', 'sleep 1200', 'read /credential']);

    const late = fakeTools({ reads: { '/credential': [is('you')] } });
    expect((await apply(setting, late, 'rollBack')).failure).toMatchObject({ step: 'a', anotherRun: true });
    expect(late.events).toEqual(['read /credential']);

    const replaced = fakeTools({ reads: { '/credential': [is('before'), is('you')] } });
    const report = await apply(setting, replaced, 'rollBack');
    expect(report.failure).toMatchObject({ step: 'a', anotherRun: true });
    expect(report.failure?.error.message).toContain('The a (you)');

    const hidden = fakeTools({ reads: { '/credential': [is()] } });
    expect((await apply(setting, hidden, 'rollBack')).failure).toBeUndefined();
    const unknown = fakeTools({ reads: { '/credential': [is(), new Error('Bad gateway.')] } });
    const open = await apply(setting, unknown, 'rollBack');
    expect(open.failure).toMatchObject({ anotherRun: false });
  });

  it('can’t be seen where reading fails: this run stops with a report, and takes back what it made', async () => {
    const tools = fakeTools({ writes: made, reads: { '/a': [new Error('Bad gateway.')] } });
    const report = await apply(plan, tools, 'rollBack');
    expect(report.failure).toMatchObject({ anotherRun: false, error: { message: 'Bad gateway.' } });
    expect(tools.events.slice(-1)).toEqual(['DELETE /a/A2']);
    expect(statuses(report)).toEqual({ z: 'left', a: 'failed', b: 'not begun' });
  });

  describe('that has gone on from what this one made', () => {
    const linked = creating('c', {
      sought: soughtBy('links', { path: '/links/{a}', match: { to: '{a}' } }),
    });
    const unknown = creating('d', { sought: soughtBy('deep', { path: '/deep/{b}' }) });
    const failing = planOf(creating('a'), creating('b'), linked, unknown);
    const writes = { 'POST /a': ok({ id: 'A1' }), 'POST /b': refused('Bad gateway.') };

    it('keeps it from being taken back, and the report says so', async () => {
      const reads = { '/links/A1': [[{ id: 'L1', to: 'A1' }]] };
      const tools = fakeTools({ writes, reads });
      const report = await apply(failing, tools, 'rollBack');
      expect(tools.events).toEqual(['POST /a', 'POST /b', 'read /links/A1']);
      expect(report.steps[0]).toMatchObject({
        ...{ status: 'left', reason: 'Another run has gone on from here: it made The c (L1)' },
      });
      expect(report.ids).toEqual({ a: 'A1' });
      expect(report.failure).toMatchObject({ anotherRun: false, error: { message: 'Bad gateway.' } });
    });

    it.each([
      ['is not there', []],
      ['has made something else', [{ id: 'L1', to: 'A9' }]],
    ])('is not thought of where it %s', async (_, links) => {
      const tools = fakeTools({ writes, reads: { '/links/A1': [links] } });
      await apply(failing, tools, 'rollBack');
      // What hangs on a step that was not carried out can't be looked for.
      expect(tools.events).toEqual(['POST /a', 'POST /b', 'read /links/A1', 'DELETE /a/A1']);
    });

    it('is not thought of where nobody can look, and not looked for where nothing is taken back', async () => {
      const blind = fakeTools({ writes, reads: { '/links/A1': [new Error('Bad gateway.')] } });
      await apply(failing, blind, 'rollBack');
      expect(blind.events.slice(-1)).toEqual(['DELETE /a/A1']);
      const keeping = fakeTools({ writes });
      await apply(failing, keeping, 'keep');
      expect(keeping.events).toEqual(['POST /a', 'POST /b']);
      const first = fakeTools({ writes: { 'POST /a': refused('No.') } });
      await apply(failing, first, 'rollBack');
      expect(first.events).toEqual(['POST /a']);
    });
  });
});
