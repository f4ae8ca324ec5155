import { downloadUrlProblem } from '../../../nodes/shared/downloadUrl';

it.each([
  'https://storage.example.com/calls/x.wav?X-Amz-Signature=1',
  'https://account.r2.cloudflarestorage.com/x',
  'https://bucket.s3.eu-central-1.amazonaws.com:8443/x',
  'https://93.184.215.14/x',
])('reads %s', (address) => {
  expect(downloadUrlProblem(address)).toBeUndefined();
});

it.each([
  ['', 'it is not a URL'],
  ['/relative', 'it is not a URL'],
  ['http://storage.example.com/x?sig=secret', 'storage.example.com does not begin with https:'],
  ['ftp://storage.example.com/x', 'storage.example.com does not begin with https:'],
  ['file:///etc/passwd', 'file: does not begin with https:'],
  ['data:text/plain,x', 'data: does not begin with https:'],
  ['https://me:pw@storage.example.com/x', 'for storage.example.com it holds a user name or password'],
  ['https://127.0.0.1/x', '127.0.0.1 is not a public address'],
  ['https://127.1/x', '127.0.0.1 is not a public address'],
  ['https://169.254.169.254/latest/meta-data', '169.254.169.254 is not a public address'],
  ['https://10.0.0.8:9000/x', '10.0.0.8:9000 is not a public address'],
  ['https://[::1]/x', '[::1] is not a public address'],
  ['https://[::ffff:127.0.0.1]/x', '[::ffff:7f00:1] is not a public address'],
  ['https://localhost/x', 'localhost is known in the local network only'],
  ['https://localhost./x', 'localhost. is known in the local network only'],
  ['https://minio.internal/x', 'minio.internal is known in the local network only'],
  ['https://minio/x', 'minio has no domain, so it is known in the local network only'],
])('refuses %s', (address, problem) => {
  expect(downloadUrlProblem(address)).toBe(problem);
});

describe('with a custom base URL', () => {
  it.each([
    ['http://127.0.0.1:9000/x', 'http://127.0.0.1:4010'],
    ['https://vapi.internal/x', 'https://vapi.internal/api/'],
    ['https://storage.example.com/x', 'http://127.0.0.1:4010'],
  ])('reads %s besides', (address, base) => {
    expect(downloadUrlProblem(address, base)).toBeUndefined();
  });

  it.each([
    ['http://127.0.0.2:9000/x', 'http://127.0.0.1:4010'],
    ['http://localhost:4010/x', 'http://127.0.0.1:4010'],
    ['http://vapi.internal/x', 'https://vapi.internal'],
    ['https://169.254.169.254/x', 'http://127.0.0.1:4010'],
    ['file:///etc/passwd', 'file:///etc'],
    ['http://127.0.0.1/x', ''],
  ])('refuses %s all the same', (address, base) => {
    expect(downloadUrlProblem(address, base)).toBeDefined();
  });
});
