import type { INodeOutputConfiguration } from 'n8n-workflow';

interface Parameters {
  requests?: string | string[];
  outputs?: string;
}

/**
 * One output a ticked request, in the order of ticking, so that another one more does not move the wires; or a single
 * one for all.
 *
 * Its source text becomes an expression that n8n evaluates in the editor and on the server, so it may use nothing
 * but its argument.
 */
export function requestOutputs(parameters: Parameters): INodeOutputConfiguration[] {
  const names: Record<string, string> = {
    'assistant-request': 'Assistant',
    'campaign.predial': 'Pre-dial',
    'chat-completion': 'Custom LLM',
    'call.endpointing.request': 'Endpointing',
    'handoff-destination-request': 'Hand-off',
    'knowledge-base-request': 'Knowledge base',
    'transfer-destination-request': 'Transfer',
    'voice-request': 'Voice',
  };
  const requests = [parameters.requests ?? []].flat();
  if (parameters.outputs === 'single' || requests.length < 2) return [{ type: 'main' }];
  return requests.map((kind) => ({ type: 'main', displayName: names[kind] ?? kind }));
}

export const outputs = `={{ (${requestOutputs.toString()})($parameter) }}` as const;
