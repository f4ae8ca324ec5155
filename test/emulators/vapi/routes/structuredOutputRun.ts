import { randomUUID } from 'node:crypto';
import { ApiError } from '../apiError';
import { checkStructuredOutputRun } from '../bodyRules';
import { type JsonObject, isObject, objectAt } from '../json';
import type { Org } from '../org';
import { type Exchange, type Route, ok } from '../routing';
import { asBody } from '../rules';

/** `POST /structured-output/run`, answered with 200. */
export function runRoute(org: Org): Route {
  return { method: 'POST', path: '/structured-output/run', act: (exchange) => run(org, exchange) };
}

/**
 * A preview answers the result, in the shape in which a call's `artifact.structuredOutputs` holds it; that it is
 * this shape is an assumption. A real run changes the calls and answers that it was begun (SDK:
 * StructuredOutputRerunResponse).
 */
function run(org: Org, { body: raw }: Exchange) {
  const body = asBody(raw);
  checkStructuredOutputRun(body, 'POST /structured-output/run');
  const id = typeof body.structuredOutputId === 'string' ? body.structuredOutputId : randomUUID();
  const stored = org.resources['structured-output'];
  const output = objectAt(body, 'structuredOutput') ?? stored.get(id);
  const callIds = Array.isArray(body.callIds) ? body.callIds.map(String) : [];
  for (const callId of callIds)
    if (org.callToApi(callId).status !== 'ended') throw new ApiError(400, `Call ${callId} Has Not Ended.`);
  const entry = { [id]: { name: output.name, result: example(objectAt(output, 'schema')) } };
  if (body.previewEnabled === true) return ok(entry);
  for (const callId of callIds) org.addStructuredOutputs(callId, entry);
  return ok({
    workflowId: randomUUID(),
    message: `Structured output run started for ${callIds.length} call(s).`,
  });
}

/** A value that fits a JSON schema, always the same one. */
export function example(schema: JsonObject | undefined): unknown {
  if (Array.isArray(schema?.enum)) return schema.enum[0] as unknown;
  switch (schema?.type) {
    case 'object': {
      const properties = Object.entries(objectAt(schema, 'properties') ?? {});
      return Object.fromEntries(
        properties.map(([name, inner]) => [name, example(isObject(inner) ? inner : undefined)]),
      );
    }
    case 'array':
      return [example(objectAt(schema, 'items'))];
    case 'number':
    case 'integer':
      return 1;
    case 'boolean':
      return true;
    default:
      return 'text';
  }
}
