import { fuzzTwilio } from './twilio';

it('reads 20 000 damaged messages of Twilio', () => {
  const { messages, fast, slow, malformed } = fuzzTwilio(20_000, 5);
  expect(messages).toBe(20_000);
  // All ways were gone.
  expect(fast).toBeGreaterThan(1000);
  expect(slow).toBeGreaterThan(500);
  expect(malformed).toBeGreaterThan(5000);
});
