import { asArray, asNumber, asObject, type JsonObject } from './json';

/** What the fields of the older `costBreakdown` are called in `costs`. */
const KIND_OF_LEGACY_FIELD: Readonly<Record<string, string>> = {
  transport: 'transport',
  stt: 'transcriber',
  llm: 'model',
  tts: 'voice',
  vapi: 'vapi',
  chat: 'chat',
};

/** The parts of the older `analysisCostBreakdown` that are money; the others count tokens. */
const LEGACY_ANALYSES = ['summary', 'structuredData', 'successEvaluation', 'structuredOutput'];

/**
 * Cost in US dollars by kind (transport, transcriber, model, voice, vapi, analysis …), summed where a kind comes
 * twice. Read from `costs`, or where there is none from the older `costBreakdown`. Source: OpenAPI, both schemas.
 *
 * @param owner a report or a call
 */
export function costByKind(owner: JsonObject): JsonObject | undefined {
  const sums = new Map<string, number>();
  for (const [kind, cost] of entries(owner)) {
    // Sums of floats are rounded, a row with 0.010899999999999998 helps nobody.
    sums.set(kind, Number(((sums.get(kind) ?? 0) + cost).toFixed(6)));
  }
  return sums.size > 0 ? Object.fromEntries(sums) : undefined;
}

function entries(owner: JsonObject): Array<[kind: string, cost: number]> {
  const costs = asArray(owner.costs);
  if (costs.length > 0) {
    return costs.flatMap((entry) => {
      const { type, cost } = asObject(entry);
      return typeof type === 'string' ? money(type, cost) : [];
    });
  }
  const legacy = asObject(owner.costBreakdown);
  const analyses = asObject(legacy.analysisCostBreakdown);
  return [
    ...Object.entries(KIND_OF_LEGACY_FIELD).flatMap(([field, kind]) => money(kind, legacy[field])),
    ...LEGACY_ANALYSES.flatMap((field) => money('analysis', analyses[field])),
  ];
}

function money(kind: string, cost: unknown): Array<[string, number]> {
  const amount = asNumber(cost);
  return amount === undefined ? [] : [[kind, amount]];
}
