import { optionalFunction } from './optionalFunction';
import type { ToolForm } from './toolForm';

/** Source: OpenAPI CreateEndCallToolDTO. */
export const endCallTool: ToolForm = {
  type: 'endCall',
  name: 'End Call',
  description: 'Hangs up',
  messages: 'plain',
  main: () => [],
  more: optionalFunction,
};
