import {
  parseCreatedCall,
  parseVapiMessage,
  type CreatedCall,
  type VapiEvent,
} from '../../../bridge/src/vapi/messages';
import { mutated, pick, seeded, type Random } from './mutations';

export interface FuzzedVapi {
  messages: number;
  /** Messages that meant something. */
  told: number;
  malformed: number;
  /** Answers to POST /call that were taken for a created call. */
  created: number;
}

/**
 * Throws `count` messages of Vapi, three of four damaged, at the parser of its transport, and those that are JSON at
 * the reader of its answers.
 * @throws when one of them throws, or a result has not the form it should have
 */
export function fuzzVapi(count: number, seed: number): FuzzedVapi {
  const random = seeded(seed);
  const result = { messages: 0, told: 0, malformed: 0, created: 0 };
  for (; result.messages < count; result.messages += 1) {
    const whole = randomMessage(random);
    const bytes = random(4) === 0 ? whole : mutated(whole, random);
    try {
      const event = parseVapiMessage(bytes);
      checkEvent(event);
      if (event.kind === 'malformed') result.malformed += 1;
      else if (event.kind !== 'ignored') result.told += 1;
      const call = parseCreatedCall(json(bytes));
      checkCall(call);
      if (call) result.created += 1;
    } catch (cause) {
      throw new Error(`seed ${seed}, message ${result.messages}: ${JSON.stringify(bytes.toString())}`, {
        cause,
      });
    }
  }
  return result;
}

function json(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    return undefined;
  }
}

function checkEvent(event: VapiEvent): void {
  const isFine = ((): boolean => {
    switch (event.kind) {
      case 'said':
        return ['assistant', 'user'].includes(event.turn.role) && typeof event.turn.text === 'string';
      case 'ended':
        return event.reason === undefined || /^[\w.-]{1,200}$/.test(event.reason);
      default:
        return ['interrupted', 'speaking', 'stopped', 'alive', 'ignored', 'malformed'].includes(event.kind);
    }
  })();
  if (!isFine) throw new Error(`a result of kind ${event.kind} is not well formed`);
}

function checkCall(call: CreatedCall | undefined): void {
  if (!call) return;
  const { callId, websocketCallUrl, concurrencyBlocked } = call;
  if (typeof callId === 'string' && callId !== '' && typeof websocketCallUrl === 'string') {
    if (typeof concurrencyBlocked === 'boolean') return;
  }
  throw new Error('a created call is not well formed');
}

function randomMessage(random: Random): Buffer {
  const turn = random(50);
  const role = pick(['assistant', 'user', 'bot'], random);
  const said = pick(['Hello.', 'My "status-update" is 5.', '😀'.repeat(random(20)), ''], random);
  const message = pick<() => object>(
    [
      () => ({ type: 'user-interrupted', turnId: `turn-${turn}` }),
      () => ({ type: 'speech-update', status: pick(['started', 'stopped'], random), role, turn }),
      () => ({ type: 'status-update', status: 'in-progress' }),
      () => ({ type: 'status-update', status: 'ended', endedReason: 'customer-ended-call' }),
      () => ({
        type: 'transcript',
        role,
        transcriptType: pick(['partial', 'final'], random),
        transcript: said,
      }),
      () => ({ type: 'transcript[transcriptType="final"]', role, transcript: said }),
      () => ({ type: 'conversation-update', messages: [{ role, message: said }] }),
      () => ({ type: 'hang' }),
      () => ({
        id: 'c-1',
        transport: { provider: 'vapi.websocket', websocketCallUrl: 'wss://api.vapi.ai/c-1/transport' },
        subscriptionLimits: { concurrencyBlocked: random(2) === 0 },
      }),
    ],
    random,
  )();
  return Buffer.from(JSON.stringify(random(5) === 0 ? { message } : message));
}
