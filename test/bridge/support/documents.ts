import { XMLParser } from 'fast-xml-parser';

/** What an XML document tells a carrier to do, as far as the bridge's documents go. */
export interface Document {
  /** The attributes of `<Connect><Stream>`; undefined: there is none. */
  stream: Record<string, string> | undefined;
  /** The `<Parameter>`s of the stream. */
  parameters: Record<string, string>;
  say: string | undefined;
  hangsUp: boolean;
  dials: string | undefined;
}

type Parameter = { name: string; value: string };

export function readDocument(xml: string): Document {
  // Numbers stay text: a telephone number has a plus.
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '',
    parseTagValue: false,
    parseAttributeValue: false,
    isArray: (name) => name === 'Parameter',
  });
  const { Response: response } = parser.parse(xml) as {
    Response: {
      Connect?: { Stream: Record<string, string> & { Parameter?: Parameter[] } };
      Say?: string;
      Hangup?: unknown;
      Dial?: string;
    };
  };
  const { Parameter: parameters = [], ...stream } = response.Connect?.Stream ?? {};
  return {
    stream: response.Connect ? stream : undefined,
    parameters: Object.fromEntries(parameters.map(({ name, value }) => [name, value])),
    say: response.Say,
    hangsUp: response.Hangup !== undefined,
    dials: response.Dial,
  };
}
