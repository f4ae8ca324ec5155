/** Vonage's ids of calls are UUIDs, written with dashes (Vonage docs, "Voice API Webhooks Reference"). */
export function isCallUuid(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value);
}
