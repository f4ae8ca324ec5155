import type { AnswerKind } from './answerKind';
import { assistant } from './assistant';
import { chatCompletion } from './chatCompletion';
import { documents } from './documents';
import { endpointing } from './endpointing';
import { error } from './error';
import { handoffDestination } from './handoffDestination';
import { incomingCall } from './incomingCall';
import { item } from './item';
import { json } from './json';
import { predial } from './predial';
import { text } from './text';
import { transferDestination } from './transferDestination';
import { voiceAudio } from './voiceAudio';

/** Every way to answer, by the value of the option. */
export const answerKinds: Readonly<Record<string, AnswerKind>> = {
  ...{ text, json, item, error },
  ...{ assistant, incomingCall },
  ...{ transferDestination, handoffDestination },
  ...{ documents, endpointing, predial, voiceAudio, chatCompletion },
};
