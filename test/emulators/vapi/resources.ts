/** The kinds of objects that are stored as they are sent. */
export const RESOURCES = [
  ...(['assistant', 'phone-number', 'tool', 'credential', 'squad', 'file', 'campaign', 'chat'] as const),
  ...(['session', 'structured-output', 'knowledge-base', 'eval'] as const),
];

export type Resource = (typeof RESOURCES)[number];
