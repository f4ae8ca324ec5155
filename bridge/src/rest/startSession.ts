import { z } from 'zod';
import type { OutboundCall } from '../intake';
import { e164, metadata } from './fields';

const name = z.string().trim().min(1).max(200);

/** The body of `POST /v1/sessions`: a call to be placed. */
export const startSession = z
  .strictObject({
    to: e164,
    from: e164.optional(),
    carrier: name
      .optional()
      .meta({ description: 'Such as twilio; the first that can place calls when missing.' }),
    assistantId: name.optional(),
    assistant: z
      .record(z.string(), z.unknown())
      .optional()
      .meta({ description: 'As in POST /call of Vapi.' }),
    squadId: name.optional(),
    variableValues: z.record(z.string(), z.unknown()).optional(),
    metadata: metadata.optional(),
    machineDetection: z.boolean().optional(),
    record: z.boolean().optional(),
    timeoutSeconds: z
      .number()
      .int()
      .min(5)
      .max(600)
      .optional()
      .meta({ description: 'How long it may ring.' }),
  })
  .refine(
    ({ assistantId, assistant, squadId }) =>
      [assistantId, assistant, squadId].filter((each) => each !== undefined).length <= 1,
    'must name one of assistantId, assistant and squadId at most',
  )
  .meta({ title: 'StartSession' });

export type StartSession = z.infer<typeof startSession>;

/** The call that a body asks for. */
export function toOutboundCall({ assistantId, assistant, squadId, ...call }: StartSession): OutboundCall {
  if (assistantId !== undefined) return { ...call, assistant: { assistantId } };
  if (squadId !== undefined) return { ...call, assistant: { squadId } };
  return assistant === undefined ? call : { ...call, assistant: { assistant } };
}
