import type { IHookFunctions, INodeParameters } from 'n8n-workflow';
import { checkFields } from '../../../nodes/VapiRequestTrigger/checkFields';
import { Org } from '../shared/registration/support';

const ID = '5b0a4a08-133c-4146-9315-0984f8c6be80';
const ASSISTANT = 'assistant-request';
const TRANSFER = 'transfer-destination-request';
const HANDOFF = 'handoff-destination-request';

const check = (parameters: INodeParameters) => () => {
  checkFields({ getNode: () => ({ name: 'Requests', parameters }) } as unknown as IHookFunctions);
};

describe('on activation a default answer', () => {
  it.each<[string, INodeParameters, RegExp]>([
    ['number', { requests: [TRANSFER], defaultTransferNumber: '0151 2345' }, /"0151 2345" is not in E\.164/],
    ['assistant', { defaultAssistant: { mode: 'id', value: 'Empfang' } }, /"Empfang" is no ID/],
    [
      'assistant to hand off to',
      { requests: [HANDOFF], defaultHandoffAssistant: { mode: 'id', value: 'Billing' } },
      /"Billing"/,
    ],
  ])('that is no %s is refused', (_, parameters, message) => {
    expect(check(parameters)).toThrow(message);
  });

  it.each<[string, INodeParameters]>([
    ['nothing is filled in', { requests: [ASSISTANT, TRANSFER, HANDOFF], defaultTransferNumber: ' ' }],
    [
      'numbers and IDs are right',
      {
        requests: [ASSISTANT, TRANSFER],
        defaultTransferNumber: '+49 151 2345678',
        defaultAssistant: { mode: 'list', value: ID },
      },
    ],
    [
      'a member of a squad is named',
      { requests: [HANDOFF], defaultHandoffAssistant: { mode: 'name', value: 'Billing' } },
    ],
    [
      'expressions need what Vapi sends',
      {
        requests: [ASSISTANT, TRANSFER],
        defaultTransferNumber: '={{ $json.x }}',
        defaultAssistant: { mode: 'id', value: '={{ $json.x }}' },
      },
    ],
    ['its request is not ticked', { requests: [ASSISTANT], defaultTransferNumber: '0151 2345' }],
    ['an expression ticks', { requests: '={{ ["voice-request"] }}', defaultTransferNumber: '0151 2345' }],
  ])('is fine where %s', (_, parameters) => {
    expect(check(parameters)).not.toThrow();
  });

  it('is looked at although nothing is registered in Vapi', async () => {
    const org = await Org.open();
    const parameters = { authentication: 'none', requests: [TRANSFER], defaultTransferNumber: '555' };
    await expect(org.trigger('vapiRequestTrigger', parameters).activate()).rejects.toThrow('"555"');
    expect(org.takeRequests()).toEqual([]);
    await org.close();
  });
});
