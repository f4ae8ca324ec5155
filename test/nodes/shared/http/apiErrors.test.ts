import { ERRORS } from '../../../../nodes/shared/errors';
import { codeOfAnswer, codeOfSilence, messageOf, readable } from '../../../../nodes/shared/http/apiErrors';

const GET = { method: 'GET', path: '/call/1' };
const CALL = { method: 'POST', path: '/call' };
const CREATE = { method: 'POST', path: '/assistant' };

// Messages as Vapi's API was seen to give them (vapi-api.md, "Errors").
it.each<[number, string, typeof GET, string]>([
  [400, 'name must be shorter than or equal to 40 characters', CREATE, 'API_BAD_REQUEST'],
  [
    400,
    'customer.number must be a valid phone number in the E.164 format. Hot tip, you may be missing the country code (Eg. US: +1).',
    CALL,
    'API_NOT_E164',
  ],
  [400, 'phoneNumberId must be a UUID', CALL, 'API_NOT_AN_ID'],
  [400, 'property foo should not exist', CREATE, 'API_UNKNOWN_FIELD'],
  [
    400,
    "Couldn't Get Assistant. Need Either `assistant`, `assistantId`, `squad`, Or `squadId`.",
    CALL,
    'API_NO_ASSISTANT',
  ],
  [
    400,
    "Couldn't Get Phone Number. Need Either `phoneNumberId` Or `phoneNumber`.",
    CALL,
    'API_NO_PHONE_NUMBER',
  ],
  [400, 'Numbers Bought On Vapi Have A Daily Outbound Call Limit.', CALL, 'API_FREE_NUMBER_LIMIT'],
  [
    400,
    "Couldn't validate SIP trunk credential. SIP gateway creation failed.",
    { method: 'POST', path: '/credential' },
    'API_SIP_GATEWAY',
  ],
  [401, 'Invalid Key.', GET, 'API_UNAUTHORIZED'],
  [402, 'Wallet frozen', CALL, 'API_PAYMENT_REQUIRED'],
  [403, 'error code: 1010', GET, 'API_TURNED_AWAY'],
  [403, 'Forbidden resource', GET, 'API_FORBIDDEN'],
  [404, 'Not Found', GET, 'API_NOT_FOUND'],
  [404, 'Cannot GET /credential', { method: 'GET', path: '/credential' }, 'API_NO_CREDENTIALS'],
  [405, 'Method Not Allowed', { method: 'DELETE', path: '/credential/1' }, 'API_NO_CREDENTIALS'],
  [409, 'In use', { method: 'DELETE', path: '/tool/1' }, 'API_CONFLICT'],
  [413, 'request entity too large', CALL, 'API_REQUEST_TOO_LARGE'],
  [422, 'Unprocessable', CREATE, 'API_BAD_REQUEST'],
  [429, 'Too Many Requests', GET, 'API_RATE_LIMITED'],
  [301, 'no message', GET, 'API_REDIRECTED'],
  [500, 'Internal', GET, 'API_FAILED'],
  [500, 'Internal', CREATE, 'API_FAILED_CREATE'],
  [503, 'Unavailable', CALL, 'API_FAILED_CALL'],
  [500, 'phoneNumberId must be a UUID', CALL, 'API_FAILED_CALL'],
  [408, 'Timeout', CALL, 'API_FAILED_CALL'],
])('%d %s', (status, message, request, code) => {
  expect(codeOfAnswer(status, message, request)).toBe(code);
  expect(ERRORS).toHaveProperty(code);
});

it('does not ask what a POST has done that only reads', () => {
  const read = { method: 'POST', path: '/analytics', repeatable: 'always' } as const;
  expect(codeOfAnswer(500, 'Internal', read)).toBe('API_FAILED');
  expect(codeOfSilence(read)).toBe('API_UNREACHABLE');
});

it('says what may have been done when no answer came', () => {
  expect([GET, CALL, CREATE].map(codeOfSilence)).toEqual([
    'API_UNREACHABLE',
    'API_UNREACHABLE_CALL',
    'API_UNREACHABLE_CREATE',
  ]);
});

describe('the message', () => {
  it.each<[unknown, string]>([
    [{ message: ['a must be b', 'c should not exist'] }, 'a must be b; c should not exist'],
    [{ message: 'No', error: 'Bad Request' }, 'No'],
    [{ message: '', error: 'Bad Request' }, 'Bad Request'],
    [{ error: 'Bad Request' }, 'Bad Request'],
    [{}, 'no message'],
    [null, 'no message'],
    ['', 'no message'],
    [5, 'no message'],
    ['plain words', 'plain words'],
  ])('of %j', (answer, expected) => {
    expect(messageOf(answer)).toBe(expected);
  });

  it('of a web page is its words', () => {
    const page =
      '<!DOCTYPE html><html><head><style>p{color:red}</style><title>502 Bad Gateway</title></head>\n<body><p>nginx</p><script>x()</script></body></html>';
    expect(readable(page)).toBe('502 Bad Gateway nginx');
  });

  it('is short, and quick to make even of a hostile page', () => {
    expect(readable('x'.repeat(1_000_000))).toHaveLength(200);
    expect(readable(`<${'<script'.repeat(100_000)}`).length).toBeLessThanOrEqual(200);
  });
});
