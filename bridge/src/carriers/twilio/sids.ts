/**
 * The shape of Twilio's ids. A signature covers names and values of a form as one joined text, so the borders between
 * fields can be moved without breaking it ("CallSid" = "CA…Called+1415…"). Only a value that is an id and nothing
 * more may be used as one. Source: Twilio docs, "Webhooks security" and "String Identifier (SID)".
 */
export function isCallSid(value: unknown): value is string {
  return typeof value === 'string' && /^CA[0-9a-f]{32}$/i.test(value);
}

export function isAccountSid(value: unknown): value is string {
  return typeof value === 'string' && /^AC[0-9a-f]{32}$/i.test(value);
}
