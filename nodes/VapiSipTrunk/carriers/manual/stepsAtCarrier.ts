import type { ManualStep } from '../../plan/plannedCall';
import type { TrunkSpec } from '../../spec';
import type { LoginChoice } from './login';

/** What a person does at the carrier, in order. */
export interface StepsAtCarrier {
  provision: (spec: TrunkSpec, login: LoginChoice) => ManualStep[];
  /** For numbers that come on top. */
  addNumbers: (spec: TrunkSpec) => ManualStep[];
  remove: (spec: TrunkSpec) => ManualStep[];
  rotateLogin: (spec: TrunkSpec, login: LoginChoice) => ManualStep[];
}
