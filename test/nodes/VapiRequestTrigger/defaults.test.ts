import type { VapiRequestKind } from '../../../nodes/shared/protocol/requests';
import { answerProblem } from '../../../nodes/shared/protocol/requestAnswers';
import { builtInAnswer, defaultAnswer, defaultProperties } from '../../../nodes/VapiRequestTrigger/defaults';
import { contractAvailable, definitionErrors } from '../../emulators/vapi/contract';
import { describeWith } from '../../support/needs';

const FIELDS: Record<string, unknown> = {
  defaultAssistant: { mode: 'list', value: '5b0a4a08-133c-4146-9315-0984f8c6be80' },
  defaultTransferNumber: '+14155550142',
  defaultHandoffAssistant: { mode: 'name', value: 'Billing' },
  defaultDocument: 'Open from nine to five.',
  defaultTimeoutSeconds: 1,
  defaultEligible: true,
};

const SCHEMAS: Array<[Exclude<VapiRequestKind, 'chat-completion' | 'voice-request'>, string]> = [
  ['assistant-request', 'ServerMessageResponseAssistantRequest'],
  ['transfer-destination-request', 'ServerMessageResponseTransferDestinationRequest'],
  ['handoff-destination-request', 'ServerMessageResponseHandoffDestinationRequest'],
  ['knowledge-base-request', 'ServerMessageResponseKnowledgeBaseRequest'],
  ['call.endpointing.request', 'ServerMessageResponseCallEndpointingRequest'],
  ['campaign.predial', 'ServerMessageResponseCampaignPredial'],
];

describe('default answers', () => {
  it.each(SCHEMAS)('to %s pass the check that answers of workflows pass', (kind) => {
    expect(
      answerProblem(
        kind,
        defaultAnswer(kind, (name) => FIELDS[name], {}),
      ),
    ).toBeUndefined();
    expect(answerProblem(kind, builtInAnswer(kind, {}))).toBeUndefined();
  });

  it.each([undefined, 8_000, 24_000, 1e9, -1])(
    'to a voice request at %p Hz are a little silence',
    (sampleRate) => {
      const answer = builtInAnswer('voice-request', { sampleRate });
      expect(answerProblem('voice-request', answer)).toBeUndefined();
      const bytes = Buffer.from(String(answer.audio), 'base64');
      expect(bytes.length).toBeGreaterThanOrEqual(1_600);
      expect(bytes.length).toBeLessThanOrEqual(9_600);
      expect(bytes.every((byte) => byte === 0)).toBe(true);
    },
  );

  it('have fields that are shown with their request only', () => {
    const names = defaultProperties.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { displayOptions } of defaultProperties) {
      expect(displayOptions?.show?.requests).toHaveLength(1);
    }
    for (const name of Object.keys(FIELDS)) expect(names).toContain(name);
  });
});

describeWith(contractAvailable(), 'shared/contract/vapi-contract.json is missing', 'by the contract', () => {
  it.each(SCHEMAS)('the default answer to %s is a %s', (kind, schema) => {
    expect(
      definitionErrors(
        schema,
        defaultAnswer(kind, (name) => FIELDS[name], {}),
      ),
    ).toEqual([]);
  });
});
