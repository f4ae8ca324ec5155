import { apply } from '../../../../../nodes/VapiSipTrunk/plan/apply';
import type { Change, MakeLogin, RemovalOptions } from '../../../../../nodes/VapiSipTrunk/carriers/carrier';
import { twilio } from '../../../../../nodes/VapiSipTrunk/carriers/twilio/twilio';
import type { Plan } from '../../../../../nodes/VapiSipTrunk/plan/plan';
import type { Report } from '../../../../../nodes/VapiSipTrunk/plan/report';
import type { TrunkSpec } from '../../../../../nodes/VapiSipTrunk/spec';
import { TinyWorld } from './tinyWorld';
import { loginMaker, NUMBER, SECOND } from './specs';

/** What is to be done with a trunk. */
export type Task = 'provision' | Change | RemovalOptions;

export const QUIETLY: RemovalOptions = { releaseNumbers: false, alsoForeignNumbers: false };

/** A Twilio account with two numbers, one for sale, and nothing else. */
export function account(): TinyWorld {
  const world = new TinyWorld();
  world.seed('vapi', '/assistant', { id: 'asst-1' });
  world.seed('twilio', '/IncomingPhoneNumbers', ...[NUMBER, SECOND].map(accountNumber));
  world.seed('twilio', '/AvailablePhoneNumbers/US/Local', {
    ...{ phone_number: '+15125550199', capabilities: { voice: true }, address_requirements: 'none' },
  });
  return world;
}

/** A number as Twilio answers it, on no trunk. */
export function accountNumber(phone_number: string): Record<string, unknown> {
  return {
    ...{ phone_number, friendly_name: phone_number, capabilities: { voice: true, sms: true } },
    ...{ trunk_sid: null, voice_application_sid: '', voice_url: 'https://demo.twilio.com/welcome/voice/' },
  };
}

/** The plan for a task in the world as it is now. */
export async function planned(
  world: TinyWorld,
  spec: TrunkSpec,
  task: Task = 'provision',
  makeLogin: MakeLogin = loginMaker(),
): Promise<Plan> {
  const read = await twilio.read(world, spec);
  if (task === 'provision') return twilio.planProvision(spec, read, makeLogin);
  return 'kind' in task
    ? twilio.planUpdate(spec, read, task, makeLogin)
    : twilio.planRemoval(spec, read, task);
}

/** Reads, plans, and carries it out. */
export async function run(
  world: TinyWorld,
  spec: TrunkSpec,
  task: Task = 'provision',
  makeLogin: MakeLogin = loginMaker(),
): Promise<Report> {
  return await apply(await planned(world, spec, task, makeLogin), world.tools, 'keep');
}
