import { randomUUID } from 'node:crypto';
import type { EffectiveAssistant } from './assistant';
import type { AudioFormat } from './audio';
import { Conversation } from './conversation';
import { type JsonObject, isObject, objectAt, objectsAt, stringAt } from './json';
import type {
  EmulatedCall,
  FrameTime,
  TimelineEvent,
  TimelineKind,
  ToolOutcome,
  TransportKind,
  Utterance,
} from './types';

/** Emulated prices in dollars a minute, so that a report has a cost. */
const PRICES = { transport: 0.014, vapi: 0.05 };

export interface CallSetup {
  body: JsonObject;
  orgId: string;
  publicUrl: string;
  assistant: EffectiveAssistant;
  phoneNumber: JsonObject | undefined;
  timeline(event: TimelineEvent): void;
}

/** Everything known about one call, and how the API shows it. */
export class CallRecord implements EmulatedCall {
  readonly id = randomUUID();
  status: string;
  endedReason: string | undefined;
  readonly createdAt = new Date();
  updatedAt = this.createdAt;
  startedAt: Date | undefined;
  endedAt: Date | undefined;
  name: string | undefined;
  blocked = false;
  readonly transport: TransportKind;
  readonly audioFormat: AudioFormat | undefined;
  readonly utterances: Utterance[] = [];
  readonly framesSent: FrameTime[] = [];
  readonly framesReceived: FrameTime[] = [];
  readonly toolResults: ToolOutcome[] = [];
  readonly controls: JsonObject[] = [];
  readonly problems: string[] = [];
  /** Results of structured outputs that were run after the call. */
  readonly structuredOutputs: JsonObject = {};
  readonly conversation: Conversation;
  readonly done: Promise<void>;
  settle: () => void = () => {};
  private readonly began = performance.now();
  private readonly sent: Buffer[] = [];
  private readonly received: Buffer[] = [];

  constructor(readonly setup: CallSetup) {
    const { body, assistant } = setup;
    const transport = objectAt(body, 'transport');
    this.transport = transport?.provider === 'vapi.websocket' ? 'websocket' : 'phone';
    if (this.transport === 'websocket') this.audioFormat = audioFormatOf(transport);
    this.status = isObject(body.schedulePlan) ? 'scheduled' : 'queued';
    this.name = stringAt(body, 'name');
    this.problems.push(...assistant.problems);
    const prompts = objectsAt(objectAt(assistant.body, 'model'), 'messages');
    this.conversation = new Conversation(
      () => performance.now() - this.began,
      prompts.filter((prompt) => prompt.role === 'system').map((prompt) => String(prompt.content)),
    );
    this.done = new Promise((resolve) => {
      this.settle = resolve;
    });
  }

  get assistantId(): string | undefined {
    return this.setup.assistant.id;
  }
  get variableValues(): JsonObject {
    return this.setup.assistant.variableValues;
  }
  get metadata(): unknown {
    return this.setup.body.metadata ?? this.setup.assistant.body.metadata;
  }
  get transcript() {
    return this.conversation.lines;
  }
  get audioSent(): Buffer {
    return Buffer.concat(this.sent);
  }
  get speechSent(): Buffer {
    return Buffer.concat(this.utterances.map((utterance) => utterance.sent));
  }
  get audioReceived(): Buffer {
    return Buffer.concat(this.received);
  }
  get customer(): JsonObject | undefined {
    return objectAt(this.setup.body, 'customer');
  }

  /** Bytes of assistant audio on the socket so far. */
  get bytesSent(): number {
    return this.framesSent.reduce((sum, frame) => sum + frame.bytes, 0);
  }

  noteSent(frame: Buffer): void {
    this.sent.push(frame);
    this.framesSent.push({ ms: this.elapsedMs(), bytes: frame.length });
  }

  noteReceived(audio: Buffer): void {
    this.received.push(audio);
    this.framesReceived.push({ ms: this.elapsedMs(), bytes: audio.length });
  }

  elapsedMs(): number {
    return performance.now() - this.began;
  }

  tell(kind: TimelineKind, text: string, ms = this.elapsedMs()): void {
    this.setup.timeline({ at: Date.now(), callId: this.id, kind, text, ms });
  }

  /** What templates may name: the call's variables and Vapi's own. */
  templateValues(): JsonObject {
    return {
      ...this.variableValues,
      call: { id: this.id, type: this.type, assistantId: this.assistantId },
      customer: this.customer ?? {},
      assistant: { id: this.assistantId, name: this.setup.assistant.body.name },
      phoneNumber: this.setup.phoneNumber ?? {},
    };
  }

  get type(): string {
    return this.transport === 'websocket' ? 'vapi.websocketCall' : 'outboundPhoneCall';
  }

  get costs(): JsonObject[] {
    if (!this.startedAt || !this.endedAt) return [];
    const minutes = (this.endedAt.getTime() - this.startedAt.getTime()) / 60_000;
    return [
      { type: 'transport', provider: this.carrier, minutes, cost: minutes * PRICES.transport },
      { type: 'vapi', subType: 'normal', minutes, cost: minutes * PRICES.vapi },
    ];
  }

  get cost(): number {
    return this.costs.reduce((sum, entry) => sum + Number(entry.cost), 0);
  }

  private get carrier(): string {
    if (this.transport === 'websocket') return 'vapi.websocket';
    const provider = stringAt(this.setup.phoneNumber, 'provider');
    return provider === 'twilio' || provider === 'vonage' || provider === 'telnyx' ? provider : 'vapi';
  }

  /** Transcript and messages, as every message carries them. */
  artifact(): JsonObject {
    return {
      messages: this.conversation.messages,
      messagesOpenAIFormatted: this.conversation.openAiMessages(),
    };
  }

  /** The artifact of a finished call. */
  finalArtifact(): JsonObject {
    const storage = `https://storage.vapi.ai/${this.id}`;
    return {
      ...this.artifact(),
      transcript: this.conversation.text(),
      recordingUrl: `${storage}-mono.wav`,
      stereoRecordingUrl: `${storage}-stereo.wav`,
      variableValues: this.variableValues,
      ...(Object.keys(this.structuredOutputs).length > 0
        ? { structuredOutputs: this.structuredOutputs }
        : {}),
    };
  }

  analysis(): JsonObject {
    if (!this.startedAt) return {};
    return {
      summary: `${this.conversation.lines.length} utterances, ${this.toolResults.length} tool results.`,
      successEvaluation: String(this.toolResults.every((outcome) => outcome.result !== undefined)),
    };
  }

  /** The call as the API shows it (OpenAPI: Call): with its results once it is over. */
  toApi(): JsonObject {
    if (this.status !== 'ended') return this.toMessage();
    return {
      ...this.toMessage(),
      costs: this.costs,
      artifact: this.finalArtifact(),
      analysis: this.analysis(),
    };
  }

  /** The call as server messages carry it. */
  toMessage(): JsonObject {
    const { body, orgId } = this.setup;
    const ended = this.status === 'ended';
    const kept = [
      ...['assistantId', 'assistant', 'assistantOverrides', 'squadId', 'squad', 'squadOverrides'],
      ...['phoneNumberId', 'customer', 'customerId', 'metadata', 'schedulePlan'],
    ];
    return {
      id: this.id,
      orgId,
      type: this.type,
      status: this.status,
      createdAt: this.createdAt.toISOString(),
      updatedAt: this.updatedAt.toISOString(),
      ...(this.startedAt ? { startedAt: this.startedAt.toISOString() } : {}),
      ...(this.endedAt ? { endedAt: this.endedAt.toISOString() } : {}),
      ...(this.endedReason ? { endedReason: this.endedReason } : {}),
      cost: this.cost,
      ...(this.name ? { name: this.name } : {}),
      ...Object.fromEntries(kept.filter((key) => body[key] !== undefined).map((key) => [key, body[key]])),
      ...(ended ? {} : { monitor: this.monitor() }),
      ...this.transportView(),
    };
  }

  private monitor(): JsonObject {
    const plan = objectAt(this.setup.assistant.body, 'monitorPlan');
    const base = this.setup.publicUrl;
    return {
      ...(plan?.listenEnabled === false ? {} : { listenUrl: `${socketUrl(base)}/${this.id}/listen` }),
      ...(plan?.controlEnabled === false ? {} : { controlUrl: `${base}/${this.id}/control` }),
    };
  }

  private transportView(): JsonObject {
    const { body, phoneNumber, publicUrl } = this.setup;
    const websocketCallUrl = `${socketUrl(publicUrl)}/${this.id}/transport`;
    if (this.transport === 'websocket')
      return { transport: { ...objectAt(body, 'transport'), websocketCallUrl } };
    const sip = stringAt(this.customer, 'sipUri') !== undefined;
    const sid = this.id.replaceAll('-', '');
    const onTwilio = this.carrier === 'twilio';
    const account = stringAt(phoneNumber, 'twilioAccountSid');
    return {
      phoneCallProvider: this.carrier,
      ...(onTwilio ? { phoneCallProviderId: `CA${sid}` } : {}),
      phoneCallTransport: sip || this.carrier === 'vapi' ? 'sip' : 'pstn',
      transport: onTwilio
        ? { provider: 'twilio', callSid: `CA${sid}`, accountSid: account, conversationType: 'voice' }
        : { provider: 'vapi.sip', conversationType: 'voice' },
      ...(body.phoneCallProviderBypassEnabled === true
        ? { phoneCallProviderDetails: { twiml: bypassTwiml(websocketCallUrl) } }
        : {}),
    };
  }
}

function audioFormatOf(transport: JsonObject | undefined): AudioFormat {
  const wanted = objectAt(transport, 'audioFormat');
  // What Vapi takes where audioFormat is left out is not documented; this is what its docs' samples use.
  if (!wanted) return { format: 'pcm_s16le', container: 'raw', sampleRate: 16_000 };
  return wanted as unknown as AudioFormat;
}

function socketUrl(base: string): string {
  return base.replace(/^http/, 'ws');
}

function bypassTwiml(url: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?><Response><Connect><Stream url="${url}"/></Connect></Response>`;
}
