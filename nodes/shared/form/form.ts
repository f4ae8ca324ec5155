import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { toNodeError } from '../fail';
import type { JsonObject } from '../protocol/json';
import type { Field } from './field';
import { setAt } from './merge';
import type { BodyPath } from './paths';

/** Fields that together make the body of a request. */
export interface Form {
  properties: INodeProperties[];
  /**
   * The body as far as it was filled in; hidden fields are left out.
   *
   * @throws NodeOperationError with the field, the value and the fix, before anything is sent
   */
  read(context: IExecuteFunctions, itemIndex: number): JsonObject;
  /**
   * The same for a builder who is to hear of every fault at once.
   *
   * @returns what could be read, and a sentence for each field that could not
   */
  readAll(context: IExecuteFunctions, itemIndex: number): { body: JsonObject; problems: string[] };
}

/** Any field that fills a property of `T`, a type of Vapi's SDK. */
export type FieldOf<T> = Field<BodyPath<T> | ''>;

/**
 * A form for a type of Vapi's SDK: `formFor<Vapi.CreateSquadDto>([…])`. A path that the type lacks does not compile.
 *
 * @param fields in the order of the editor
 */
export function formFor<T = never>(fields: ReadonlyArray<[T] extends [never] ? Field : FieldOf<T>>): Form {
  const names = fields.map(({ property }) => property.name);
  const shared = new Set(names.filter((name, index) => names.indexOf(name) !== index));
  const readEach = (context: IExecuteFunctions, itemIndex: number, onFault: OnFault): JsonObject => {
    const place = { node: context.getNode(), itemIndex, timezone: context.getTimezone() };
    const body: JsonObject = {};
    for (const { property, path, read } of fields as readonly Field[]) {
      if (shared.has(property.name) && !isShown(property, context, itemIndex)) continue;
      // n8n has no value for a field that is not shown.
      const value: unknown = context.getNodeParameter(property.name, itemIndex, HIDDEN);
      if (value === HIDDEN) continue;
      try {
        setAt(body, path, read(value, place));
      } catch (error) {
        onFault(error);
      }
    }
    return body;
  };
  return {
    properties: fields.map(({ property }) => property),
    read: (context, itemIndex) =>
      readEach(context, itemIndex, (error) => {
        throw error;
      }),
    readAll: (context, itemIndex) => {
      const problems: string[] = [];
      const body = readEach(context, itemIndex, (error) => {
        problems.push(toNodeError(context.getNode(), error, itemIndex).message);
      });
      return { body, problems };
    },
  };
}

/** What becomes of a field that can't be read. */
type OnFault = (error: unknown) => void;

/**
 * Whether a field is the one that is shown, of those that share its name: by the name alone n8n gives the value of the
 * one that is for each of them.
 */
function isShown(
  { displayOptions }: INodeProperties,
  context: IExecuteFunctions,
  itemIndex: number,
): boolean {
  return Object.entries(displayOptions?.show ?? {}).every(([name, values]) => {
    const value: unknown = context.getNodeParameter(name, itemIndex, HIDDEN);
    return values?.some((allowed) => allowed === value) === true;
  });
}

/** Stands for the value of a field that n8n has none for. A text, because n8n copies objects. */
const HIDDEN = '\u0000hidden';
