import { resources } from '../../../nodes/Vapi/actions/resources';

/** Every operation of the Vapi node, as `resource.operation`. */
export const registeredOperations: readonly string[] = Object.entries(resources).flatMap(
  ([resource, { operations }]) => Object.keys(operations).map((operation) => `${resource}.${operation}`),
);
