import { registrationLoadOptions } from '../../../../nodes/shared/registration/loadOptions';
import { pickerContext } from '../../../support/engine';
import { Org } from './support';

let org: Org;

beforeEach(async () => {
  org = await Org.open();
});
afterEach(() => org.close());

const context = () =>
  pickerContext({ name: 'T', type: 'vapiTrigger', parameters: { registerInVapi: true } }, org.credentials);

it('lists assistants by name, else by ID', async () => {
  const [first, second] = [org.assistant({ name: 'Reception' }), org.assistant({ name: 'Billing' })];
  const { id } = org.vapi.seed('assistant', { id: '00000000-0000-4000-8000-000000000000' });
  expect(await registrationLoadOptions.getAssistants.call(context())).toEqual([
    { name: id, value: id },
    { name: 'Billing', value: second },
    { name: 'Reception', value: first },
  ]);
});

it('lists phone numbers by name and number', async () => {
  const named = org.number({ name: 'Main line' });
  const { id } = org.vapi.seed('phone-number', { provider: 'vapi', sipUri: 'sip:desk@sip.vapi.ai' });
  expect(await registrationLoadOptions.getPhoneNumbers.call(context())).toEqual([
    { name: 'Main line · +14155550199', value: named },
    { name: 'sip:desk@sip.vapi.ai', value: id },
  ]);
});
