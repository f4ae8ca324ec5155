import { twilioProblem } from '../../../../nodes/shared/twilio/restErrors';

const said = (status: number, code: number) => ({ code, message: 'What happened', more_info: '', status });

it.each<[number, number, string]>([
  [401, 20003, 'TWILIO_UNAUTHORIZED'],
  [403, 20003, 'TWILIO_FORBIDDEN'],
  [403, 20403, 'TWILIO_FORBIDDEN'],
  [401, 70051, 'TWILIO_FORBIDDEN'],
  [401, 20005, 'TWILIO_ACCOUNT_INACTIVE'],
  [403, 10001, 'TWILIO_ACCOUNT_INACTIVE'],
  [404, 20404, 'TWILIO_NOT_FOUND'],
  [429, 20429, 'TWILIO_RATE_LIMITED'],
  [400, 21404, 'TWILIO_TRIAL_ACCOUNT'],
  [403, 10002, 'TWILIO_TRIAL_ACCOUNT'],
  [400, 21248, 'TWILIO_DOMAIN_TAKEN'],
  [400, 21237, 'TWILIO_LIMIT_REACHED'],
  [400, 21244, 'TWILIO_LIMIT_REACHED'],
  [400, 21249, 'TWILIO_LIMIT_REACHED'],
  [400, 21236, 'TWILIO_STILL_IN_USE'],
  [409, 21241, 'TWILIO_STILL_IN_USE'],
  [400, 21243, 'TWILIO_SIP_LOGIN_REFUSED'],
  [400, 21422, 'TWILIO_NUMBER_NOT_FOR_SALE'],
  [400, 21452, 'TWILIO_NUMBER_NOT_FOR_SALE'],
  [400, 20001, 'TWILIO_REFUSED'],
  [409, 20409, 'TWILIO_REFUSED'],
  [408, 20408, 'TWILIO_FAILED'],
  [500, 20500, 'TWILIO_FAILED'],
  // With a 5xx it is not sure what was done, whatever else it says.
  [503, 21248, 'TWILIO_FAILED'],
])('HTTP %i with %i is %s', (status, code, expected) => {
  expect(twilioProblem(status, said(status, code))).toEqual({
    code: expected,
    text: `What happened (HTTP ${status}, Twilio error ${code})`,
  });
});

it.each<[unknown, string]>([
  ['Please sign in', 'Please sign in (HTTP 400)'],
  [undefined, 'no message (HTTP 400)'],
  [[], 'no message (HTTP 400)'],
  [{ code: 'x', message: 7 }, 'no message (HTTP 400)'],
])('reads %j, which comes from something in between', (answer, text) => {
  expect(twilioProblem(400, answer)).toEqual({ code: 'TWILIO_REFUSED', text });
});
