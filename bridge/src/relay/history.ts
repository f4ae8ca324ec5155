import type { Turn } from './peer';

const MAX_TURNS = 50;
const MAX_CHARACTERS = 16_000;

/** The newest turns of a conversation, for an assistant that has to take it over. In memory only, and never logged. */
export class History {
  #turns: Turn[] = [];
  #characters = 0;

  get turns(): readonly Turn[] {
    return [...this.#turns];
  }

  add(turn: Turn): void {
    const text = turn.text.slice(-MAX_CHARACTERS);
    this.#turns.push({ role: turn.role, text });
    this.#characters += text.length;
    while (this.#turns.length > MAX_TURNS || this.#characters > MAX_CHARACTERS) {
      this.#characters -= this.#turns.shift()?.text.length ?? 0;
    }
  }
}
