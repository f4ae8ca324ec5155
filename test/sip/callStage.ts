import { CARRIERS } from '../../nodes/VapiSipTrunk/carriers';
import type { Carrier, Change } from '../../nodes/VapiSipTrunk/carriers/carrier';
import type { Finding } from '../../nodes/VapiSipTrunk/findings/finding';
import { makeLogin } from '../../nodes/VapiSipTrunk/input/login';
import type { Plan } from '../../nodes/VapiSipTrunk/plan/plan';
import type { ManualStep } from '../../nodes/VapiSipTrunk/plan/plannedCall';
import type { Writer } from '../../nodes/VapiSipTrunk/plan/writer';
import type { SipRegion, TrunkSpec, TwilioSpec } from '../../nodes/VapiSipTrunk/spec';
import type { Login } from '../emulators/sip/digest';
import type { SipServer } from '../emulators/sip/sipServer';
import type { CallAttempt } from '../emulators/sip/userAgentServer';
import { startTwilioSbc } from '../emulators/twilioSbc';
import { startVapiSbc } from '../emulators/vapiSbc';
import { toPublic } from '../support/loopbackNetworks';
import { ASSISTANT_ID, NUMBER, type SipTrunkStage, startSipTrunkStage } from '../support/sipTrunkStage';
import { carryOut } from './carryOut';
import { certificate, expectCall } from './expectCall';
import { originationAddress, terminationTrunks } from './twilioNetwork';
import { type OutboundCall, outboundCall } from './vapiNetwork';

/** Somebody on the telephone network. */
const CALLED = '+15550100300';

/** What a test wants differently. */
export interface Wish extends Partial<Omit<TrunkSpec, 'numbers' | 'twilio'>> {
  /** E.164. */
  numbers?: string[];
  twilio?: Partial<TwilioSpec>;
}

/** Twilio, Vapi and their SIP servers, between which a trunk is set up and called over. */
export class CallStage {
  /** Called after each request that changed something. */
  afterWrite: () => Promise<void> = () => Promise.resolve();

  private constructor(
    /** What the trunk is set up at, and the node that does it. */
    readonly services: SipTrunkStage,
    private readonly region: SipRegion,
    private readonly vapiSbc: SipServer,
    private readonly twilioSbc: SipServer,
  ) {}

  /** Starts everything; nothing is provisioned yet. */
  static async start(region: SipRegion = 'us'): Promise<CallStage> {
    const services = await startSipTrunkStage();
    const shared = { publicAddress: toPublic, tls: certificate() };
    return new CallStage(
      services,
      region,
      await startVapiSbc({ vapi: services.vapi, region, ...shared }),
      await startTwilioSbc({ trunks: () => terminationTrunks(services.twilio.trunking), ...shared }),
    );
  }

  /** @returns what is left to be done by hand */
  async provision(wish: Wish = {}): Promise<ManualStep[]> {
    return await this.carryOut(wish, (spec, carrier, world) => carrier.planProvision(spec, world, makeLogin));
  }

  async update(change: Change, wish: Wish): Promise<void> {
    await this.carryOut(wish, (spec, carrier, world) => carrier.planUpdate(spec, world, change, makeLogin));
  }

  async remove(wish: Wish = {}): Promise<void> {
    const options = { releaseNumbers: false, alsoForeignNumbers: false };
    await this.carryOut(wish, (spec, carrier, world) => carrier.planRemoval(spec, world, options));
  }

  /** What doesn't fit, warnings left out. */
  async check(wish: Wish = {}): Promise<Finding[]> {
    const spec = this.specOf(wish);
    const carrier = CARRIERS[spec.carrier];
    const findings = carrier.check(spec, await carrier.read(this.services.tools.reader, spec));
    return findings.filter(({ severity }) => severity === 'error');
  }

  /** Where Twilio sends those who dial a number. @throws {Error} where it sends them nowhere */
  dialled(number: string): string {
    if (!this.isServed(number)) throw new Error(`No trunk serves ${number}.`);
    return originationAddress(this.services.twilio.trunking, number) ?? '';
  }

  /** Whether Twilio sends those who dial a number over a trunk, wherever that leads. */
  isServed(number: string): boolean {
    return this.services.twilio.numbers.some((one) => one.number === number && one.trunkSid !== undefined);
  }

  /** Calls Vapi. */
  async call(uri: string, from: string, status: number): Promise<CallAttempt> {
    return await expectCall(this.vapiSbc, { uri, from, status });
  }

  /** Has Vapi call somebody over the trunk, from an address and with a login that may be wrong. */
  async callOut(from: string, status: number, wrong?: Partial<Login>): Promise<CallAttempt> {
    const { uri, transport, login } = this.callOfVapi();
    const sent = login && { ...login, ...wrong };
    // Who is refused by address isn't asked for a login.
    return await expectCall(this.twilioSbc, {
      ...{ uri, from, status, transport },
      ...(status === 403 ? {} : { login: sent }),
    });
  }

  /** The login that Vapi calls with. */
  login(): Login | undefined {
    return this.callOfVapi().login;
  }

  async close(): Promise<void> {
    await this.vapiSbc.close();
    await this.twilioSbc.close();
    await this.services.close();
  }

  private callOfVapi(): OutboundCall {
    const [credential] = this.services.vapi.storedAll('credential');
    if (credential === undefined) throw new Error('Vapi has no credential to call with.');
    return outboundCall(credential, CALLED);
  }

  private specOf({ numbers = [NUMBER], twilio: chosen, ...wish }: Wish): TrunkSpec {
    return {
      ...{
        name: 'Front desk',
        carrier: 'twilio',
        region: this.region,
        transport: 'udp',
        access: 'addresses',
      },
      answeredBy: { assistantId: ASSISTANT_ID },
      ...wish,
      numbers: numbers.map((e164) => ({ e164, inVapi: e164 })),
      twilio: {
        ...{ domain: 'front-desk-3f9a.pstn.twilio.com', edges: ['ashburn'], terminationEdge: '' },
        ...{ secure: false, transferMode: 'disable-all' },
        ...{ moveFromOtherTrunk: false, adoptTrunk: false, ...chosen },
      },
    };
  }

  private async carryOut(
    wish: Wish,
    plan: (spec: TrunkSpec, carrier: Carrier, world: unknown) => Plan,
  ): Promise<ManualStep[]> {
    const spec = this.specOf(wish);
    const { tools } = this.services;
    const send: Writer['send'] = async (request) => {
      const sent = await tools.writer.send(request);
      await this.afterWrite();
      return sent;
    };
    return await carryOut(spec, { ...tools, writer: { send } }, (carrier, world) =>
      plan(spec, carrier, world),
    );
  }
}
