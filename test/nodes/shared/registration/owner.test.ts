import fc from 'fast-check';
import {
  isOwn,
  isSameTrigger,
  MARKER_HEADER,
  marked,
  markerOf,
  unmarked,
  type Owner,
  type Role,
} from '../../../../nodes/shared/registration/owner';

const owner: Owner = { workflowId: 'w1', nodeId: 'n1', mode: 'production', workflowName: 'Front desk' };
const text = fc.string({ unit: 'grapheme', minLength: 1 });

it('gives back what was marked, in a header that HTTP takes, for any name', () => {
  fc.assert(
    fc.property(
      fc.record({
        workflowId: text,
        nodeId: text,
        workflowName: fc.string({ unit: 'grapheme' }),
        mode: fc.constantFrom<Owner['mode']>('production', 'test'),
      }),
      fc.constantFrom<Role>('created', 'changed', 'ledger'),
      (one, role) => {
        const server = marked({ url: 'https://n8n.example.com', headers: { A: 'b' } }, one, role);
        expect(markerOf({ server })).toEqual({ ...one, role });
        const headers = server.headers as Record<string, string>;
        expect(headers.A).toBe('b');
        expect(headers[MARKER_HEADER]).toMatch(/^[\x21-\x7e]+$/);
        expect(isOwn(markerOf({ server }), one)).toBe(true);
      },
    ),
  );
});

it('takes the marker off again, in whatever case Vapi stores it, and nothing else', () => {
  const { headers } = marked({}, owner, 'changed') as { headers: Record<string, string> };
  const header = headers[MARKER_HEADER];
  expect(unmarked({ url: 'https://a.test', headers: { 'X-N8N-Registration': header, A: 'b' } })).toEqual({
    ...{ url: 'https://a.test', headers: { A: 'b' } },
  });
  expect(unmarked(marked({ url: 'https://a.test' }, owner, 'changed'))).toEqual({ url: 'https://a.test' });
});

it('finds the header in whatever case Vapi stores it', () => {
  const { headers } = marked({}, owner, 'created') as { headers: Record<string, string> };
  const server = { headers: { 'X-N8N-Registration': headers[MARKER_HEADER] } };
  expect(markerOf({ server })).toEqual({ ...owner, role: 'created' });
});

it.each<[string, object]>([
  ['no server', {}],
  ['no headers', { server: { url: 'https://x.example' } }],
  ['another text', { server: { headers: { [MARKER_HEADER]: 'mine' } } }],
  ['an unknown role', { server: { headers: { [MARKER_HEADER]: 'role=thief&workflow=w1&node=n1' } } }],
  ['no node', { server: { headers: { [MARKER_HEADER]: 'role=created&workflow=w1' } } }],
  ['no text', { server: { headers: { [MARKER_HEADER]: 7 } } }],
])('sees no marker in %s', (_, object) => {
  expect(markerOf(object as Record<string, unknown>)).toBeUndefined();
});

it('tells triggers and their modes apart', () => {
  const marker = { ...owner, role: 'created' as const };
  expect(isOwn(marker, owner)).toBe(true);
  expect(isOwn(marker, { ...owner, workflowName: 'Renamed' })).toBe(true);
  expect(isOwn(marker, { ...owner, mode: 'test' })).toBe(false);
  expect(isSameTrigger(marker, { ...owner, mode: 'test' })).toBe(true);
  expect(isSameTrigger(marker, { ...owner, nodeId: 'n2' })).toBe(false);
  expect(isSameTrigger(marker, { ...owner, workflowId: 'w2' })).toBe(false);
  expect(isSameTrigger(undefined, owner)).toBe(false);
});
