import { telnyxProblem } from '../../../../nodes/shared/telnyx/restErrors';

it.each<[number, string, string]>([
  [401, '10009', 'TELNYX_UNAUTHORIZED'],
  [403, '10010', 'TELNYX_FORBIDDEN'],
  [404, '10005', 'TELNYX_NOT_FOUND'],
  [429, '10011', 'TELNYX_RATE_LIMITED'],
  [409, '10012', 'TELNYX_DUPLICATE'],
  [422, '10012', 'TELNYX_DUPLICATE'],
  [422, '10015', 'TELNYX_REFUSED'],
  [400, '10015', 'TELNYX_REFUSED'],
  [408, '10008', 'TELNYX_FAILED'],
  [500, '10007', 'TELNYX_FAILED'],
  // With a 5xx it is not sure what was done, whatever else it says.
  [503, '10012', 'TELNYX_FAILED'],
])('HTTP %i with %s is %s', (status, code, expected) => {
  expect(telnyxProblem(status, { errors: [{ code, title: 'What', detail: 'Why' }] })).toEqual({
    code: expected,
    text: `What: Why (HTTP ${status}, Telnyx error ${code})`,
  });
});

it.each<[unknown, string]>([
  [
    {
      errors: [
        {
          code: '10015',
          title: 'Bad Request',
          detail: 'It is too long',
          source: { pointer: '/connection_name' },
        },
        { code: 10004, title: 'Missing required parameter' },
      ],
    },
    'Bad Request: It is too long (/connection_name); Missing required parameter (HTTP 422, Telnyx error 10015, 10004)',
  ],
  [{ errors: [{}] }, 'no message (HTTP 422)'],
  [{ errors: [] }, 'no message (HTTP 422)'],
  ['Please sign in', 'Please sign in (HTTP 422)'],
  [undefined, 'no message (HTTP 422)'],
])('shows all of %j', (answer, text) => {
  expect(telnyxProblem(422, answer)).toEqual({ code: 'TELNYX_REFUSED', text });
});
