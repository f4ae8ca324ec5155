import { NodeOperationError } from 'n8n-workflow';
import { emptyPlan, type Plan } from '../../../../nodes/VapiSipTrunk/plan/plan';
import type { PlannedCall, Request } from '../../../../nodes/VapiSipTrunk/plan/plannedCall';
import type { Tools } from '../../../../nodes/VapiSipTrunk/plan/tools';
import type { Sent } from '../../../../nodes/VapiSipTrunk/plan/writer';
import type { JsonObject } from '../../../../nodes/shared/protocol/json';
import { NODE } from '../../../support/sipTrunk/directTools';

/** Tools that note what is asked of them, and answer what a test tells them to. */
export interface FakeTools extends Tools {
  /** What happened, in order: `POST /a`, `read /a`, `sleep 1200`. */
  events: string[];
  sent: Request[];
}

export interface Answers {
  /** By `METHOD path`; an empty object where there is none. */
  writes?: Record<string, Sent>;
  /** Lists by path, one after the other; the last one stays. */
  reads?: Record<string, Array<JsonObject[] | Error>>;
}

export function fakeTools({ writes = {}, reads = {} }: Answers = {}): FakeTools {
  const events: string[] = [];
  const sent: Request[] = [];
  return {
    ...{ node: NODE, events, sent },
    sleep: async (ms) => void events.push(`sleep ${ms}`),
    reader: {
      get: async () => undefined,
      list: async ({ path }) => {
        events.push(`read ${path}`);
        const answers = reads[path] ?? [];
        const answer = (answers.length > 1 ? answers.shift() : answers[0]) ?? [];
        if (answer instanceof Error) throw answer;
        return answer;
      },
    },
    writer: {
      send: async (request) => {
        const name = `${request.method} ${request.path}`;
        events.push(name);
        sent.push(request);
        return writes[name] ?? ok({});
      },
    },
  };
}

export const ok = (answer: JsonObject): Sent => ({ ok: true, answer });

export function refused(message: string, more: { mayBeDone?: boolean; gone?: boolean } = {}): Sent {
  const error = new NodeOperationError(NODE, message);
  return { ok: false, error, mayBeDone: false, gone: false, ...more };
}

/** A step that makes something and can be taken back; its thing is found by its name. */
export function creating(step: string, more: Partial<PlannedCall> = {}): PlannedCall {
  return {
    ...{ step, action: 'create', title: `The ${step}`, service: 'vapi', method: 'POST', path: `/${step}` },
    ...{ body: { name: step }, yields: 'id' },
    undo: { service: 'vapi', method: 'DELETE', path: `/${step}/{${step}}` },
    ...more,
  };
}

/** How the things of a step are found again. */
export function soughtBy(step: string, more: Partial<NonNullable<PlannedCall['sought']>> = {}) {
  return {
    ...{ service: 'vapi' as const, path: `/${step}`, match: { name: step } },
    ...{ id: 'id' as const, created: 'createdAt' as const, ...more },
  };
}

export function planOf(...calls: PlannedCall[]): Plan {
  return { ...emptyPlan(), calls };
}
