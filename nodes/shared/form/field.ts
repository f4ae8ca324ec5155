import type { INode, INodeProperties } from 'n8n-workflow';

/** Where a value was given, for errors and for times without a zone. */
export interface FieldPlace {
  node: INode;
  itemIndex: number;
  /** Of the workflow: IANA name. */
  timezone: string;
}

/** A field of the editor and the property of Vapi's body that it fills. */
export interface Field<P extends string = string> {
  property: INodeProperties;
  /** Dotted path below the body, or below the path of the group it is in; empty for that itself. */
  path: P;
  /**
   * What Vapi gets for what n8n gives; undefined leaves the property out.
   *
   * @throws NodeOperationError for what cannot be sent
   */
  read: (value: unknown, place: FieldPlace) => unknown;
}

/** What is written about a field where it is declared. */
export interface FieldSpec<P extends string = string> {
  displayName: string;
  path: P;
  /** Name of the parameter: the last part of the path if left out. */
  name?: string;
  description?: string;
  hint?: string;
  placeholder?: string;
  /** Empty is an error instead of leaving the property out. */
  required?: boolean;
  displayOptions?: INodeProperties['displayOptions'];
}

/** The properties that every kind of field has in common. */
export function baseOf(
  spec: FieldSpec,
): Pick<INodeProperties, 'displayName' | 'name'> & Partial<INodeProperties> {
  const { displayName, path, description, hint, placeholder, required, displayOptions } = spec;
  const name = spec.name ?? path.slice(path.lastIndexOf('.') + 1);
  return {
    displayName,
    name,
    ...(required === true ? { required } : {}),
    ...(description === undefined ? {} : { description }),
    ...(hint === undefined ? {} : { hint }),
    ...(placeholder === undefined ? {} : { placeholder }),
    ...(displayOptions === undefined ? {} : { displayOptions }),
  };
}

/** The same fields, each shown only under a condition on top of its own. */
export function onlyWhen<F extends Field>(
  show: Record<string, Array<string | boolean>>,
  fields: readonly F[],
): F[] {
  return fields.map((field) => ({
    ...field,
    property: {
      ...field.property,
      displayOptions: {
        ...field.property.displayOptions,
        show: { ...show, ...field.property.displayOptions?.show },
      },
    },
  }));
}

/** Nothing was entered: the field is empty, or its expression found nothing. */
export function isBlank(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
}

/** A field whose value is changed once more before it is sent. */
export function mapped<const P extends string>(
  field: Field<P>,
  change: (value: unknown) => unknown,
): Field<P> {
  return {
    ...field,
    read: (given, place) => {
      const value = field.read(given, place);
      return value === undefined ? undefined : change(value);
    },
  };
}
