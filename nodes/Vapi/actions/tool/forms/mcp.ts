import type { Vapi } from '@vapi-ai/server-sdk';
import { choice, json, text } from '../../../../shared/form/fields';
import type { FieldOf } from '../../../../shared/form/form';
import { serverFields } from '../../../../shared/form/server';
import { optionalFunction } from './optionalFunction';
import type { ToolForm } from './toolForm';

type Fields = ReadonlyArray<FieldOf<Vapi.CreateMcpToolDto>>;

const main = (creating: boolean): Fields => [
  text({
    displayName: 'Server URL',
    name: 'serverUrl',
    path: 'server.url',
    required: creating,
    placeholder: 'e.g. https://n8n.example.com/mcp/clinic',
    description: 'Of the MCP server, such as an MCP Server Trigger of n8n',
  }),
];

const more: Fields = [
  choice({
    displayName: 'Protocol',
    name: 'protocol',
    path: 'metadata.protocol',
    default: 'shttp',
    options: [
      { name: 'Server-Sent Events (Deprecated)', value: 'sse' },
      { name: 'Streamable HTTP', value: 'shttp' },
    ],
  }),
  json({
    displayName: 'Messages of Single Tools (JSON)',
    name: 'toolMessages',
    path: 'toolMessages',
    kind: 'array',
    placeholder: 'e.g. [{ "name": "lookup", "messages": [] }]',
    description: 'For tools of the MCP server that need other messages; an empty list means none of its own',
  }),
  ...serverFields,
];

/** Source: OpenAPI CreateMcpToolDTO, McpToolMetadata. */
export const mcpTool: ToolForm = {
  type: 'mcp',
  name: 'MCP',
  description: 'Brings in all the tools of an MCP server',
  messages: 'waiting',
  main,
  more: [...more, ...optionalFunction],
};
