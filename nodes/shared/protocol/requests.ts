/**
 * What somebody asks of a workflow and waits for, besides tool calls: Vapi's server messages that want an answer
 * (their own type names), the model's turn of a custom LLM, and a call at a Twilio number.
 * Source: Vapi docs, server events; custom LLM.
 */
export type RequestKind =
  | 'assistant-request'
  | 'transfer-destination-request'
  | 'handoff-destination-request'
  | 'knowledge-base-request'
  | 'call.endpointing.request'
  | 'campaign.predial'
  | 'voice-request'
  | 'chat-completion'
  | 'incoming-call';
