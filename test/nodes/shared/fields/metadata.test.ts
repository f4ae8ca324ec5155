import { metadataFrom } from '../../../../nodes/shared/fields/metadata';

it('reads rows, keeps the type of values, and leaves out rows without a name', () => {
  const entry = [
    { name: ' tenant ', value: 't-7' },
    { name: 'seats', value: 3 },
    { name: '', value: 'lost' },
    { value: 'lost' },
    null,
  ];
  expect(metadataFrom({ entry })).toEqual({ tenant: 't-7', seats: 3 });
});

it.each([undefined, null, {}, 'text', { entry: 'text' }])('is empty for %j', (value) => {
  expect(metadataFrom(value)).toEqual({});
});
