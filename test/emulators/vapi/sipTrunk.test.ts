import { randomUUID } from 'node:crypto';
import { api, emulator, stopAll } from './testSupport';

afterEach(stopAll);

const TRUNK = { provider: 'byo-sip-trunk', name: 'Trunk', gateways: [{ ip: '203.0.113.1', netmask: 30 }] };
const NUMBER = { provider: 'byo-phone-number', number: '+14155550142', numberE164CheckEnabled: false };

describe('a SIP trunk', () => {
  it('shows the user of its login, and never the password', async () => {
    const vapi = await emulator();
    const outboundAuthenticationPlan = { authUsername: 'line', authPassword: 'Secret-of-line-1' };
    const made = await api(vapi, 'POST', '/credential', { ...TRUNK, outboundAuthenticationPlan });
    expect(made).toMatchObject({
      ...{ status: 201, body: { outboundAuthenticationPlan: { authUsername: 'line' } } },
    });
    expect(JSON.stringify([made, await api(vapi, 'GET', '/credential')])).not.toContain('Secret-of-line-1');
    expect(vapi.storedAll('credential')[0]).toMatchObject({ outboundAuthenticationPlan });
  });

  it.each([23, 33])('refuses the netmask %i', async (netmask) => {
    const vapi = await emulator();
    const gateways = [{ ip: '203.0.113.0', netmask }];
    expect((await api(vapi, 'POST', '/credential', { ...TRUNK, gateways })).status).toBe(400);
    expect(vapi.storedAll('credential')).toEqual([]);
  });

  it('is there before its numbers', async () => {
    const vapi = await emulator();
    const unknown = await api(vapi, 'POST', '/phone-number', { ...NUMBER, credentialId: randomUUID() });
    expect(unknown.status).toBe(400);
    const { body } = await api(vapi, 'POST', '/credential', TRUNK);
    const made = await api(vapi, 'POST', '/phone-number', { ...NUMBER, credentialId: body.id });
    expect([made.status, made.body.credentialId]).toEqual([201, body.id]);
  });

  it('stays while it has numbers, where what is used is kept', async () => {
    for (const [keepUsed, status] of [
      [true, 409],
      [false, 200],
    ] as const) {
      const vapi = await emulator({ keepUsed });
      const { body } = await api(vapi, 'POST', '/credential', TRUNK);
      const number = await api(vapi, 'POST', '/phone-number', { ...NUMBER, credentialId: body.id });
      expect((await api(vapi, 'DELETE', `/credential/${String(body.id)}`)).status).toBe(status);
      await api(vapi, 'DELETE', `/phone-number/${String(number.body.id)}`);
      expect((await api(vapi, 'DELETE', `/credential/${String(body.id)}`)).status).toBe(keepUsed ? 200 : 404);
    }
  });
});
