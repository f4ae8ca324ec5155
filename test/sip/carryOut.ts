import { CARRIERS } from '../../nodes/VapiSipTrunk/carriers';
import type { Carrier } from '../../nodes/VapiSipTrunk/carriers/carrier';
import { apply, type Tools } from '../../nodes/VapiSipTrunk/plan/apply';
import type { Plan } from '../../nodes/VapiSipTrunk/plan/plan';
import type { ManualStep } from '../../nodes/VapiSipTrunk/plan/plannedCall';
import { fillIn } from '../../nodes/VapiSipTrunk/plan/references';
import type { TrunkSpec } from '../../nodes/VapiSipTrunk/spec';

/**
 * Reads, plans and carries the plan out, as the node does.
 *
 * @returns what is left to be done by hand
 * @throws {Error} where something speaks against it, or a step fails
 */
export async function carryOut(
  spec: TrunkSpec,
  tools: Tools,
  plan: (carrier: Carrier, world: unknown) => Plan,
): Promise<ManualStep[]> {
  const carrier = CARRIERS[spec.carrier];
  const planned = plan(carrier, await carrier.read(tools.reader, spec));
  const errors = planned.findings.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'));
  const { failure, ids } = await apply(planned, tools, 'keep');
  if (failure) throw new Error(`${failure.title}: ${failure.error.message}`);
  return fillIn(planned.manual, new Map(Object.entries(ids)));
}
