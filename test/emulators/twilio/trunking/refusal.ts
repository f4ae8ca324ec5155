/** Why a request is refused, in Twilio's terms. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    /** Of Twilio's error dictionary. */
    readonly code: number,
    message: string,
  ) {
    super(message);
    this.name = 'Refusal';
  }
}

/** For what Twilio's error dictionary has no code of its own. */
const INVALID_PARAMETER = 20001;

/** @throws Refusal 400 */
export function refuse(message: string, code = INVALID_PARAMETER): never {
  throw new Refusal(400, code, message);
}

/** @throws Refusal 404, as for everything that the account does not have */
export function notFound(what: string): never {
  throw new Refusal(404, 20404, `The requested resource ${what} was not found`);
}

/** The thing of that SID. @throws Refusal 404 */
export function find<T extends { sid: string }>(things: readonly T[], sid: string | undefined): T {
  return things.find((thing) => thing.sid === sid) ?? notFound(sid ?? '');
}

/** Takes it away. @throws Refusal 404 */
export function remove<T extends { sid: string }>(things: T[], sid: string | undefined): void {
  things.splice(things.indexOf(find(things, sid)), 1);
}
