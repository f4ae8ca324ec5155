import type { IExecuteFunctions } from 'n8n-workflow';
import { resumeUrl } from '../../../../nodes/Vapi/waiting/resumeUrl';

function urlFor(given: string, id = 'node-1'): string {
  const context = {
    getNode: () => ({ id, name: 'Vapi' }),
    evaluateExpression: (expression: string) =>
      expression === '{{ $execution.resumeUrl }}' ? given : undefined,
  };
  return resumeUrl(context as unknown as IExecuteFunctions);
}

it.each([
  [
    'https://n8n.test/webhook-waiting/7?signature=abc',
    'https://n8n.test/webhook-waiting/7/node-1?signature=abc',
  ],
  ['https://n8n.test/base/hooks/7?signature=a%2Fb', 'https://n8n.test/base/hooks/7/node-1?signature=a%2Fb'],
  // Before n8n 2.16 there were no tokens.
  ['https://n8n.test/webhook-waiting/7', 'https://n8n.test/webhook-waiting/7/node-1'],
])('puts the node before the token: %s', (given, wanted) => {
  expect(urlFor(given)).toBe(wanted);
});

it('writes an ID so that it stays one part of the path', () => {
  expect(urlFor('https://n8n.test/webhook-waiting/7?signature=abc', 'a/b?c')).toBe(
    'https://n8n.test/webhook-waiting/7/a%2Fb%3Fc?signature=abc',
  );
});

it.each([
  ['http://n8n.test/webhook-waiting/7?signature=abc', /does not begin with https/],
  ['https://localhost:5678/webhook-waiting/7?signature=abc', /local network/],
  ['https://10.0.0.5/webhook-waiting/7?signature=abc', /not a public address/],
  ['', /not a URL/],
])('refuses what Vapi could not reach, without the token: %s', (given, problem) => {
  const place = (): string => urlFor(given);
  expect(place).toThrow(problem);
  expect(place).not.toThrow(/abc/);
  expect(place).toThrow(/No call was placed/);
});
