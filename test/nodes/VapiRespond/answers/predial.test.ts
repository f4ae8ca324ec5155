import type { INodeParameters } from 'n8n-workflow';
import { contractAvailable, definitionErrors, NO_CONTRACT } from '../../../emulators/vapi/contract';
import { bodyOf, refusalOf } from '../../../support/engineRespond';
import { describeWith } from '../../../support/needs';

const call = (eligible: INodeParameters[string]): INodeParameters => ({ respondWith: 'predial', eligible });

it.each<[string, INodeParameters[string], boolean]>([
  ['true', true, true],
  ['false', false, false],
  ['a condition', '={{ $json.status === "open" }}', false],
  ['a word', '={{ "True " }}', true],
])('%s', async (_, given, eligible) => {
  expect(await bodyOf('campaign.predial', call(given))).toEqual({ eligible });
});

describeWith(contractAvailable(), NO_CONTRACT, 'by the contract', () => {
  it.each([true, false])('%s', async (given) => {
    const body = await bodyOf('campaign.predial', call(given));
    expect(definitionErrors('ServerMessageResponseCampaignPredial', body)).toEqual([]);
  });
});

it.each<[string, INodeParameters[string], string]>([
  ['another word', '={{ "maybe" }}', 'Call the Contact ("maybe") is neither true nor false'],
  ['a number', '={{ 1 }}', 'Call the Contact ("1") is neither'],
  ['nothing', '={{ undefined }}', 'Call the Contact ("") is neither'],
])('says what is wrong: %s', async (_, given, expected) => {
  expect(await refusalOf('campaign.predial', call(given))).toContain(expected);
});
