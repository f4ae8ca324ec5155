import { asObject, isObject, type JsonObject } from '../shared/protocol/json';
import type { GuardedBody, Owed } from '../shared/responseGuard';

/** TwiML for one call: what the workflow decides, or what the trigger itself does when nothing is decided in time. */
export class OwedTwiml implements Owed {
  private decision: JsonObject | undefined;
  private resolve: (twiml: string) => void = () => undefined;
  /** The answer, as soon as there is one. */
  readonly twiml = new Promise<string>((resolve) => (this.resolve = resolve));

  /** @param connect makes the TwiML from the workflow's decision, if there is one; never rejects */
  constructor(private readonly connect: (decision: JsonObject | undefined) => Promise<string>) {}

  take({ kind, body }: JsonObject): void {
    // The first answer counts.
    if (kind === 'incoming-call' && isObject(body)) this.decision ??= asObject(body);
  }

  isComplete(): boolean {
    return this.decision !== undefined;
  }

  async body(): Promise<GuardedBody> {
    const twiml = await this.connect(this.decision);
    this.resolve(twiml);
    return twimlBody(twiml);
  }
}

/** TwiML that is there already. */
export function readyTwiml(twiml: string): Owed {
  return { take: () => undefined, isComplete: () => true, body: () => twimlBody(twiml) };
}

function twimlBody(twiml: string): GuardedBody {
  return { contentType: 'text/xml; charset=utf-8', body: twiml };
}
