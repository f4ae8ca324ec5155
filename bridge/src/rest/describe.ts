import { z } from 'zod';

/** A JSON schema, of the dialect of OpenAPI 3.1 (JSON Schema 2020-12). */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** An operation of the OpenAPI document. */
export interface Operation {
  operationId: string;
  summary: string;
  description?: string;
  tags: [Tag];
  parameters?: readonly JsonSchema[];
  requestBody?: JsonSchema;
  responses: Readonly<Record<string, JsonSchema>>;
  /** Empty: anybody may; undefined: the bearer key is needed. */
  security?: readonly Readonly<Record<string, readonly string[]>>[];
  /** A WebSocket: OpenAPI has no word for it. */
  'x-websocket'?: true;
}

export type Tag = 'Sessions' | 'Recordings' | 'Events' | 'Gateways' | 'Carriers' | 'Service';
export type Method = 'get' | 'post' | 'delete';
/** By path, with parameters as `{name}`. */
export type Paths = Readonly<Record<string, Readonly<Partial<Record<Method, Operation>>>>>;

/** A schema of the components. */
export const ref = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });

/** A JSON schema of what a zod schema takes in. */
export function schemaOf(schema: z.ZodType): JsonSchema {
  const { $schema: _dialect, id: _id, ...rest } = z.toJSONSchema(schema, { io: 'input', reused: 'inline' });
  return rest;
}

export const json = (schema: JsonSchema): JsonSchema => ({ content: { 'application/json': { schema } } });
export const body = (schema: JsonSchema): JsonSchema => ({ required: true, ...json(schema) });
export const answer = (description: string, schema?: JsonSchema): JsonSchema => ({
  description,
  ...(schema && json(schema)),
});

/** The refusals of an operation, by status. */
export function refusals(...statuses: readonly number[]): Record<string, JsonSchema> {
  return Object.fromEntries(
    statuses.map((status) => [String(status), { $ref: `#/components/responses/Refusal${status}` }]),
  );
}

export const pathParameter = (name: string, description: string, schema?: JsonSchema): JsonSchema => ({
  ...{ name, in: 'path', required: true, description },
  schema: schema ?? { type: 'string' },
});

export const queryParameter = (name: string, description: string, schema: JsonSchema): JsonSchema => ({
  ...{ name, in: 'query', description, schema },
});

export const cursor = queryParameter('cursor', 'The nextCursor of the page before.', { type: 'string' });

/** The parameters of lists. */
export const paging: readonly JsonSchema[] = [
  queryParameter('limit', 'How many at most.', { type: 'integer', minimum: 1, maximum: 100, default: 20 }),
  cursor,
];

/** Of WebSockets that browsers open. */
export const ticketParameter = queryParameter('ticket', 'From POST /v1/tickets, in place of the key.', {
  type: 'string',
});

/** A page of a list. */
export const page = (field: string, item: JsonSchema): JsonSchema => ({
  type: 'object',
  required: [field, 'nextCursor'],
  properties: { [field]: { type: 'array', items: item }, nextCursor: { type: ['string', 'null'] } },
});

/** Anybody may. */
export const open: Operation['security'] = [];
