import type { INodeProperties } from 'n8n-workflow';
import { apiRequestTool } from './apiRequest';
import { codeTool } from './code';
import { dtmfTool } from './dtmf';
import { endCallTool } from './endCall';
import { functionTool } from './function';
import { handoffTool } from './handoff';
import { integrationTools } from './integrations';
import { mcpTool } from './mcp';
import { otherTool } from './other';
import { queryTool } from './query';
import { sipRequestTool } from './sipRequest';
import { smsTool } from './sms';
import type { ToolForm } from './toolForm';
import { transferCallTool } from './transferCall';
import { voicemailTool } from './voicemail';

/** Every type of tool that has a form, and one for the rest. */
export const toolForms: readonly ToolForm[] = [
  functionTool,
  apiRequestTool,
  codeTool,
  dtmfTool,
  endCallTool,
  handoffTool,
  mcpTool,
  queryTool,
  sipRequestTool,
  smsTool,
  transferCallTool,
  voicemailTool,
  ...integrationTools,
  otherTool,
];

/** The choice between them. */
export function toolTypeProperty(description: string): INodeProperties {
  return {
    displayName: 'Tool Type',
    name: 'toolType',
    type: 'options',
    noDataExpression: true,
    options: toolForms
      .map(({ type, name, description: about }) => ({ name, value: type, description: about }))
      .sort((a, b) => a.name.localeCompare(b.name)),
    default: 'function',
    description,
  };
}
