import type { ConversationScript, ListenStep, SayStep } from './script';
import type { CallToolsStep } from './script';
import type { ToolOutcome } from './types';

/** What a script can be played on: a socket with audio, or a phone call without. */
export interface Stage {
  /** True once the call is over; nothing is played any more. */
  readonly over: boolean;
  say(step: SayStep): Promise<void>;
  listen(step: ListenStep): Promise<void>;
  callTools(step: CallToolsStep): Promise<ToolOutcome[]>;
  wait(ms: number): Promise<void>;
  /** Begins to hold back what goes out. */
  stall(ms: number): void;
  waitForHangup(timeoutMs: number | undefined): Promise<void>;
  end(reason: string): void;
}

/** Plays a script to its end, or to the end of the call. After the last step the assistant hangs up. */
export async function play(script: ConversationScript, stage: Stage): Promise<void> {
  for (const step of script) {
    if (stage.over) return;
    switch (step.type) {
      case 'say':
        await stage.say(step);
        break;
      case 'listen':
        await stage.listen(step);
        break;
      case 'wait':
        await stage.wait(step.ms);
        break;
      case 'stall':
        stage.stall(step.ms);
        break;
      case 'waitForHangup':
        await stage.waitForHangup(step.timeoutMs);
        break;
      case 'end':
        stage.end(step.reason ?? 'assistant-ended-call');
        return;
      case 'callTools':
        await playTools(step, stage);
    }
  }
  stage.end('assistant-ended-call');
}

/** The words that a tool answer asks for come first, then what the script makes of the results. */
async function playTools(step: CallToolsStep, stage: Stage): Promise<void> {
  const outcomes = await stage.callTools(step);
  for (const outcome of outcomes)
    if (outcome.message && !stage.over) await stage.say({ type: 'say', text: outcome.message });
  const words = step.sayResult?.(outcomes);
  if (words && !stage.over) await stage.say({ ...words, type: 'say' });
}
