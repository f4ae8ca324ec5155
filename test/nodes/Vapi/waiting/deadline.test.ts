import { deadline } from '../../../../nodes/Vapi/waiting/deadline';

const NOW = Date.parse('2030-01-02T10:00:00Z');

it.each<[string, object, object[], number, string]>([
  ['ten minutes where the assistant says nothing', {}, [{}], 5, '2030-01-02T10:15:00.000Z'],
  ['ten minutes where nobody is known', {}, [], 0, '2030-01-02T10:10:00.000Z'],
  ['the maximum of the assistant', {}, [{ maxDurationSeconds: 60 }], 5, '2030-01-02T10:06:00.000Z'],
  ['that of whoever may talk longest', {}, [{ maxDurationSeconds: 60 }, {}], 0.5, '2030-01-02T10:10:30.000Z'],
  [
    'the latest start of a scheduled call',
    { schedulePlan: { earliestAt: '2030-01-03T08:00:00Z', latestAt: '2030-01-03T09:00:00Z' } },
    [{ maxDurationSeconds: 60 }],
    5,
    '2030-01-03T09:06:00.000Z',
  ],
  [
    'the earliest start where there is no latest',
    { schedulePlan: { earliestAt: '2030-01-03T08:00:00+01:00' } },
    [{ maxDurationSeconds: 60 }],
    5,
    '2030-01-03T07:06:00.000Z',
  ],
  [
    'now for a start that is over or no time',
    { schedulePlan: { earliestAt: '2029-01-01T00:00:00Z', latestAt: 'soon' } },
    [{ maxDurationSeconds: 60 }],
    0,
    '2030-01-02T10:01:00.000Z',
  ],
  [
    'a date that n8n can save for numbers beyond all measure',
    {},
    [{ maxDurationSeconds: 1e15 }],
    1e300,
    '3000-01-01T00:00:00.000Z',
  ],
])('counts from %s', (_, body, assistants, margin, wanted) => {
  expect(
    deadline(
      { ...body },
      assistants.map((one) => ({ ...one })),
      margin,
      NOW,
    ).toISOString(),
  ).toBe(wanted);
});
