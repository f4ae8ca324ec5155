import type {
  INodeParameters,
  INodeProperties,
  INodePropertyCollection,
  NodeParameterValueType,
} from 'n8n-workflow';
import { IDS, picked } from '../../../../support/engineOperation';

/** Values for fields by name, where the default would be refused or left out. */
export type Values = Readonly<Record<string, NodeParameterValueType>>;

/**
 * Something in every field of a form, also in those that n8n then hides.
 *
 * @param values by the path in the editor: `voice.provider`
 */
export function fillForm(
  properties: readonly INodeProperties[],
  values: Values = {},
  at = '',
): INodeParameters {
  return Object.fromEntries(
    properties.map((property) => {
      const path = at === '' ? property.name : `${at}.${property.name}`;
      return [property.name, values[path] ?? filled(property, values, path)];
    }),
  );
}

function filled(property: INodeProperties, values: Values, path: string): NodeParameterValueType {
  const { type, options = [], typeOptions } = property;
  switch (type) {
    case 'collection':
      return fillForm(options as INodeProperties[], values, path);
    case 'fixedCollection': {
      const [entry] = options as INodePropertyCollection[];
      const inner = fillForm(entry?.values ?? [], values, path);
      return { [entry?.name ?? '']: typeOptions?.multipleValues === true ? [inner] : inner };
    }
    case 'resourceLocator':
      return picked(IDS.tool);
    case 'string':
      if (property.default !== '' && property.default !== undefined && !Array.isArray(property.default))
        return property.default;
      return typeOptions?.multipleValues === true ? ['one', 'two'] : 'some text';
    default:
      return property.default;
  }
}

/** Every choice of a form, by the path in the editor. */
export function choicesOf(
  properties: readonly INodeProperties[],
  at = '',
): Array<[path: string, values: string[]]> {
  return properties.flatMap((property) => {
    const path = at === '' ? property.name : `${at}.${property.name}`;
    const { type, options = [] } = property;
    if (type === 'collection') return choicesOf(options as INodeProperties[], path);
    if (type === 'fixedCollection') {
      return choicesOf((options as INodePropertyCollection[])[0]?.values ?? [], path);
    }
    if (type !== 'options') return [];
    return [[path, (options as Array<{ value: string }>).map(({ value }) => value)]];
  });
}
