import type { CallResult } from '../emulators/twilio';
import type { EmulatedCall } from '../emulators/vapi';
import { loadSpeech } from '../support/wav';
import { padded, spokenFrames } from '../world/audio';

/** Fails the demo with one line. */
export function check(condition: boolean, problem: string): asserts condition {
  if (!condition) throw new Error(problem);
}

/**
 * The call's audio against the recordings, byte by byte: nothing missing, nothing twice, nothing out of order.
 *
 * @param assistant recordings that the assistant plays, in order
 * @param caller recordings that the caller plays, in order
 */
export function checkAudio(
  call: EmulatedCall,
  heard: CallResult,
  { assistant, caller }: { assistant: readonly string[]; caller: readonly string[] },
): void {
  const recorded = (names: readonly string[]): Buffer =>
    Buffer.concat(names.map((name) => padded(loadSpeech(name))));
  check(
    spokenFrames(heard.played).equals(recorded(assistant)),
    'The caller did not hear exactly what the assistant said.',
  );
  check(
    spokenFrames(call.audioReceived).equals(recorded(caller)),
    'Vapi did not receive exactly what the caller said.',
  );
}
