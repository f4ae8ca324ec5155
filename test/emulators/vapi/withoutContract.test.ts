import type * as Repo from '../../support/repo';
import { NO_CONTRACT } from './contract';
import { api, emulator, stopAll, upload } from './testSupport';

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

  it('knows what new objects need, and lets pass what it can’t tell', async () => {
    const vapi = await emulator();
    for (const [path, message] of [
      ['/squad', 'members should not be empty'],
      ['/v2/campaign', 'name should not be empty'],
      ['/structured-output', 'name should not be empty'],
      ['/v2/knowledge-base', 'name should not be empty'],
      ['/chat', 'input should not be empty'],
    ] as const) {
      const answer = await api(vapi, 'POST', path, {});
      expect([answer.status, answer.body.message]).toEqual([400, expect.arrayContaining([message])]);
    }
    expect((await api(vapi, 'POST', '/squad', { members: [], newer: 1 })).status).toBe(201);
    expect((await upload(vapi, { purpose: 'new' })).status).toBe(201);
  });
});
