import type { JsonObject } from '../../../../nodes/shared/protocol/json';
import type { Read, Reader } from '../../../../nodes/VapiSipTrunk/plan/reader';
import {
  credentialIdIn,
  digitsOf,
  isSameNumber,
  readVapi,
} from '../../../../nodes/VapiSipTrunk/vapi/vapiWorld';
import { NUMBER, trunkSpec } from '../carriers/twilio/specs';

function readerOf(credentials: JsonObject[], numbers: JsonObject[]): Reader & { asked: Read[] } {
  const asked: Read[] = [];
  return {
    asked,
    get: () => Promise.resolve(undefined),
    list: (read) => {
      asked.push(read);
      return Promise.resolve(read.path === '/credential' ? credentials : numbers);
    },
  };
}

const sip = (id: string, createdAt: string, name = 'Support'): JsonObject => ({
  ...{ id, createdAt, name, provider: 'byo-sip-trunk' },
});

it('finds the credentials of the name, the oldest first', async () => {
  const reader = readerOf(
    [
      sip('c3', '2026-11-03T00:00:00.000Z'),
      sip('c1', '2026-11-01T00:00:00.000Z'),
      sip('c0', '2026-10-01T00:00:00.000Z', 'Other'),
      { ...sip('c9', '2026-10-01T00:00:00.000Z'), provider: 'twilio' },
    ],
    [],
  );
  const world = await readVapi(reader, trunkSpec());
  expect(world.credentials.map(({ id }) => id)).toEqual(['c1', 'c3']);
  expect(credentialIdIn(world)).toBe('c1');
  expect(credentialIdIn({ credentials: [], numbers: [] })).toBeUndefined();
});

it('finds the numbers of those credentials, and the wanted ones wherever they are', async () => {
  const reader = readerOf(
    [sip('c1', '2026-11-01T00:00:00.000Z')],
    [
      { id: 'p1', provider: 'byo-phone-number', credentialId: 'c1', number: '+442071838750' },
      { id: 'p2', provider: 'twilio', number: NUMBER },
      { id: 'p3', provider: 'byo-phone-number', credentialId: 'c2', number: NUMBER.slice(1) },
      { id: 'p4', provider: 'byo-phone-number', credentialId: 'c2', number: '+12125550100' },
      { id: 'p5', provider: 'vapi', sipUri: 'sip:x@sip.vapi.ai' },
      // A provider of its own may name a credential of the same ID space.
      { id: 'p6', provider: 'vonage', credentialId: 'c1', number: '+12125550101' },
    ],
  );
  const { numbers } = await readVapi(reader, trunkSpec());
  expect(numbers.map(({ id }) => id)).toEqual(['p1', 'p2', 'p3']);
});

it.each([
  [{ assistantId: 'a/1' }, '/assistant/a%2F1', 'assistant a/1'],
  [{ squadId: 's1' }, '/squad/s1', 'squad s1'],
])('looks whether %j, who is to answer, is there', async (answeredBy, path, missing) => {
  const got: string[] = [];
  const reader = (there: boolean): Reader => ({
    ...readerOf([], []),
    get: (read) => {
      got.push(`${read.service} ${read.path}`);
      return Promise.resolve(there ? { id: 'x' } : undefined);
    },
  });
  const spec = { ...trunkSpec(), answeredBy };
  expect((await readVapi(reader(false), spec)).missingAnswerer).toBe(missing);
  expect(await readVapi(reader(true), spec)).not.toHaveProperty('missingAnswerer');
  expect(got).toEqual([`vapi ${path}`, `vapi ${path}`]);
});

it('looks up nobody where nobody or a server is to answer', async () => {
  const reader: Reader = { ...readerOf([], []), get: () => Promise.reject(new Error('asked')) };
  for (const answeredBy of [{}, { server: { url: 'https://x.test' } }])
    expect(await readVapi(reader, { ...trunkSpec(), answeredBy })).not.toHaveProperty('missingAnswerer');
});

it('takes no number without digits for one that is wanted', async () => {
  const reader = readerOf(
    [],
    [
      { id: 'p1', provider: 'vapi' },
      { id: 'p2', provider: 'vapi', number: '' },
    ],
  );
  expect((await readVapi(reader, trunkSpec())).numbers).toEqual([]);
});

it('reads numbers before credentials, so that the credential of each is seen', async () => {
  const reader = readerOf([], []);
  await readVapi(reader, trunkSpec());
  expect(reader.asked.map(({ path }) => path)).toEqual(['/phone-number', '/credential']);
});

it.each([
  ['+1 (415) 555-0123', '14155550123'],
  ['0049', '0049'],
  ['', ''],
])('compares "%s" by its digits', (number, digits) => {
  expect(digitsOf(number)).toBe(digits);
});

it.each<[unknown, string, boolean]>([
  ['14155550123', NUMBER, true],
  ['+1 (415) 555-0123', NUMBER, true],
  ['sales', 'sales', true],
  ['sales', 'support', false],
  ['desk1', 'sales1', false],
  ['desk1', '1', false],
  ['+', '-', false],
  ['', '', false],
  [undefined, 'sales', false],
  [undefined, NUMBER, false],
])('takes %j for the wanted %j: %s', (number, wanted, same) => {
  expect(isSameNumber(number, wanted)).toBe(same);
});

it('reads no number of another name, and none without a number, for one that is a name', async () => {
  const reader = readerOf(
    [],
    [
      { id: 'p1', provider: 'vapi' },
      { id: 'p2', provider: 'byo-phone-number', credentialId: 'c9', number: 'support' },
      { id: 'p3', provider: 'byo-phone-number', credentialId: 'c9', number: 'sales' },
    ],
  );
  const world = await readVapi(reader, trunkSpec({ numbers: [{ e164: 'sales', inVapi: 'sales' }] }));
  expect(world.numbers.map(({ id }) => id)).toEqual(['p3']);
});
