import { fuzzVapi } from './vapi';

it('reads 20 000 damaged messages of Vapi', () => {
  const { messages, told, malformed, created } = fuzzVapi(20_000, 5);
  expect(messages).toBe(20_000);
  // All ways were gone.
  expect(told).toBeGreaterThan(1000);
  expect(malformed).toBeGreaterThan(2000);
  expect(created).toBeGreaterThan(200);
});
