import { z } from 'zod';
import { parseBody, parseQuery } from '../../../bridge/src/rest/validate';

describe('parseBody', () => {
  const schema = z.strictObject({
    name: z.string(),
    target: z
      .discriminatedUnion('type', [
        z.strictObject({ type: z.literal('a'), at: z.strictObject({ n: z.number() }) }),
        z.strictObject({ type: z.literal('b') }),
      ])
      .optional(),
    either: z.union([z.strictObject({ x: z.strictObject({ y: z.number() }) }), z.number()]).optional(),
  });
  const problem = (body: unknown): string => {
    try {
      parseBody(schema, body);
    } catch (error) {
      return (error as { detail: string }).detail;
    }
    throw new Error('the body was taken');
  };

  it('gives what is right', () => {
    expect(parseBody(schema, { name: 'n', target: { type: 'b' } })).toEqual({
      name: 'n',
      target: { type: 'b' },
    });
  });

  it.each([
    [undefined, 'the body: '],
    [[], 'the body: '],
    [{}, 'name: '],
    [{ name: 'n', other: 1 }, 'the body: Unrecognized key'],
    [{ name: 'n', target: { type: 'c' } }, 'target.type: '],
    [{ name: 'n', target: { type: 'a', at: { n: '1' } } }, 'target.at.n: '],
    [{ name: 'n', either: { x: { y: 'z' } } }, 'either.x.y: '],
  ])('names the field of %j', (body, start) => {
    expect(problem(body)).toMatch(new RegExp(`^${start.replace(/\./g, '\\.')}`));
  });

  it('never quotes a value, and is short', () => {
    const detail = problem({ name: { secret: '+14155550142' }, ['x'.repeat(5000)]: 1 });
    expect(detail).not.toContain('+1415');
    expect(detail.length).toBeLessThanOrEqual(200);
  });
});

describe('parseQuery', () => {
  it('has a code of its own', () => {
    const parse = () => parseQuery(z.strictObject({ limit: z.coerce.number().max(9) }), { limit: '10' });
    expect(parse).toThrow(expect.objectContaining({ code: 'QUERY_INVALID', status: 400 }));
  });
});
