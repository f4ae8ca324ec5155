import type { Field } from '../../../../shared/form/field';
import type { FieldOf } from '../../../../shared/form/form';
import { number } from '../../../../shared/form/fields';

/** An object of the body that Vapi replaces as a whole, and that cannot be read first: its secrets never come back. */
interface Plan<F> {
  /** As in the editor. */
  label: string;
  fields: readonly F[];
  /** A credential can do without it; whether it has one at first. */
  optional?: { preset: boolean };
  /** Values of own fields that it goes with. */
  when?: Record<string, string[]>;
}

/** A kind of credential of Vapi: its form, in the parts that creating and changing it have in common. */
export interface Provider {
  /** As in the editor. */
  name: string;
  /** Vapi's tag. */
  value: string;
  description?: string;
  /** What is filled in at once; each can be changed alone. */
  own: readonly Field[];
  /** What few need. */
  extra?: readonly Field[];
  plan?: Plan<Field>;
}

/** The form of a provider, its paths checked against `T`, the body that Vapi's SDK declares for it. */
export function provider<T>(spec: {
  name: string;
  value: string;
  description?: string;
  own: ReadonlyArray<FieldOf<T>>;
  extra?: ReadonlyArray<FieldOf<T>>;
  plan?: Plan<FieldOf<T>>;
}): Provider {
  return spec;
}

/** Which storage is tried first, where there are several. Source: Vapi API reference. */
export const fallbackIndex = number({
  displayName: 'Fallback Index',
  path: 'fallbackIndex',
  default: 1,
  min: 1,
  description: 'Where several storages are set up: the one with the lowest number is tried first',
});
