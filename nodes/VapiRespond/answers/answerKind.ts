import type { IDataObject, IExecuteFunctions, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { JsonObject } from '../../shared/protocol/json';
import type { RequestKind } from '../../shared/protocol/requests';
import { toSingleLine } from '../../shared/protocol/results';
import type { AnswerFields } from './answerFields';

/** Input items that belong to one tool call, in their order. */
export interface AnsweringItem {
  index: number;
  json: IDataObject;
}

/** What the builder sees of a way to answer. UI and behaviour stand side by side. */
interface AnswerForm {
  option: INodePropertyOptions;
  /** Shown when the option is chosen. */
  properties: INodeProperties[];
}

/** A way to answer a tool call. */
export interface ToolAnswerKind extends AnswerForm {
  kind: 'result' | 'error';
  /** The content; it is folded to a single line of text when it is sent. Undefined where an expression gave nothing. */
  content(context: IExecuteFunctions, items: readonly AnsweringItem[]): unknown;
}

/** A way to answer another request. */
export interface RequestAnswerKind extends AnswerForm {
  requests: readonly RequestKind[];
  /**
   * What is sent, in Vapi's shape: bare, not wrapped.
   *
   * @param fields at the first input item
   * @param asked the item of the trigger
   * @throws NodeOperationError if a field is missing or wrong
   */
  body(fields: AnswerFields, asked: JsonObject): JsonObject | Promise<JsonObject>;
}

export type AnswerKind = ToolAnswerKind | RequestAnswerKind;

export function answersToolCalls(kind: AnswerKind): kind is ToolAnswerKind {
  return 'content' in kind;
}

/**
 * A field that is evaluated for each item of a call. One item gives its value as it is, several one text: the same is
 * said once. Undefined where the field is undefined for an item.
 */
export function fieldContent(
  context: IExecuteFunctions,
  name: string,
  items: readonly AnsweringItem[],
): unknown {
  const values = items.map(({ index }) => context.getNodeParameter(name, index) as unknown);
  if (values.includes(undefined)) return undefined;
  if (values.length === 1) return values[0];
  return joinTexts(values.map((value) => (value === null || value === '' ? '' : toSingleLine(value))));
}

/** Texts of several items as one, each once and without empty ones. */
export function joinTexts(texts: readonly string[]): string {
  return [...new Set(texts.map((text) => text.trim()).filter((text) => text !== ''))].join('; ');
}
