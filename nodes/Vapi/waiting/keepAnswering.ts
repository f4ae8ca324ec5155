import type { IExecuteFunctions } from 'n8n-workflow';
import { fail } from '../../shared/fail';
import { asObject, asText, type JsonObject } from '../../shared/protocol/json';
import { vapiRequest } from '../../shared/transport';
import { findMask } from '../actions/common/findMask';
import { pointAtServer, serverOf } from './oldServer';
import { reliesOnServer, type Dependent } from './reliesOnServer';
import type { Talker } from './talkers';

export interface WhoAnswers {
  /** Of POST /call. */
  body: JsonObject;
  talkers: readonly Talker[];
  /** Otherwise nothing may rely on the server that is about to be replaced. */
  keepOldUrl: boolean;
}

/**
 * Makes sure that everything the assistant asks during the call is answered although its server is replaced.
 *
 * @returns overrides of the assistant that see to it
 * @throws NodeOperationError naming what would get no answer
 */
export async function keepAnswering(
  context: IExecuteFunctions,
  { body, talkers, keepOldUrl }: WhoAnswers,
): Promise<JsonObject> {
  const node = context.getNode();
  const dependents = talkers.flatMap(reliesOnServer);
  if (dependents.length === 0) return {};
  if (!keepOldUrl) throw fail(node, 'WAIT_SERVER_NEEDED', named(dependents), 0);

  const stuck = dependents.map((dependent) => ({ ...dependent, stuck: dependent.stuck ?? whyNotHere(body) }));
  const hopeless = stuck.filter((dependent) => dependent.stuck !== undefined);
  if (hopeless.length > 0) throw fail(node, 'WAIT_SERVER_STUCK', named(hopeless), 0);

  const [talker] = talkers;
  const old = talker && (serverOf(talker.assistant) ?? (await serverOfNumber(context, body.phoneNumberId)));
  if (talker === undefined || old === undefined) {
    throw fail(node, 'WAIT_SERVER_UNKNOWN', named(dependents), 0);
  }
  const overrides = pointAtServer(talker, old);
  const mask = findMask(overrides, {});
  if (mask !== undefined) throw fail(node, 'WAIT_SERVER_MASKED', mask, 0);
  return overrides;
}

/** Where a call cannot have a model of its own, or only the latest could be read. */
function whyNotHere({ squad, squadId, assistantVersion }: JsonObject): string | undefined {
  if (squad !== undefined || squadId !== undefined) return 'overrides hold for all members of a squad alike';
  return asText(assistantVersion) ? 'the assistant is pinned to a version' : undefined;
}

/** Where an assistant has no server, Vapi takes that of the phone number. Source: OpenAPI, `server` of assistants. */
async function serverOfNumber(context: IExecuteFunctions, id: unknown): Promise<JsonObject | undefined> {
  if (asText(id) === undefined) return undefined;
  const path = `/phone-number/${encodeURIComponent(String(id))}`;
  return serverOf(asObject(await vapiRequest.call(context, { method: 'GET', path, itemIndex: 0 })));
}

function named(dependents: readonly Dependent[]): string {
  const texts = dependents.map(({ what, stuck }) => (stuck === undefined ? what : `${what} (${stuck})`));
  return [...new Set(texts)].join(', ');
}
