import type { INodeOutputConfiguration } from 'n8n-workflow';

interface Parameters {
  outputs?: string;
  events?: unknown;
}

/**
 * One output for all events, or one for each value chosen in *Events*, in the order in which they were chosen: a new
 * one is added at the end and leaves the connections of the others alone. `*` stands for any event, `group:…` for those
 * of a group.
 *
 * Its source text becomes an expression that n8n evaluates in the editor and on the server, so it may use nothing
 * but its argument.
 */
export function eventOutputs(parameters: Parameters): INodeOutputConfiguration[] {
  const events: unknown[] = Array.isArray(parameters.events) ? parameters.events : [];
  if (parameters.outputs !== 'perEvent' || events.length === 0) return [{ type: 'main' }];
  return events.map((event) => {
    const name = String(event);
    const group = name.startsWith('group:') ? name.slice(6) + ' events' : name;
    return { type: 'main', displayName: name === '*' ? 'other events' : group };
  });
}

export const outputs = `={{ (${eventOutputs.toString()})($parameter) }}` as const;
