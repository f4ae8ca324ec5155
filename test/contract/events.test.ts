import { readFileSync } from 'node:fs';
import { explainEndedReason } from '../../nodes/shared/protocol/endedReasons';
import { ANY_EVENT, SERVER_EVENTS, serverMessagesFor } from '../../nodes/shared/protocol/events';
import { describeWith } from '../support/needs';
import { contractFile } from '../support/repo';

interface Schema {
  $ref?: string;
  enum?: string[];
  items?: Schema;
  properties?: Record<string, Schema>;
}

const path = contractFile('vapi-contract.json');

/** The values that a property may have, or the entries of a list. */
function valuesOf(definition: string, property: string): string[] {
  const { definitions } = JSON.parse(readFileSync(path!, 'utf8')) as { definitions: Record<string, Schema> };
  const resolve = (schema: Schema | undefined): Schema | undefined =>
    schema?.$ref === undefined ? schema : resolve(definitions[schema.$ref.split('/').pop() ?? '']);
  const schema = resolve(definitions[definition]?.properties?.[property]);
  return resolve(schema?.items ?? schema)?.enum ?? [];
}

/** They want an answer, so they are events of the other triggers. */
const REQUESTS = [
  'function-call',
  'tool-calls',
  'transfer-destination-request',
  'handoff-destination-request',
];

describeWith(path !== undefined, "Vapi's schemas beside the checkout", "events in Vapi's schemas", () => {
  const types = SERVER_EVENTS.map(({ type }) => type);

  it('are the ones that an assistant can be subscribed to', () => {
    const known = valuesOf('CreateAssistantDTO', 'serverMessages');
    expect(serverMessagesFor(types).every((type) => known.includes(type))).toBe(true);
    expect(known.filter((type) => !types.includes(type)).sort()).toEqual([...REQUESTS].sort());
  });

  it('are the ones that a campaign can be subscribed to', () => {
    const known = valuesOf('CreateCampaignDTO', 'serverMessages');
    expect(serverMessagesFor([ANY_EVENT], 'campaign').sort()).toEqual([...known].sort());
  });

  it('end for reasons that have an explanation each', () => {
    const reasons = valuesOf('ServerMessageEndOfCallReport', 'endedReason');
    expect(reasons.length).toBeGreaterThan(500);
    expect(reasons.filter((reason) => explainEndedReason(reason) === reason)).toEqual([]);
  });
});
