/** How api.twilio.com writes times: RFC 2822, whole seconds. */
export function apiTime(date: Date): string {
  return date.toUTCString().replace('GMT', '+0000');
}

/** How trunking.twilio.com writes times: ISO 8601, whole seconds. */
export function trunkingTime(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, 'Z');
}
