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
}

/**
 * TwiML that connects the call's audio to us. What follows `<Connect>` is spoken only when the socket closes without
 * the call having been ended by REST, that is when this process is gone.
 */
export function connectTwiml({ streamUrl, statusUrl, ticket, fallbackMessage }: StreamAnswer): string {
  const response = new VoiceResponse();
  response
    .connect()
    .stream({ url: streamUrl, statusCallback: statusUrl, statusCallbackMethod: 'POST' })
    .parameter({ name: TICKET_PARAMETER, value: ticket });
  return speak(response, fallbackMessage);
}

/** TwiML that speaks a sentence and hangs up. */
export function farewellTwiml(message: string): string {
  return speak(new VoiceResponse(), message);
}

/** TwiML for a caller who can't be taken now. */
export function busyTwiml(): string {
  return farewellTwiml(BUSY_MESSAGE);
}

function speak(response: VoiceResponse, message: string): string {
  response.say(message);
  response.hangup();
  return response.toString();
}
