import type { CallWebhooks } from './callWebhooks';
import { Interrupted, Interruption } from './interruption';
import { parseTwiml, TwimlError } from './twimlDocument';
import { runTwiml, type CallLeg, type EndStep, type Step, type WorkStep } from './twimlRunner';
import type { TwilioNumber } from './types';
import type { WebhookAnswer } from './webhook';

export interface CallCourseOptions {
  number: TwilioNumber;
  webhooks: CallWebhooks;
  leg: CallLeg;
  warn(code: number, message: string): void;
  /** Something the emulator cannot play, or its own fault. */
  onError(message: string): void;
}

const MAX_DOCUMENTS = 100;
const APPLICATION_ERROR = 'We are sorry, an application error has occurred. Goodbye.';

/** Goes from TwiML document to TwiML document until the call ends; can be turned elsewhere at any moment. */
export class CallCourse {
  interruption = new Interruption();
  private pending: Step | undefined;
  private hasFallenBack = false;

  constructor(private readonly options: CallCourseOptions) {}

  get isEnding(): boolean {
    return this.pending?.kind === 'end';
  }

  /** Cuts short what is going on and does this instead. The first end counts. */
  turnTo(step: Step): void {
    if (this.isEnding) return;
    this.pending = step;
    this.interruption.cut();
  }

  /** From the voice webhook to the end. */
  async follow(): Promise<EndStep> {
    const { number } = this.options;
    const { voiceUrl: url, voiceMethod: method = 'POST' } = number;
    let step: Step = { kind: 'fetch', url, method, params: {} };
    for (let documents = 1; step.kind !== 'end'; documents += 1) {
      if (documents > MAX_DOCUMENTS) {
        this.options.onError(`More than ${MAX_DOCUMENTS} TwiML documents in one call: a redirect loop?`);
        this.turnTo({ kind: 'end', by: 'application-error' });
      }
      const next: Step = await this.attempt(step);
      step = this.pending ?? next;
      this.pending = step.kind === 'end' ? step : undefined;
      if (step.kind !== 'end' && this.interruption.signal.aborted) this.interruption = new Interruption();
    }
    return step;
  }

  /** Does one step; whatever goes wrong becomes the step that follows. */
  private async attempt(step: WorkStep): Promise<Step> {
    try {
      return await this.take(step);
    } catch (error) {
      if (!(error instanceof Interrupted)) {
        this.options.onError(error instanceof Error ? error.message : String(error));
      }
      return { kind: 'end', by: 'application-error' };
    }
  }

  private async take(step: WorkStep): Promise<Step> {
    this.interruption.checkpoint();
    try {
      if (step.kind === 'document') return await this.runDocument(step.xml, step.baseUrl);
      const { webhooks } = this.options;
      const answer = await webhooks.ask(step.url, step.method, step.params, this.interruption.signal);
      this.interruption.checkpoint();
      if (answer.failure) throw new FetchError(answer.failure.code, answer.failure.message);
      return await this.runAnswer(answer);
    } catch (error) {
      if (!(error instanceof FetchError || error instanceof TwimlError)) throw error;
      this.options.warn(error.code, error.message);
      return this.fallBack(error.code, step.kind === 'fetch' ? step.url : this.options.number.voiceUrl);
    }
  }

  /** Asks the fallback address, or lets the caller hear that the application failed. */
  private async fallBack(code: number, failedUrl: string): Promise<Step> {
    const { number, leg } = this.options;
    const fallback = number.voiceFallbackUrl;
    if (fallback !== undefined && !this.hasFallenBack) {
      this.hasFallenBack = true;
      const params = { ErrorCode: String(code), ErrorUrl: failedUrl };
      return { kind: 'fetch', url: fallback, method: 'POST', params };
    }
    leg.answer();
    await leg.say(APPLICATION_ERROR);
    return { kind: 'end', by: 'application-error' };
  }

  /** Source of the content types: Twilio docs, TwiML for Programmable Voice, MIME types. */
  private async runAnswer(answer: WebhookAnswer): Promise<Step> {
    const { leg } = this.options;
    const type = answer.contentType.split(';')[0]?.trim().toLowerCase() ?? '';
    if (['text/xml', 'application/xml', 'text/html'].includes(type)) {
      return this.runDocument(answer.body, answer.url);
    }
    if (type !== 'text/plain' && !type.startsWith('audio/')) {
      throw new FetchError(12300, `${answer.url}: content type "${answer.contentType}" is not TwiML.`);
    }
    leg.answer();
    await (type === 'text/plain' ? leg.say(answer.body) : leg.play(answer.url));
    return { kind: 'end', by: 'twiml' };
  }

  private async runDocument(xml: string, baseUrl: string): Promise<Step> {
    const document = parseTwiml(xml);
    for (const warning of document.warnings) this.options.warn(12200, warning);
    return runTwiml(document, baseUrl, this.options.leg);
  }
}

/** TwiML could not be fetched; `code` is Twilio's. */
class FetchError extends Error {
  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message);
  }
}
