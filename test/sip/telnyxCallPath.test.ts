import { makeLogin } from '../../nodes/VapiSipTrunk/input/login';
import { TELNYX_REGIONS } from '../../nodes/VapiSipTrunk/presets/telnyxRegions';
import type { SipRegion, TrunkSpec } from '../../nodes/VapiSipTrunk/spec';
import type { SipServer } from '../emulators/sip/sipServer';
import { startTelnyxSbc } from '../emulators/telnyxSbc';
import { startVapiSbc } from '../emulators/vapiSbc';
import { toPublic } from '../support/loopbackNetworks';
import { describeWith } from '../support/needs';
import { NUMBER } from '../support/sipTrunk/fixtures';
import { SIPP_NEEDED, sippAvailable } from '../support/sipp';
import { startTelnyxStage, type TelnyxStage, telnyxSpec } from '../support/telnyxStage';
import { carryOut } from './carryOut';
import { certificate, expectCall } from './expectCall';
import { addressDialled } from './telnyxNetwork';
import { type OutboundCall, outboundCall } from './vapiNetwork';

/** In no carrier's network. */
const STRANGER = '198.51.100.7';

describeWith(
  sippAvailable(),
  SIPP_NEEDED,
  'calls of a real SIP peer over a trunk just provisioned at Telnyx',
  () => {
    let stage: TelnyxStage;
    let vapiSbc: SipServer;
    let telnyxSbc: SipServer;

    async function start(region: SipRegion): Promise<void> {
      stage = await startTelnyxStage();
      const shared = { publicAddress: toPublic, tls: certificate() };
      vapiSbc = await startVapiSbc({ vapi: stage.vapi, region, ...shared });
      telnyxSbc = await startTelnyxSbc({ state: stage.telnyx.state, ...shared });
    }

    afterEach(async () => {
      await Promise.all([vapiSbc.close(), telnyxSbc.close(), stage.close()]);
    });

    async function provision(wish: Partial<TrunkSpec> = {}): Promise<TrunkSpec> {
      const spec = telnyxSpec(wish);
      await carryOut(spec, stage.tools, (carrier, world) => carrier.planProvision(spec, world, makeLogin));
      return spec;
    }

    function dialled(): string {
      return addressDialled(stage.telnyx.state, NUMBER) ?? 'nobody';
    }

    /** The call that Vapi places over the trunk. */
    function callOut(): OutboundCall {
      return outboundCall(stage.vapi.storedAll('credential')[0] ?? {}, '+14155550199');
    }

    it.each(['us', 'eu'] as const)(
      "the addresses of Telnyx's region for %s are let in, no other is",
      async (region) => {
        await start(region);
        await provision({ region });
        const [first = '', second = ''] = TELNYX_REGIONS[region].addresses.value;
        const uri = dialled();
        await expectCall(vapiSbc, { uri, from: first, status: 200 });
        await expectCall(vapiSbc, { uri, from: second, status: 200 });
        await expectCall(vapiSbc, { uri, from: STRANGER, status: 401 });
        const [elsewhere = ''] = TELNYX_REGIONS[region === 'us' ? 'eu' : 'us'].addresses.value;
        await expectCall(vapiSbc, { uri, from: elsewhere, status: 401 });
      },
    );

    it.each([
      ['tcp', NUMBER],
      ['tls', NUMBER],
      ['udp', NUMBER.replace('+', '')],
    ] as const)('by %s, with the number as %s', async (transport, inVapi) => {
      await start('us');
      await provision({ transport, numbers: [{ e164: NUMBER, inVapi }] });
      const [from = ''] = TELNYX_REGIONS.us.addresses.value;
      const { peer } = await expectCall(vapiSbc, { uri: dialled(), from, status: 200 });
      expect(peer.transport).toBe(transport);
      expect(dialled()).toContain(`sip:${inVapi}@`);
    });

    it('Vapi calls out by the login that it was given, and by the new one after a rotation', async () => {
      await start('us');
      const spec = await provision();
      const { uri, login } = callOut();
      const from = '44.229.228.186';
      await expectCall(telnyxSbc, { uri, from, login, status: 200 });
      await carryOut(spec, stage.tools, (carrier, world) =>
        carrier.planUpdate(spec, world, { kind: 'rotateLogin' }, makeLogin),
      );
      expect(callOut().login).not.toEqual(login);
      await expectCall(telnyxSbc, { uri, from, login, status: 407 });
      await expectCall(telnyxSbc, { uri, from, login: callOut().login, status: 200 });
    });

    it('after the removal nobody is sent to Vapi, and neither side takes a call', async () => {
      await start('us');
      const spec = await provision();
      const [uri, out] = [dialled(), callOut()];
      await carryOut(spec, stage.tools, (carrier, world) =>
        carrier.planRemoval(spec, world, { releaseNumbers: false, alsoForeignNumbers: false }),
      );
      expect(dialled()).toBe('nobody');
      const [from = ''] = TELNYX_REGIONS.us.addresses.value;
      await expectCall(vapiSbc, { uri, from, status: 404 });
      await expectCall(telnyxSbc, { ...out, from: '44.229.228.186', status: 407 });
    });
  },
);
