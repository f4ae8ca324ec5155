import { telnyx } from '../../../../../nodes/VapiSipTrunk/carriers/telnyx/telnyx';
import type { TelnyxWorld } from '../../../../../nodes/VapiSipTrunk/carriers/telnyx/telnyxWorld';
import type { MakeLogin } from '../../../../../nodes/VapiSipTrunk/carriers/carrier';
import { apply } from '../../../../../nodes/VapiSipTrunk/plan/apply';
import { isBlocked, type Plan } from '../../../../../nodes/VapiSipTrunk/plan/plan';
import type { Report } from '../../../../../nodes/VapiSipTrunk/plan/report';
import type { Writer } from '../../../../../nodes/VapiSipTrunk/plan/writer';
import type { TrunkSpec } from '../../../../../nodes/VapiSipTrunk/spec';
import { NUMBER, SECOND_NUMBER } from '../../../../support/sipTrunk/fixtures';
import { telnyxSpec, type TelnyxStage } from '../../../../support/telnyxStage';

export interface Scenario {
  name: string;
  /** What was provisioned before. */
  before?: TrunkSpec;
  spec: TrunkSpec;
  plan: (world: TelnyxWorld, makeLogin: MakeLogin) => Plan;
  numbers?: Array<{ number: string; connectionId?: string }>;
  /** Every step of the plan, in order: compared with the plan, so that none is forgotten. */
  steps: string[];
}

export const ONE = telnyxSpec();
export const TWO = telnyxSpec({
  numbers: [NUMBER, SECOND_NUMBER].map((number) => ({ e164: number, inVapi: number })),
});
const MOVING: TrunkSpec = {
  ...TWO,
  ...{ region: 'eu', transport: 'tls', telnyx: { moveFromOtherConnection: true } },
};

const PROFILE = 'Outbound voice profile "Support line" at Telnyx';
const CONNECTION = 'FQDN connection "Support line" at Telnyx';
const LOGIN = 'Login of "Support line" at Telnyx';
const FQDN = 'FQDN of Vapi at the connection "Support line" at Telnyx';
const CREDENTIAL = 'SIP trunk credential "Support line" in Vapi';
const inVapi = (number: string): string => `Phone number ${number} in Vapi`;
const atTelnyx = (number: string): string => `Phone number ${number} on the connection at Telnyx`;

export const PROVISION: Scenario = {
  name: 'provision',
  spec: ONE,
  plan: (world, login) => telnyx.planProvision(ONE, world, login),
  steps: [
    ...[`create ${PROFILE}`, `create ${CONNECTION}`, `change ${LOGIN}`, `create ${CREDENTIAL}`],
    ...[`create ${inVapi(NUMBER)}`, `create ${FQDN}`, `attach ${atTelnyx(NUMBER)}`],
  ],
};

export const SCENARIOS: Scenario[] = [
  PROVISION,
  {
    name: 'provision in the EU by TLS with two numbers, one of which moves',
    spec: MOVING,
    numbers: [{ number: NUMBER, connectionId: '77' }, { number: SECOND_NUMBER }],
    plan: (world, login) => telnyx.planProvision(MOVING, world, login),
    steps: [
      ...[`create ${PROFILE}`, `create ${CONNECTION}`, `change ${LOGIN}`, `create ${CREDENTIAL}`],
      ...[`create ${inVapi(NUMBER)}`, `create ${inVapi(SECOND_NUMBER)}`, `create ${FQDN}`],
      ...[`attach ${atTelnyx(NUMBER)}`, `attach ${atTelnyx(SECOND_NUMBER)}`],
    ],
  },
  {
    name: 'remove',
    spec: TWO,
    before: TWO,
    plan: (world) => telnyx.planRemoval(ONE, world, { releaseNumbers: false, alsoForeignNumbers: false }),
    steps: [
      ...[`detach ${atTelnyx(NUMBER)}`, `detach ${atTelnyx(SECOND_NUMBER)}`],
      ...[`delete ${inVapi(SECOND_NUMBER)}`, `delete ${inVapi(NUMBER)}`],
      ...[`delete ${CONNECTION}`, `delete ${PROFILE}`, `delete ${CREDENTIAL}`],
    ],
  },
  {
    name: 'rotate the login',
    spec: ONE,
    before: ONE,
    plan: (world, login) => telnyx.planUpdate(ONE, world, { kind: 'rotateLogin' }, login),
    steps: [`change ${LOGIN}`, `change Login of the ${CREDENTIAL}`],
  },
  {
    name: 'add a number',
    spec: TWO,
    before: ONE,
    plan: (world, login) => telnyx.planUpdate(TWO, world, { kind: 'addNumbers' }, login),
    steps: [`create ${inVapi(SECOND_NUMBER)}`, `attach ${atTelnyx(SECOND_NUMBER)}`],
  },
  {
    name: 'change the addresses',
    spec: ONE,
    // As if somebody had set the other region by hand: region of Vapi itself stays.
    before: ONE,
    plan: (world, login) =>
      telnyx.planUpdate({ ...ONE, region: 'eu' }, world, { kind: 'changeEdges' }, login),
    steps: [`change ${CREDENTIAL}`, `change ${CONNECTION}`],
  },
];

/** Reads, plans and carries out, as the node does. */
export async function run(
  { tools }: TelnyxStage,
  spec: TrunkSpec,
  makePlan: (world: TelnyxWorld) => Plan,
  writer: Writer = tools.writer,
  onFailure: 'keep' | 'rollBack' = 'keep',
): Promise<{ plan: Plan; report: Report }> {
  const plan = makePlan(await telnyx.read(tools.reader, spec));
  if (isBlocked(plan)) throw new Error(JSON.stringify(plan.findings));
  return { plan, report: await apply(plan, { ...tools, writer }, onFailure) };
}

/** Does it in one go. */
export async function prepare(stage: TelnyxStage, spec: TrunkSpec, makeLogin: MakeLogin): Promise<void> {
  const { report } = await run(stage, spec, (world) => telnyx.planProvision(spec, world, makeLogin));
  if (report.failure) throw report.failure.error;
}
