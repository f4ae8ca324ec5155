import { answer, body, open, pathParameter, refusals, type Paths } from '../describe';

const name = pathParameter('name', 'As it is configured.');
const anything = { type: 'object' };

/** What Vapi asks, on its way to n8n. */
export const gatewayPaths: Paths = {
  '/vapi/webhook/{name}': {
    post: {
      ...{
        operationId: 'forwardWebhook',
        tags: ['Gateways'],
        summary: "The server URL of Vapi's assistants.",
      },
      description:
        'Goes on to n8n; whatever becomes of it there, tool calls are answered with valid results.',
      security: open,
      parameters: [name],
      requestBody: body(anything),
      responses: { 200: answer('As Vapi wants it.', anything), ...refusals(400, 401, 404) },
    },
  },
  '/llm/{name}/chat/completions': {
    post: {
      ...{ operationId: 'forwardCompletion', tags: ['Gateways'], summary: 'A custom LLM for Vapi.' },
      description: "Goes on to n8n; its streaming answer becomes OpenAI's server-sent events.",
      security: open,
      parameters: [name],
      requestBody: body(anything),
      responses: {
        200: {
          description: 'The completion, token by token.',
          content: { 'text/event-stream': { schema: { type: 'string' } } },
        },
        ...refusals(400, 401, 404),
      },
    },
  },
};
