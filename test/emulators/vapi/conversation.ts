import type { JsonObject } from './json';
import { NO_RESULT, type ToolOutcome, type TranscriptLine } from './types';

/** What was said and called, in the shapes of Vapi's artifacts (OpenAPI: BotMessage, ToolCallMessage, …). */
export class Conversation {
  readonly lines: TranscriptLine[] = [];
  readonly messages: JsonObject[] = [];

  /** @param elapsedMs time since the start of the call */
  constructor(
    private readonly elapsedMs: () => number,
    systemPrompts: string[],
  ) {
    for (const message of systemPrompts) this.messages.push({ role: 'system', message, ...this.when() });
  }

  said(role: 'assistant' | 'user', text: string, durationMs: number): void {
    const ms = Math.max(0, this.elapsedMs() - durationMs);
    this.lines.push({ role, text, ms });
    const end = Date.now();
    this.messages.push({
      role: role === 'assistant' ? 'bot' : 'user',
      message: text,
      time: end - Math.round(durationMs),
      endTime: end,
      secondsFromStart: ms / 1000,
      duration: Math.round(durationMs),
      ...(role === 'assistant' ? { source: '' } : {}),
    });
  }

  called(toolCalls: JsonObject[]): void {
    this.messages.push({ role: 'tool_calls', message: '', toolCalls, ...this.when() });
  }

  answered(outcome: ToolOutcome): void {
    this.messages.push({
      role: 'tool_call_result',
      toolCallId: outcome.toolCallId,
      name: outcome.name,
      result: outcome.result ?? outcome.error ?? `${NO_RESULT} for ${outcome.toolCallId}.`,
      ...this.when(),
    });
  }

  /** Put in by `add-message`; not spoken. */
  inserted(role: string, content: string): void {
    this.messages.push({ role, message: content, ...this.when() });
  }

  openAiMessages(): JsonObject[] {
    return this.messages.map((entry) => {
      const content = entry.role === 'tool_call_result' ? entry.result : entry.message;
      return { role: OPENAI_ROLES[String(entry.role)] ?? entry.role, content };
    });
  }

  /** As `artifact.transcript`: one line an utterance, `AI:` or `User:` in front. */
  text(): string {
    return this.lines.map((line) => `${line.role === 'assistant' ? 'AI' : 'User'}: ${line.text}\n`).join('');
  }

  private when(): JsonObject {
    return { time: Date.now(), secondsFromStart: this.elapsedMs() / 1000 };
  }
}

const OPENAI_ROLES: Record<string, string> = {
  bot: 'assistant',
  tool_calls: 'assistant',
  tool_call_result: 'tool',
};
