import type { IExecuteFunctions } from 'n8n-workflow';
import { flag, number, text } from '../../../../nodes/shared/form/fields';
import { formFor } from '../../../../nodes/shared/form/form';

const form = formFor([
  text({ displayName: 'Name', path: 'name', required: true }),
  number({ displayName: 'Port', path: 'at.port', default: 1, max: 9 }),
  flag({ displayName: 'On', path: 'on', default: false }),
]);

function contextOf(parameters: Record<string, unknown>): IExecuteFunctions {
  const context = {
    getNode: () => ({ name: 'Vapi', type: 'vapi', typeVersion: 1 }),
    getTimezone: () => 'Europe/Berlin',
    getNodeParameter: (name: string, _: number, fallback: unknown) =>
      name in parameters ? parameters[name] : fallback,
  };
  return context as unknown as IExecuteFunctions;
}

it('tells of every field that cannot be read, and reads the others', () => {
  const { body, problems } = form.readAll(contextOf({ name: ' ', port: 10, on: 'true' }), 0);
  expect(body).toEqual({ on: true });
  expect(problems).toEqual(['Name is missing', 'Port is "10", but has to be a whole number up to 9']);
});

it('has no problem with good ones', () => {
  const { body, problems } = form.readAll(contextOf({ name: 'a', port: 9 }), 0);
  expect([body, problems]).toEqual([{ name: 'a', at: { port: 9 } }, []]);
});

it('is where read stops at the first', () => {
  expect(() => form.read(contextOf({ name: '', port: 10 }), 0)).toThrow('Name is missing');
});
