import { findSought, oldestFirst } from '../../../../nodes/VapiSipTrunk/plan/findSought';
import type { Sought } from '../../../../nodes/VapiSipTrunk/plan/plannedCall';
import type { Read, Reader } from '../../../../nodes/VapiSipTrunk/plan/reader';

const by = { match: { friendly_name: 'Support' }, id: 'sid', created: 'date_created' } as const;
const one = (sid: string, date_created: unknown, friendly_name = 'Support'): Record<string, unknown> => ({
  ...{ sid, date_created, friendly_name },
});

it('gives the oldest first, in either of the two ways to write a date', () => {
  const list = [
    one('B', 'Mon, 02 Nov 2026 10:00:01 +0000'),
    one('A', '2026-11-02T10:00:00Z'),
    one('C', '2026-11-02T09:59:59Z'),
  ];
  expect(oldestFirst(list, by).map(({ id }) => id)).toEqual(['C', 'A', 'B']);
});

it('decides by the ID within a second, so that two runs agree', () => {
  const list = [one('B', '2026-11-02T10:00:00Z'), one('A', '2026-11-02T10:00:00Z')];
  expect(oldestFirst(list, by).map(({ id }) => id)).toEqual(['A', 'B']);
  expect(oldestFirst([...list].reverse(), by).map(({ id }) => id)).toEqual(['A', 'B']);
});

it.each([undefined, null, 5, 'yesterday'])('puts what was made at "%s" last', (time) => {
  const list = [one('A', time), one('B', '2026-11-02T10:00:00Z')];
  expect(oldestFirst(list, by).map(({ id }) => id)).toEqual(['B', 'A']);
});

it('keeps only what fits in every property, to the letter', () => {
  const list = [
    one('A', '2026-11-02T10:00:00Z', 'support'),
    one('B', '2026-11-02T10:00:00Z', 'Support '),
    { sid: 'C', date_created: '2026-11-02T10:00:00Z' },
    one('D', '2026-11-02T10:00:00Z'),
  ];
  expect(oldestFirst(list, by)).toEqual([{ id: 'D', object: list[3] }]);
});

it('reads the list that it was told, with its rows', async () => {
  const asked: unknown[] = [];
  const reader: Reader = {
    get: () => Promise.resolve(undefined),
    list: (read: Read, rows?: string) => {
      asked.push([read, rows]);
      return Promise.resolve([one('A', '2026-11-02T10:00:00Z')]);
    },
  };
  const sought: Sought = {
    ...by,
    service: 'twilioTrunking',
    path: '/v1/Trunks',
    qs: { PageSize: 1000 },
    rows: 'trunks',
  };
  expect((await findSought(reader, sought)).map(({ id }) => id)).toEqual(['A']);
  await findSought(reader, { ...by, service: 'vapi', path: '/credential' });
  expect(asked).toEqual([
    [{ service: 'twilioTrunking', path: '/v1/Trunks', qs: { PageSize: 1000 } }, 'trunks'],
    [{ service: 'vapi', path: '/credential' }, undefined],
  ]);
});
