import type { INodeOutputConfiguration } from 'n8n-workflow';

interface Parameters {
  tools?: { tool?: Array<{ name?: string }> };
  unknownTools?: string;
}

/**
 * One output a tool, in the order of the list, and one for all others if the builder wants it. Without declared
 * tools there is one output for every call.
 *
 * Its source text becomes an expression that n8n evaluates in the editor and on the server, so it may use nothing
 * but its argument.
 */
export function toolOutputs(parameters: Parameters): INodeOutputConfiguration[] {
  const rows = parameters.tools?.tool ?? [];
  const names = rows.map((row) => String(row.name || '').trim() || 'Unnamed');
  if (rows.length === 0) names.push('Tool call');
  else if (parameters.unknownTools === 'output') names.push('Other tools');
  return names.map((name, index) => {
    if (index >= rows.length || name === 'Unnamed') return { type: 'main', displayName: name };
    // Calls go to the first output of that name.
    const again = names.indexOf(name) < index;
    // No call comes with such a name: Vapi refuses it.
    const unfit = !/^[A-Za-z0-9_-]{1,64}$/.test(name);
    const remark = again ? ' (named twice)' : unfit ? ' (not a valid name)' : '';
    return { type: 'main', displayName: name + remark };
  });
}

export const outputs = `={{ (${toolOutputs.toString()})($parameter) }}` as const;
