import type { JsonObject } from '../protocol/json';

/** What a trigger wants to be in Vapi. */
export interface Plan {
  /** The URL that Vapi is to call. */
  url: string;
  tools: WantedTool[];
  /** Assistants that are to have the tools. */
  toolAssistants: string[];
  /** What happens to a tool of the same name that somebody made by hand. */
  existingTools: 'refuse' | 'takeOver';
  servers: WantedServer[];
  /** Leaves out chosen objects that are gone from Vapi, instead of failing. */
  skipMissing?: boolean;
}

/** A function tool, by its name. */
export interface WantedTool {
  name: string;
  function: JsonObject;
  messages: JsonObject[];
  /** Without the marker. */
  server: JsonObject;
}

/** An assistant or phone number that is to post its messages here. */
export interface WantedServer {
  kind: 'assistant' | 'phone-number';
  id: string;
  /** Without the marker. */
  server: JsonObject;
  /** What `serverMessages` is to be, given what the assistant has now; undefined leaves it as it is. */
  serverMessages?: (current: readonly string[] | undefined) => string[] | undefined;
  /** Vapi asks for an assistant only at a number that has none of its own. */
  mustBeUnassigned?: boolean;
}

/** A plan with nothing in it. */
export function emptyPlan(url: string): Plan {
  return { url, tools: [], toolAssistants: [], existingTools: 'refuse', servers: [] };
}
