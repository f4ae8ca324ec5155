import { TWILIO_EDGES } from '../../nodes/VapiSipTrunk/presets/twilioEdges';
import type { ManualStep } from '../../nodes/VapiSipTrunk/plan/plannedCall';
import { VAPI_SIP } from '../../nodes/VapiSipTrunk/presets/vapiSip';
import type { TwilioSpec } from '../../nodes/VapiSipTrunk/spec';
import { describeWith } from '../support/needs';
import { SIPP_NEEDED, sippAvailable } from '../support/sipp';
import { NUMBER, SECOND_NUMBER } from '../support/sipTrunkStage';
import { CallStage } from './callStage';

/** In no carrier's network. */
const STRANGER = '198.51.100.7';

const edges = Object.entries(TWILIO_EDGES).map(([edge, { networks }]) => ({ edge, networks }));

/** First address, last address, and the one behind the last, of a network as `54.172.60.0/30`. */
function boundsOf(network: string): { first: string; last: string; behind: string } {
  const [ip = '', bits = '32'] = network.split('/');
  const dot = ip.lastIndexOf('.');
  const address = (offset: number): string => `${ip.slice(0, dot)}.${Number(ip.slice(dot + 1)) + offset}`;
  const size = 2 ** (32 - Number(bits));
  return { first: address(0), last: address(size - 1), behind: address(size) };
}

function networkOf(edge: string): ReturnType<typeof boundsOf> {
  return boundsOf(TWILIO_EDGES[edge]?.networks[0] ?? '');
}

describeWith(sippAvailable(), SIPP_NEEDED, 'calls of a real SIP peer over trunks just provisioned', () => {
  let stage: CallStage;

  beforeEach(async () => {
    stage = await CallStage.start();
  });
  afterEach(async () => {
    await stage.close();
  });

  describe('from Twilio to Vapi', () => {
    const all = { edges: edges.map(({ edge }) => edge) };

    it.each(edges)('$edge is let in, and its neighbours are not', async ({ networks }) => {
      await stage.provision({ twilio: all });
      const uri = stage.dialled(NUMBER);
      for (const network of networks) {
        const { first, last, behind } = boundsOf(network);
        await stage.call(uri, first, 200);
        await stage.call(uri, last, 200);
        await stage.call(uri, behind, 401);
      }
      await stage.call(uri, STRANGER, 401);
    });

    it('an edge that was not chosen is refused', async () => {
      await stage.provision({ twilio: { edges: ['ashburn'] } });
      const uri = stage.dialled(NUMBER);
      await stage.call(uri, networkOf('ashburn').first, 200);
      await stage.call(uri, networkOf('frankfurt').first, 401);
    });

    it('after a change of edges the new one is let in, and the old one is not', async () => {
      await stage.provision({ twilio: { edges: ['ashburn'] } });
      const before = stage.dialled(NUMBER);
      await stage.update({ kind: 'changeEdges' }, { twilio: { edges: ['dublin', 'frankfurt'] } });
      const uri = stage.dialled(NUMBER);
      expect(uri).toBe(before);
      await stage.call(uri, networkOf('ashburn').first, 401);
      await stage.call(uri, networkOf('dublin').last, 200);
      await stage.call(uri, networkOf('frankfurt').first, 200);
    });

    it('a number in another format, another number and another host are not found', async () => {
      await stage.provision();
      const uri = stage.dialled(NUMBER);
      const { first } = networkOf('ashburn');
      await stage.call(uri.replace('+', ''), first, 404);
      await stage.call(uri.replace(NUMBER, SECOND_NUMBER), first, 404);
      await stage.call(uri.replace(/@[^.]+/, '@00000000-0000-4000-8000-000000000000'), first, 404);
      await stage.call(uri.replace('sip.vapi', 'sip.eu.vapi'), first, 404);
      await stage.call(uri, first, 200);
    });

    it('a call to a port that Vapi does not listen at counts as none', async () => {
      await stage.provision();
      const uri = `${stage.dialled(NUMBER)}:5062`;
      await expect(stage.call(uri, networkOf('ashburn').first, 200)).rejects.toThrow('5062');
    });

    it('a number that nobody answers takes no calls', async () => {
      await stage.provision({ answeredBy: {} });
      const attempt = await stage.call(stage.dialled(NUMBER), networkOf('ashburn').first, 480);
      expect(attempt.assumption).toBe(true);
    });

    it.each(['udp', 'tcp', 'tls'] as const)('a call by %s', async (transport) => {
      await stage.provision({ transport });
      const attempt = await stage.call(stage.dialled(NUMBER), networkOf('ashburn').first, 200);
      expect(attempt.peer.transport).toBe(transport);
    });

    it('each of several numbers is reached by the one address of the trunk', async () => {
      await stage.provision({ numbers: [NUMBER] });
      await stage.update({ kind: 'addNumbers' }, { numbers: [SECOND_NUMBER] });
      for (const number of [NUMBER, SECOND_NUMBER])
        await stage.call(stage.dialled(number), networkOf('ashburn').first, 200);
    });

    it('at no moment of a set-up or a removal does a caller go where nobody takes the call', async () => {
      const heard: number[] = [];
      stage.afterWrite = async () => {
        const served = stage.isServed(NUMBER);
        heard.push(
          served ? (await stage.call(stage.dialled(NUMBER), networkOf('ashburn').first, 200)).status : 0,
        );
      };
      await stage.provision({ access: 'both' });
      // The number goes to the trunk in the end.
      expect(heard.slice(-2)).toEqual([0, 200]);
      await stage.remove({ access: 'both' });
      expect(heard.at(-1)).toBe(0);
    });

    it('the EU is reached at its own host', async () => {
      await stage.close();
      stage = await CallStage.start('eu');
      await stage.provision({ twilio: { edges: ['frankfurt'] } });
      const uri = stage.dialled(NUMBER);
      expect(uri).toMatch(/\.sip\.eu\.vapi\.ai$/);
      await stage.call(uri, networkOf('frankfurt').first, 200);
    });

    it('after the removal nobody is sent to Vapi, and Vapi knows of nothing', async () => {
      await stage.provision();
      const uri = stage.dialled(NUMBER);
      await stage.call(uri, networkOf('ashburn').first, 200);
      await stage.remove();
      expect(() => stage.dialled(NUMBER)).toThrow('No trunk serves');
      await stage.call(uri, networkOf('ashburn').first, 404);
    });
  });

  describe('from Vapi to Twilio', () => {
    const [vapi = '', vapiToo = ''] = VAPI_SIP.us.signalling;
    const edge: Partial<TwilioSpec> = { terminationEdge: 'dublin' };

    it('by address: Vapi is let in, anybody else is not', async () => {
      await stage.provision({ access: 'addresses', twilio: edge });
      await stage.callOut(vapi, 200);
      await stage.callOut(vapiToo, 200);
      await stage.callOut(STRANGER, 403);
    });

    it.each([
      ['udp', {}, 'udp'],
      ['tcp', {}, 'tcp'],
      ['tls', {}, 'tls'],
      // What Secure Trunking does to the audio, no stand-in knows; signalling is TLS both ways.
      ['tls', { secure: true }, 'tls'],
      ['udp', { secure: true }, 'tls'],
    ] as const)('by %s, with %j: by %s, at the port of it', async (transport, more, expected) => {
      await stage.provision({ transport, twilio: { ...edge, ...more } });
      const out = await stage.callOut(vapi, 200);
      const port = expected === 'tls' ? 5061 : 5060;
      expect([out.peer.transport, out.uri]).toEqual([expected, expect.stringContaining(`:${String(port)}`)]);
      const call = await stage.call(stage.dialled(NUMBER), networkOf('ashburn').first, 200);
      expect(call.peer.transport).toBe(expected);
    });

    it('by login: the one that Vapi was given is let in, from anywhere, and no other', async () => {
      await stage.provision({ access: 'login' });
      await stage.callOut(STRANGER, 200);
      await stage.callOut(vapi, 407, { password: 'Wrong-Horse-Battery-9' });
    });

    it('by both: both have to be right', async () => {
      await stage.provision({ access: 'both' });
      await stage.callOut(vapi, 200);
      await stage.callOut(vapi, 407, { password: 'Wrong-Horse-Battery-9' });
      await stage.callOut(STRANGER, 403);
    });

    it('after a rotation the new login is let in, and the old one is not', async () => {
      await stage.provision({ access: 'login' });
      const old = stage.login();
      await stage.update({ kind: 'rotateLogin' }, { access: 'login' });
      expect(stage.login()?.password).not.toBe(old?.password);
      await stage.callOut(vapi, 200);
      await stage.callOut(vapi, 407, old);
    });
  });

  describe('from a carrier that is set up by hand', () => {
    const manual = {
      ...{ outboundHost: 'sip.example.com', outboundPort: 5060, inboundNetworks: ['203.0.113.16/28'] },
      leadingPlus: true,
    };

    /** The address that the builder is told to type in at the carrier. */
    function typedIn(steps: readonly ManualStep[]): string {
      const values = steps.flatMap((step) => Object.values(step.values));
      return values.find((value) => value.startsWith('sip:')) ?? '';
    }

    it('the address to be typed in leads to Vapi, from the networks that were filled in', async () => {
      const uri = typedIn(await stage.provision({ carrier: 'custom', manual }));
      await stage.call(uri, '203.0.113.16', 200);
      await stage.call(uri, '203.0.113.31', 200);
      await stage.call(uri, '203.0.113.32', 401);
      await stage.call(uri, '203.0.113.15', 401);
    });

    it('follows a change of networks, and ends with the removal', async () => {
      const wish = { carrier: 'custom', manual } as const;
      const uri = typedIn(await stage.provision(wish));
      const elsewhere = { ...manual, inboundNetworks: ['203.0.113.200'] };
      await stage.update({ kind: 'changeEdges' }, { ...wish, manual: elsewhere });
      await stage.call(uri, '203.0.113.16', 401);
      await stage.call(uri, '203.0.113.200', 200);
      await stage.remove({ ...wish, manual: elsewhere });
      await stage.call(uri, '203.0.113.200', 404);
    });
  });
});
