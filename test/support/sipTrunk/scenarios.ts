import { createHash } from 'node:crypto';
import { CARRIERS } from '../../../nodes/VapiSipTrunk/carriers';
import type { Change, MakeLogin } from '../../../nodes/VapiSipTrunk/carriers/carrier';
import { apply, type Tools } from '../../../nodes/VapiSipTrunk/plan/apply';
import { isBlocked, type Plan } from '../../../nodes/VapiSipTrunk/plan/plan';
import type { Report } from '../../../nodes/VapiSipTrunk/plan/report';
import type { TrunkSpec } from '../../../nodes/VapiSipTrunk/spec';
import { madeNow } from '../../emulators/twilio/trunking/state';
import type { SipTrunkStage } from '../sipTrunkStage';
import { CARRIER_LOGIN, customSpec, didwwSpec } from './byHand';
import { DOMAIN, loginMaker, NUMBER, SECOND_NUMBER, twilioSpec } from './fixtures';

/** Something that is done to a trunk, as a plan that is made anew from what is there. */
export interface Scenario {
  title: string;
  spec: TrunkSpec;
  work: 'provision' | 'remove' | Change;
  /** What is in the account before everything else. */
  prepare?: (stage: SipTrunkStage) => void;
  /** What is there before. */
  before?: Scenario[];
  releaseNumbers?: boolean;
}

export interface Done {
  plan: Plan;
  report: Report;
}

/** The user names of a maker as the node writes them, by which it knows its own again. */
function asMade(makeLogin: MakeLogin): MakeLogin {
  return () => {
    const { username, password } = makeLogin();
    const letters = createHash('sha256').update(username).digest('hex').replace(/0/g, 'g').replace(/1/g, 'h');
    return { username: `vapi${letters.slice(0, 12)}`, password };
  };
}

/** Reads what is there and makes the plan. @throws Error with the findings where something speaks against it */
export async function planFor(
  { spec, work, releaseNumbers = false }: Scenario,
  { reader }: Pick<Tools, 'reader'>,
  makeLogin = loginMaker(),
): Promise<Plan> {
  const carrier = CARRIERS[spec.carrier];
  const world = await carrier.read(reader, spec);
  const plan =
    work === 'provision'
      ? carrier.planProvision(spec, world, asMade(makeLogin))
      : work === 'remove'
        ? carrier.planRemoval(spec, world, { releaseNumbers, alsoForeignNumbers: false })
        : carrier.planUpdate(spec, world, work, asMade(makeLogin));
  if (isBlocked(plan)) throw new Error(plan.findings.map(({ message }) => message).join('\n'));
  return plan;
}

/** Reads, plans and carries out. */
export async function perform(
  scenario: Scenario,
  tools: Tools,
  { onFailure = 'keep', makeLogin = loginMaker() }: PerformOptions = {},
): Promise<Done> {
  const plan = await planFor(scenario, tools, makeLogin);
  return { plan, report: await apply(plan, tools, onFailure) };
}

interface PerformOptions {
  onFailure?: 'rollBack' | 'keep';
  makeLogin?: ReturnType<typeof loginMaker>;
}

/** Brings a stage to where the scenario begins. */
export async function arrange(scenario: Scenario, stage: SipTrunkStage): Promise<void> {
  scenario.prepare?.(stage);
  for (const one of scenario.before ?? []) {
    const { report } = await perform(one, stage.tools, { makeLogin: loginMaker('before') });
    if (report.failure) throw report.failure.error;
  }
}

const provision = (title: string, spec: TrunkSpec): Scenario => ({ title, spec, work: 'provision' });
const both = [NUMBER, SECOND_NUMBER].map((e164) => ({ e164, inVapi: e164 }));
const withoutPlus = { e164: NUMBER, inVapi: NUMBER.slice(1) };

export const byAddresses = provision('provision, by addresses', twilioSpec());
export const byLogin = provision('provision, by login', twilioSpec({ access: 'login' }));
export const byBoth = provision(
  'provision, by both, two numbers, EU',
  twilioSpec({ access: 'both', numbers: both, region: 'eu' }),
);
export const buying = provision(
  'provision, with a number to buy',
  twilioSpec({ numbers: [], twilio: { buy: { country: 'US', areaCode: '415', contains: '' } } }),
);
export const secure = provision(
  'provision, with TLS, without a plus in Vapi',
  twilioSpec({ transport: 'tls', numbers: [withoutPlus], twilio: { secure: true, edges: ['dublin'] } }),
);

/** The number is on a trunk that somebody else has set up. */
export const moving: Scenario = {
  ...provision(
    'provision, with a number of another trunk',
    twilioSpec({ numbers: both, twilio: { moveFromOtherTrunk: true } }),
  ),
  prepare: (stage) => {
    const sid = putOldTrunk(stage, 'old-line.pstn.twilio.com');
    for (const number of stage.twilio.trunking.numbers) if (number.number === NUMBER) number.trunkSid = sid;
  },
};

/** Somebody else has set up a trunk of the domain that is wanted. */
export const adopting: Scenario = {
  ...provision('provision, on a trunk that is there', twilioSpec({ twilio: { adoptTrunk: true } })),
  prepare: (stage) => void putOldTrunk(stage, DOMAIN),
};

/** Twilio forgets the voice application of a number that goes to a trunk. */
export const withApplication: Scenario = {
  ...provision('provision, with a number of a voice application', twilioSpec()),
  prepare: ({ twilio: { trunking } }) => {
    for (const number of trunking.numbers) number.voiceApplicationSid = `AP${'4'.repeat(32)}`;
  },
};

/** Its login is made up. */
export const customByLogin = provision(
  'by hand, custom, by login, two numbers',
  customSpec({ numbers: both }),
);
/** Its login comes from the carrier. */
export const didwwByBoth = provision('by hand, DIDWW, by both', didwwSpec());

function putOldTrunk({ twilio: { trunking } }: SipTrunkStage, domainName: string): string {
  const sid = `TK${'9'.repeat(32)}`;
  trunking.trunks.push({
    ...{ sid, ...madeNow(), friendlyName: 'Old line', domainName },
    ...{ secure: false, cnamLookupEnabled: false, transferMode: 'disable-all' },
    ...{ transferCallerId: 'from-transferee', disasterRecoveryUrl: null, disasterRecoveryMethod: null },
    ...{ originationUrls: [], ipLists: new Map(), credentialLists: new Map() },
  });
  return sid;
}

export const PROVISIONS: readonly Scenario[] = [
  ...[byAddresses, byLogin, byBoth, buying, secure, moving, adopting, withApplication],
  ...[customByLogin, didwwByBoth],
];

export const rotating: Scenario = {
  title: 'change: rotate the login',
  spec: byLogin.spec,
  before: [byLogin],
  work: { kind: 'rotateLogin' },
};
export const rotatingCustom: Scenario = {
  title: 'by hand, custom: rotate the login',
  spec: customSpec(),
  before: [provision('by hand, custom', customSpec())],
  work: { kind: 'rotateLogin' },
};
export const removing: Scenario = {
  title: 'remove, by both',
  spec: byBoth.spec,
  before: [byBoth],
  work: 'remove',
};

export const CHANGES: readonly Scenario[] = [
  rotating,
  {
    title: 'change: add a number',
    spec: twilioSpec({ numbers: both }),
    before: [byAddresses],
    work: { kind: 'addNumbers' },
  },
  {
    title: 'change: other edges',
    spec: twilioSpec({ twilio: { edges: ['dublin', 'frankfurt'] } }),
    before: [byAddresses],
    work: { kind: 'changeEdges' },
  },
  {
    title: 'provision again, with other settings',
    spec: twilioSpec({
      ...{ access: 'both', answeredBy: { server: { url: 'https://n8n.test/vapi' } } },
      twilio: { transferMode: 'sip-only', terminationEdge: 'dublin' },
    }),
    before: [byAddresses],
    work: 'provision',
  },
  {
    title: 'provision again, secure, with a second number',
    spec: twilioSpec({ numbers: both, twilio: { secure: true } }),
    before: [byAddresses],
    work: 'provision',
  },
  {
    title: 'provision again, from addresses to a login',
    spec: byLogin.spec,
    before: [byAddresses],
    work: 'provision',
  },
  {
    title: 'provision again, from a login to addresses',
    spec: byAddresses.spec,
    before: [byLogin],
    work: 'provision',
  },
  {
    title: 'by hand, custom: add a number',
    spec: customByLogin.spec,
    before: [provision('by hand, custom', customSpec())],
    work: { kind: 'addNumbers' },
  },
  {
    title: 'by hand, custom: other networks',
    spec: customSpec({ manual: { inboundNetworks: ['203.0.113.200'] } }),
    before: [provision('by hand, custom', customSpec())],
    work: { kind: 'changeEdges' },
  },
  rotatingCustom,
  {
    title: 'by hand, DIDWW: another login of the carrier',
    spec: didwwSpec({ manual: { login: { ...CARRIER_LOGIN, username: 'other-trunk' } } }),
    before: [didwwByBoth],
    work: 'provision',
  },
];

export const REMOVALS: readonly Scenario[] = [
  removing,
  {
    title: 'remove, with its number released',
    spec: buying.spec,
    before: [buying],
    work: 'remove',
    releaseNumbers: true,
  },
  {
    title: 'by hand, custom: remove',
    spec: customByLogin.spec,
    before: [customByLogin],
    work: 'remove',
  },
];

export const SCENARIOS: readonly Scenario[] = [...PROVISIONS, ...CHANGES, ...REMOVALS];
