import { IDS, operationStage, picked, previewKeys } from '../../../../support/engineOperation';

const STORED = {
  id: IDS.phoneNumber,
  provider: 'byo-phone-number',
  number: '+14155550123',
  credentialId: IDS.file,
  createdAt: '2026-11-20T10:00:00.000Z',
};

describe('Get', () => {
  const stage = operationStage('phoneNumber', 'get', { phoneNumberId: picked(IDS.phoneNumber) });

  it('gives one small, flat item', async () => {
    stage.vapi.reply = () => ({ body: { ...STORED, orgId: 'org' } });
    const run = await stage.run();
    expect(stage.vapi.requests[0]).toMatchObject({ method: 'GET', path: `/phone-number/${IDS.phoneNumber}` });
    expect(run.output('Vapi')).toEqual([STORED]);
    expect(previewKeys('phoneNumber', 'get')).toEqual(expect.arrayContaining(Object.keys(STORED)));
  });
});

describe('Get Many', () => {
  const stage = operationStage('phoneNumber', 'getAll');

  it.each([
    ['nothing is searched', {}],
    ['the search is empty', { filters: { search: ' ' } }],
  ])('reads the list by creation time where %s', async (_, parameters) => {
    stage.vapi.reply = () => ({ body: [STORED] });
    const run = await stage.run({ limit: 5, ...parameters });
    expect(stage.vapi.requests).toHaveLength(1);
    expect(stage.vapi.requests[0]).toMatchObject({ path: '/phone-number', query: { limit: '5' } });
    expect(stage.vapi.requests[0]?.query).not.toHaveProperty('search');
    expect(run.output('Vapi')).toEqual([STORED]);
    expect(previewKeys('phoneNumber', 'getAll')).toEqual(expect.arrayContaining(Object.keys(STORED)));
  });

  it('keeps the filters by time', async () => {
    stage.vapi.reply = () => ({ body: [] });
    await stage.run({ filters: { createdAfter: '2026-11-01T00:00:00Z' } });
    expect(stage.vapi.requests[0]).toMatchObject({
      path: '/phone-number',
      query: { createdAtGt: '2026-11-01T00:00:00.000Z' },
    });
  });

  it('searches page by page, with times as filters', async () => {
    stage.vapi.reply = ({ query }) => ({
      body: {
        results: [{ ...STORED, id: `n-${query.page}` }],
        metadata: { hasNextPage: query.page === '1' },
      },
    });
    const run = await stage.run({
      returnAll: true,
      filters: { search: ' desk ', updatedBefore: '2026-12-01T00:00:00Z' },
    });
    expect(stage.vapi.requests.map(({ path, query }) => [path, query.search, query.page])).toEqual([
      ['/v2/phone-number', 'desk', '1'],
      ['/v2/phone-number', 'desk', '2'],
    ]);
    expect(stage.vapi.requests[0]?.query).toMatchObject({ updatedAtLt: '2026-12-01T00:00:00.000Z' });
    expect(run.output('Vapi').map(({ id }) => id)).toEqual(['n-1', 'n-2']);
  });

  it('refuses a search that Vapi would', async () => {
    const { error } = await stage.run({ filters: { search: 'x'.repeat(101) } });
    expect(error?.message).toMatch(/Search has 101 characters/);
    expect(stage.vapi.requests).toHaveLength(0);
  });
});

describe('Delete', () => {
  const stage = operationStage('phoneNumber', 'delete', { phoneNumberId: picked(IDS.phoneNumber) });

  it('says what is gone', async () => {
    const run = await stage.run();
    expect(stage.vapi.requests[0]).toMatchObject({
      method: 'DELETE',
      path: `/phone-number/${IDS.phoneNumber}`,
    });
    expect(run.output('Vapi')).toEqual([{ id: IDS.phoneNumber, deleted: true }]);
    expect(previewKeys('phoneNumber', 'delete')).toEqual(['id', 'deleted']);
  });
});
