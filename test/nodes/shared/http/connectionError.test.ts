import {
  connectionProblem,
  connectionProblemInFull,
  wasNoConnection,
} from '../../../../nodes/shared/http/connectionError';

const URL = 'https://storage.example.com/x?sig=secret';

it.each([
  [{ code: 'ENOTFOUND', message: URL }, 'there is no such host', true],
  [{ code: 'ECONNRESET', message: URL }, 'the connection broke off', false],
  // Told on connections that were there, too.
  [{ code: 'EHOSTUNREACH', message: URL }, 'the host cannot be reached', false],
  // As n8n reports it on requests with a credential.
  [{ httpCode: 'ECONNREFUSED', message: URL }, 'nobody listens there', true],
  [{ code: 'CERT_HAS_EXPIRED', message: URL }, 'the connection failed (CERT_HAS_EXPIRED)', false],
  [{ message: URL }, 'the connection failed', false],
  [{ code: 7 }, 'the connection failed', false],
  [undefined, 'the connection failed', false],
])('%j is told without the URL', (error, text, notSent) => {
  expect(connectionProblem(error)).toBe(text);
  expect(wasNoConnection(error)).toBe(notSent);
});

it.each([
  [{ code: 'ECONNRESET', message: 'aborted' }, 'the connection broke off'],
  [{ code: 'ENOSPC', message: 'no space left on device' }, 'no space left on device'],
  [{ code: 'EIO' }, 'the connection failed (EIO)'],
  [null, 'the connection failed'],
])('%j is told in full', (error, text) => {
  expect(connectionProblemInFull(error)).toBe(text);
});
