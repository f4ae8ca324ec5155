/** How calls are handled; the same for all calls of a process. */
export interface CallSettings {
  /** What a caller hears when no assistant can be reached. */
  fallbackMessage: string;
  /** Whom the caller is connected to after the message (E.164); without it the call is hung up. */
  fallbackNumber: string | undefined;
  /** Whether the assistant's audio is sent in step with its playing; else it is passed on as it comes. */
  pacing: boolean;
  /** How much audio may lie unplayed at the carrier, in ms. */
  pacingLeadMs: number;
  /** Whether one new assistant is tried when the first is lost in mid-call. */
  reconnect: boolean;
  /** What becomes of the caller's keys: nothing, a message to the assistant, or a tone in the audio. */
  dtmf: 'off' | 'message' | 'tone';
  /** Whether the caller hears a tone while the assistant is not there. */
  waitingTone: boolean;
  /** An assistant that sends no audio at all for so long is taken for lost; 0: never. */
  assistantSilentMs: number;
}
