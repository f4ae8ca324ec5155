import type { INodePropertyOptions } from 'n8n-workflow';
import type { FieldSpec } from '../../../../shared/form/field';

/** What a provider is called in the editor, and which of the fields that providers share it has. */
export interface Provider<Trait extends string> {
  name: string;
  has: readonly Trait[];
}

/** Providers by Vapi's name for them. */
export type Providers<Trait extends string> = Readonly<Record<string, Provider<Trait>>>;

/** A list for the editor, sorted by name. */
export function providerOptions(
  providers: Providers<string>,
  except: readonly string[] = [],
): INodePropertyOptions[] {
  return Object.entries(providers)
    .filter(([value]) => !except.includes(value))
    .map(([value, { name }]) => ({ name, value }))
    .sort((a, b) => a.name.localeCompare(b.name));
}

/** Hides a field for providers that lack it. Where no provider is chosen, as in an update, it stays visible. */
export function unlessLacking<Trait extends string>(
  providers: Providers<Trait>,
  trait: Trait,
): FieldSpec['displayOptions'] {
  const lacking = Object.entries(providers).filter(([, { has }]) => !has.includes(trait));
  return lacking.length > 0 ? { hide: { provider: lacking.map(([value]) => value) } } : undefined;
}

/** Shows a field for some providers only. */
export function onlyFor(...providers: string[]): FieldSpec['displayOptions'] {
  return { show: { provider: providers } };
}
