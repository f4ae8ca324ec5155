export interface Reply {
  status: number;
  body: unknown;
}

/** An error in Twilio's shape. */
export function failure(status: number, code: number, message: string): Reply {
  const body = { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status };
  return { status, body };
}
