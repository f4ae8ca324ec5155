import type { CarrierId } from '../../presets/table';
import type { TrunkSpec } from '../../spec';
import { customSteps } from './custom';
import { didwwSteps } from './didww';
import { plivoSteps } from './plivo';
import type { StepsAtCarrier } from './stepsAtCarrier';
import { zadarmaSteps } from './zadarma';

const STEPS: Partial<Record<CarrierId, StepsAtCarrier>> = {
  plivo: plivoSteps,
  zadarma: zadarmaSteps,
  didww: didwwSteps,
};

/** The steps of a carrier; of one that is not known, what any carrier needs. */
export function stepsAt({ carrier }: TrunkSpec): StepsAtCarrier {
  return STEPS[carrier] ?? customSteps;
}
