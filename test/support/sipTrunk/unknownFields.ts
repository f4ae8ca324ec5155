import { asArray, asObject, asText, type JsonObject } from '../../../nodes/shared/protocol/json';
import type { WireRequest } from '../../emulators/twilio';
import { matchPath } from '../../emulators/twilio/trunking/route';
import type { ContractDocument } from './contractDocument';

/** Form fields and query parameters that the contract doesn't know: Prism lets them pass, Twilio ignores them. */
export function unknownFields(document: ContractDocument, request: WireRequest): string[] {
  const url = new URL(request.path, 'http://contract');
  const operation = operationOf(document, request.method, url.pathname);
  if (operation === undefined) return [];
  const content = asObject(asObject(operation.requestBody).content);
  const schema = asObject(asObject(content['application/x-www-form-urlencoded']).schema);
  const fields = Object.keys(asObject(schema.properties));
  const parameters = asArray(operation.parameters)
    .map(asObject)
    .filter((parameter) => parameter.in === 'query')
    .map(({ name }) => asText(name) ?? '');
  const body = new URLSearchParams(request.body);
  return [
    ...[...body.keys()].filter((name) => !fields.includes(name)).map((name) => `unknown form field ${name}`),
    ...[...url.searchParams.keys()]
      .filter((name) => !parameters.includes(name))
      .map((name) => `unknown query parameter ${name}`),
  ];
}

function operationOf(document: ContractDocument, method: string, path: string): JsonObject | undefined {
  for (const [pattern, item] of Object.entries(document.paths)) {
    const operation = item[method.toLowerCase()];
    if (operation !== undefined && matchPath(pattern, path)) return asObject(operation);
  }
  return undefined;
}
