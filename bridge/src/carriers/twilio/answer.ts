import VoiceResponse from 'twilio/lib/twiml/VoiceResponse';

const BUSY_MESSAGE = 'All lines are busy at the moment. Please call again in a few minutes.';

/** The name of the `<Parameter>` that carries the ticket (a query string would break the handshake, error 31920). */
export const TICKET_PARAMETER = 'ticket';

export interface StreamAnswer {
  /** `wss://…` */
  streamUrl: string;
  /** Where Twilio tells what became of the stream; a failed handshake is told nowhere else. */
  statusUrl: string;
  ticket: string;
  fallbackMessage: string;
  /** E.164 */
  fallbackNumber: string | undefined;
}

/**
 * TwiML that connects the call's audio to us. What follows `<Connect>` is done only when the socket closes without
 * the call having been ended by REST, that is when this process is gone.
 */
export function connectTwiml(answer: StreamAnswer): string {
  const { streamUrl, statusUrl, ticket, fallbackMessage, fallbackNumber } = answer;
  const response = new VoiceResponse();
  response
    .connect()
    .stream({ url: streamUrl, statusCallback: statusUrl, statusCallbackMethod: 'POST' })
    .parameter({ name: TICKET_PARAMETER, value: ticket });
  return bidFarewell(response, fallbackMessage, fallbackNumber);
}

/**
 * TwiML that speaks a sentence and connects the caller to a number, or hangs up where there is none. A call whose
 * `<Dial>` has ended, answered or not, ends with the document.
 * @param number E.164
 */
export function farewellTwiml(message: string, number?: string): string {
  return bidFarewell(new VoiceResponse(), message, number);
}

/** TwiML for a caller who can't be taken now. */
export function busyTwiml(): string {
  return farewellTwiml(BUSY_MESSAGE);
}

function bidFarewell(response: VoiceResponse, message: string, number: string | undefined): string {
  response.say(message);
  if (number === undefined) response.hangup();
  else response.dial(number);
  return response.toString();
}
