import type { INodeParameters } from 'n8n-workflow';
import { contractAvailable, definitionErrors, NO_CONTRACT } from '../../../emulators/vapi/contract';
import { bodyOf, refusalOf } from '../../../support/engineRespond';
import { describeWith } from '../../../support/needs';

const seconds = (timeoutSeconds: INodeParameters[string]): INodeParameters => ({
  respondWith: 'endpointing',
  timeoutSeconds,
});

it.each<[string, INodeParameters[string], number]>([
  ['a number', 0.5, 0.5],
  ['nothing to wait', 0, 0],
  ['the longest', 15, 15],
  ['a number as text', '={{ "1.5" }}', 1.5],
])('%s', async (_, given, expected) => {
  expect(await bodyOf('call.endpointing.request', seconds(given))).toEqual({ timeoutSeconds: expected });
});

describeWith(contractAvailable(), NO_CONTRACT, 'by the contract', () => {
  it.each([0, 15])('%d seconds', async (given) => {
    const body = await bodyOf('call.endpointing.request', seconds(given));
    expect(definitionErrors('ServerMessageResponseCallEndpointingRequest', body)).toEqual([]);
  });
});

it.each<[string, INodeParameters[string], string]>([
  ['too long', 15.5, 'Timeout (Seconds) is "15.5", which is no number from 0 to 15'],
  ['negative', -1, 'Timeout (Seconds) is "-1"'],
  ['words', '={{ "long" }}', 'Timeout (Seconds) is "long"'],
  ['nothing', '={{ null }}', 'Timeout (Seconds) is missing'],
])('says what is wrong: %s', async (_, given, expected) => {
  expect(await refusalOf('call.endpointing.request', seconds(given))).toContain(expected);
});
