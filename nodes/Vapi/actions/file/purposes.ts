import type { INodePropertyOptions } from 'n8n-workflow';

/** What a file is for. Source: Vapi API reference, CreateFileDTO. */
export const PURPOSES: INodePropertyOptions[] = [
  { name: 'Assistant', value: 'assistant' },
  { name: 'Composer Attachment', value: 'composer-attachment' },
  { name: 'Knowledge Base', value: 'knowledge-base-v2' },
];
