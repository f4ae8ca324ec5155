export type Side = 'carrier' | 'assistant' | 'bridge';

/**
 * What the caller gets when a session ends. `none`: the caller is gone. `play-out`: what the assistant has said is
 * played, then the call is hung up. `divert`: the carrier speaks the fallback message, then connects the call to the
 * fallback number, if there is one, or hangs up. `hang-up`: at once.
 */
export type Farewell = 'none' | 'play-out' | 'divert' | 'hang-up';

/** Every way in which a session can end, with the side that ended it. */
export const endings = {
  'caller-hung-up': { side: 'carrier', farewell: 'none' },
  'carrier-lost': { side: 'carrier', farewell: 'none' },
  'stream-never-came': { side: 'carrier', farewell: 'none' },
  'callee-busy': { side: 'carrier', farewell: 'none' },
  'callee-no-answer': { side: 'carrier', farewell: 'none' },
  'dial-failed': { side: 'carrier', farewell: 'none' },
  'dial-canceled': { side: 'carrier', farewell: 'none' },
  transferred: { side: 'carrier', farewell: 'none' },
  'assistant-ended': { side: 'assistant', farewell: 'play-out' },
  'assistant-unreachable': { side: 'assistant', farewell: 'divert' },
  'assistant-dropped': { side: 'assistant', farewell: 'divert' },
  'assistant-silent': { side: 'assistant', farewell: 'divert' },
  'audio-overflow': { side: 'bridge', farewell: 'hang-up' },
  'stopped-by-api': { side: 'bridge', farewell: 'hang-up' },
  'drain-over': { side: 'bridge', farewell: 'divert' },
  'bridge-closed': { side: 'bridge', farewell: 'divert' },
} as const satisfies Record<string, { side: Side; farewell: Farewell }>;

export type EndReason = keyof typeof endings;
