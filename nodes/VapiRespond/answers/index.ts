import type { AnswerKind } from './answerKind';
import { error } from './error';
import { item } from './item';
import { text } from './text';

/** Every way to answer, by the value of the option. */
export const answerKinds: Readonly<Record<string, AnswerKind>> = { text, item, error };
