import type { CallerLine } from '../emulators/twilio';
import type { ConversationScript, EmulatedCall } from '../emulators/vapi';
import { loadSpeech } from '../support/wav';

/** The Friday that the caller asks about: the next one, at least a day away. */
export function nextFriday(today = new Date()): string {
  const days = (5 - today.getUTCDay() + 7) % 7 || 7;
  return new Date(today.getTime() + days * 86_400_000).toISOString().slice(0, 10);
}

/** The assistant's side of both calls. Vapi's stand-in plays it; tools are answered by the real n8n. */
export function assistantScript(friday: string): (call: EmulatedCall) => ConversationScript {
  return (call) => (call.transport === 'websocket' ? inbound(friday) : outbound());
}

function inbound(friday: string): ConversationScript {
  return [
    {
      type: 'say',
      text: 'Hello, this is the front desk of the Corner Clinic. How can I help you?',
      audio: loadSpeech('assistant-greeting'),
      burst: true,
    },
    { type: 'listen', minMs: 800, text: 'Hi, do you have an appointment free on Friday afternoon?' },
    { type: 'callTools', tools: [{ name: 'check_availability', arguments: { date: friday } }] },
    {
      type: 'say',
      text: "On Friday afternoon I have two o'clock or half past three.",
      audio: loadSpeech('assistant-offer'),
      burst: true,
    },
    { type: 'listen', minMs: 800, text: "Two o'clock is perfect. My name is Ada Lovelace." },
    {
      type: 'callTools',
      tools: [{ name: 'book_appointment', arguments: { date: friday, time: '14:00', name: 'Ada Lovelace' } }],
    },
    {
      type: 'say',
      text: "You are booked for Friday at two o'clock, Ada. Can I do anything else for you?",
      audio: loadSpeech('assistant-booked'),
      burst: true,
    },
    { type: 'listen', minMs: 800, text: 'No, that is all. Thank you, goodbye.', onTimeout: 'continue' },
    { type: 'waitForHangup', timeoutMs: 10_000 },
  ];
}

/** Nobody is on the line of an outbound call: it shows that the call is placed and its report arrives. */
function outbound(): ConversationScript {
  return [
    { type: 'say', text: 'Hello Grace, this is the Corner Clinic: your check-up is due.' },
    { type: 'wait', ms: 200 },
    { type: 'waitForHangup' },
  ];
}

/** What the assistant says in the inbound call, in order. */
export const assistantLines = ['assistant-greeting', 'assistant-offer', 'assistant-booked'] as const;

/** Each line that the caller says, once the assistant has finished its own. */
export const callerLines = ['caller-ask', 'caller-confirm', 'caller-bye'] as const;

/** The caller's side of the inbound call: a person who waits for the assistant, talks, and hangs up. */
export async function caller(line: CallerLine): Promise<void> {
  for (const name of callerLines) {
    await line.untilAssistantSilent({ minSpokenMs: 1_000, silenceMs: 600, timeoutMs: 20_000 });
    await line.play(loadSpeech(name));
  }
  await line.wait(1_200);
  line.hangUp();
}
