import { describeWith } from '../support/needs';
import { SIPP_NEEDED, sippAvailable } from '../support/sipp';
import { NUMBER } from '../support/sipTrunkStage';
import { CallStage, type Wish } from './callStage';

/** Where calls from Twilio's edge in Ashburn come from, and where Vapi calls from. */
const ASHBURN = '54.172.60.1';
const VAPI = '44.229.228.186';

interface Fault {
  /** What is done behind the node's back. */
  broken: string;
  wish?: Wish;
  breaks: (stage: CallStage) => void | Promise<void>;
  /** What Check calls it. */
  code: string;
  /** Which calls fail by it, and how. */
  calls: 'in' | 'out';
  status: number;
}

function credentialOf({ services }: CallStage): Record<string, unknown> {
  return services.vapi.storedAll('credential')[0] ?? {};
}

function changeGateways(
  stage: CallStage,
  isMeant: (gateway: Record<string, unknown>) => boolean,
  change: Record<string, unknown>,
): void {
  const credential = credentialOf(stage);
  const gateways = credential.gateways as Array<Record<string, unknown>>;
  credential.gateways = gateways.map((one) => (isMeant(one) ? { ...one, ...change } : one));
}

const isInbound = (gateway: Record<string, unknown>): boolean => gateway.inboundEnabled === true;
const isOutbound = (gateway: Record<string, unknown>): boolean => gateway.outboundEnabled === true;

function changeUrl({ services }: CallStage, change: (url: string) => string): void {
  for (const url of services.twilio.trunking.trunks[0]?.originationUrls ?? [])
    url.sipUrl = change(url.sipUrl);
}

const FAULTS: Fault[] = [
  {
    broken: 'an inbound gateway that takes no calls in',
    breaks: (stage) => changeGateways(stage, isInbound, { inboundEnabled: false }),
    ...{ code: 'SIP_TWILIO_NETWORK_MISSING', calls: 'in', status: 401 },
  },
  {
    broken: 'an inbound gateway of one address in place of a network',
    breaks: (stage) => changeGateways(stage, isInbound, { netmask: 32 }),
    ...{ code: 'SIP_TWILIO_NETWORK_MISSING', calls: 'in', status: 401 },
  },
  {
    broken: 'a number in Vapi without its plus',
    breaks: ({ services }) => {
      for (const number of services.vapi.storedAll('phone-number')) number.number = NUMBER.replace('+', '');
    },
    ...{ code: 'SIP_NUMBER_FORMAT', calls: 'in', status: 404 },
  },
  {
    broken: 'a number that is gone from Vapi',
    breaks: async ({ services }) => {
      const path = `/phone-number/${String(services.vapi.storedAll('phone-number')[0]?.id)}`;
      await services.tools.writer.send({ service: 'vapi', method: 'DELETE', path });
    },
    ...{ code: 'SIP_NUMBER_NOT_IN_VAPI', calls: 'in', status: 404 },
  },
  {
    broken: "an origination URL to Vapi's other region",
    breaks: (stage) => changeUrl(stage, (url) => url.replace('sip.vapi.ai', 'sip.eu.vapi.ai')),
    ...{ code: 'SIP_TWILIO_ORIGINATION_REGION', calls: 'in', status: 404 },
  },
  {
    broken: 'an origination URL to another credential',
    breaks: (stage) =>
      changeUrl(stage, (url) => url.replace(/@[^.]+/, '@00000000-0000-4000-8000-000000000000')),
    ...{ code: 'SIP_TWILIO_ORIGINATION_CREDENTIAL', calls: 'in', status: 404 },
  },
  {
    broken: "an access control list without one of Vapi's addresses",
    breaks: ({ services }) => {
      for (const list of services.twilio.trunking.ipLists)
        list.addresses = list.addresses.filter(({ ipAddress }) => ipAddress !== VAPI);
    },
    ...{ code: 'SIP_TWILIO_ADDRESS_MISSING', calls: 'out', status: 403 },
  },
  {
    broken: 'a trunk without any list',
    breaks: ({ services }) => services.twilio.trunking.trunks[0]?.ipLists.clear(),
    ...{ code: 'SIP_TWILIO_NO_ACCESS', calls: 'out', status: 403 },
  },
  {
    broken: 'a login that Twilio does not know',
    wish: { access: 'login' },
    breaks: ({ services }) => {
      for (const list of services.twilio.trunking.credentialLists)
        for (const credential of list.credentials) credential.username = 'somebody-else';
    },
    ...{ code: 'SIP_TWILIO_LOGIN_MISSING', calls: 'out', status: 407 },
  },
  {
    broken: 'numbers that are called without their plus',
    breaks: (stage) => {
      credentialOf(stage).outboundLeadingPlusEnabled = false;
    },
    ...{ code: 'SIP_TWILIO_NO_PLUS', calls: 'out', status: 400 },
  },
  {
    broken: 'an outbound gateway to another domain',
    breaks: (stage) => changeGateways(stage, isOutbound, { ip: 'somebody-else.pstn.twilio.com' }),
    ...{ code: 'SIP_TWILIO_TERMINATION', calls: 'out', status: 404 },
  },
];

// Check is worth something only if the call fails just as it says.
describeWith(sippAvailable(), SIPP_NEEDED, 'what Check finds is what a real SIP peer hears', () => {
  let stage: CallStage;

  beforeEach(async () => {
    stage = await CallStage.start();
  });
  afterEach(async () => {
    await stage.close();
  });

  it.each(FAULTS)('$broken: $code, SIP $status', async ({ wish, breaks, code, calls, status }) => {
    const call = async (expected: number) =>
      calls === 'in'
        ? await stage.call(stage.dialled(NUMBER), ASHBURN, expected)
        : await stage.callOut(VAPI, expected);
    await stage.provision(wish);
    expect(await stage.check(wish)).toEqual([]);
    await call(200);

    await breaks(stage);
    const found = (await stage.check(wish)).find((finding) => finding.code === code);
    expect(found?.symptom).toMatch(new RegExp(`\\b${status}\\b`));
    expect(found?.symptom).toMatch(calls === 'in' ? /incoming calls/i : /outgoing calls/i);
    await call(status);
  });
});
