import { z } from 'zod';
import { e164, sentence, sipUri, spokenByCarrier } from '../rest/fields';

/**
 * The bodies of `POST /v1/sessions/{id}/control`, the same as those of Vapi's control URL.
 * Source: Vapi docs, "Live call control"; Vapi's API, `ClientInboundMessage`.
 */

const say = z
  .strictObject({
    type: z.literal('say'),
    content: sentence,
    endCallAfterSpoken: z.boolean().optional(),
    interruptionsEnabled: z.boolean().optional(),
    interruptAssistantEnabled: z.boolean().optional(),
  })
  .meta({ title: 'SayCommand', description: 'The assistant says this.' });

const addMessage = z
  .strictObject({
    type: z.literal('add-message'),
    message: z.strictObject({
      role: z.enum(['system', 'user', 'assistant', 'tool', 'function']),
      // Instructions and documents are longer than what is said.
      content: z.string().min(1).max(32_000),
    }),
    triggerResponseEnabled: z.boolean().optional(),
  })
  .meta({ title: 'AddMessageCommand', description: 'Adds a message to the conversation.' });

const control = z
  .strictObject({
    type: z.literal('control'),
    control: z.enum([
      'mute-assistant',
      'unmute-assistant',
      'mute-customer',
      'unmute-customer',
      'say-first-message',
    ]),
  })
  .meta({ title: 'ControlCommand', description: 'Mutes one side, or has the first message said.' });

const endCall = z
  .strictObject({ type: z.literal('end-call') })
  .meta({ title: 'EndCallCommand', description: 'The assistant ends the call; its last words are played.' });

const handoff = z
  .strictObject({
    type: z.literal('handoff'),
    destination: z.looseObject({ type: z.enum(['assistant', 'squad']) }),
    content: sentence.optional(),
  })
  .meta({ title: 'HandoffCommand', description: 'Another assistant takes over. Experimental at Vapi.' });

const target = {
  message: spokenByCarrier.optional().meta({
    description:
      'Said to the caller before it rings. With Twilio and Telnyx, at most 4000 characters as a document.',
  }),
  callerId: e164.optional().meta({ description: "Shown there; the caller's number when missing." }),
  whisper: spokenByCarrier.optional().meta({
    description: 'Said to whoever answers, before the two are connected; with Vonage not at SIP addresses.',
  }),
  timeoutSeconds: z.number().int().min(5).max(600).optional().meta({
    description:
      'How long it may ring; 30 s when missing. Telnyx and Vonage let it ring for 120 s at the most.',
  }),
};
const transfer = z
  .strictObject({
    type: z.literal('transfer'),
    destination: z.discriminatedUnion('type', [
      z.strictObject({ type: z.literal('number'), number: e164, ...target }),
      z.strictObject({ type: z.literal('sip'), sipUri, ...target }),
    ]),
    content: spokenByCarrier.optional(),
  })
  .meta({
    title: 'TransferCommand',
    description: 'The bridge hands the caller over at the carrier; `message` or `content` is said before.',
  });

const dtmf = z
  .strictObject({
    type: z.literal('dtmf'),
    digits: z.string().regex(/^[0-9*#A-D]{1,32}$/, 'must be 1 to 32 keys: 0-9, *, #, A-D'),
  })
  .meta({ title: 'DtmfCommand', description: "The far end of the line hears the keys' tones." });

const KNOWN = 'must be one of say, add-message, control, end-call, handoff, transfer, dtmf';

/** All commands for a live call. */
export const command = z
  .discriminatedUnion('type', [say, addMessage, control, endCall, handoff, transfer, dtmf], {
    error: KNOWN,
  })
  .meta({ title: 'Command' });

export type TransferCommand = z.infer<typeof transfer>;
export type Command = z.infer<typeof command>;
