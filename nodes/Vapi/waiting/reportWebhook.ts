import type { IWebhookDescription } from 'n8n-workflow';

/**
 * Where the report of a call comes in while the execution waits: `…/webhook-waiting/<execution>/<node>`. As a restart
 * webhook it exists only for waiting executions; publishing a workflow registers nothing.
 */
export const reportWebhook: IWebhookDescription = {
  name: 'default',
  httpMethod: 'POST',
  responseMode: 'onReceived',
  // Without it n8n would answer with the word "firstEntryJson".
  responseData: '',
  path: '={{ $nodeId }}',
  restartWebhook: true,
  isFullPath: true,
};

const nothingToDo = async (): Promise<boolean> => true;

/** n8n never calls these for a restart webhook, but its rules want them. */
export const reportWebhookMethods = {
  default: { checkExists: nothingToDo, create: nothingToDo, delete: nothingToDo },
};
