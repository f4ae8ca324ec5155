import type * as Repo from '../../support/repo';
import { NO_CONTRACT } from './contract';
import { api, emulator, stopAll } from './testSupport';

jest.mock('../../support/repo', () => ({
  ...jest.requireActual<typeof Repo>('../../support/repo'),
  contractFile: () => undefined,
}));

afterEach(stopAll);

describe('an emulator without the vendor’s schemas', () => {
  it('says so once', async () => {
    const vapi = await emulator();
    await api(vapi, 'POST', '/assistant', { name: 'Front desk' });
    await api(vapi, 'POST', '/assistant', { name: 'Back desk' });
    expect(vapi.notices).toEqual([NO_CONTRACT]);
  });

  it('still refuses by its own rules', async () => {
    const vapi = await emulator();
    const unknown = await api(vapi, 'POST', '/assistant', { foo: 1 });
    expect(unknown).toMatchObject({ status: 400, body: { message: ['property foo should not exist'] } });
    const nobody = await api(vapi, 'POST', '/call', {});
    expect(String(nobody.body.message)).toContain("Couldn't Get Assistant. Need Either");
    const number = await api(vapi, 'POST', '/phone-number', { provider: 'twilio' });
    expect(number.body.message).toEqual([
      'number should not be empty',
      'twilioAccountSid should not be empty',
    ]);
  });
});
