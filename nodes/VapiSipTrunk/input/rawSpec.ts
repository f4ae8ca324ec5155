import { asArray, asObject, asText, type JsonObject } from '../../shared/protocol/json';
import { textOf } from '../../shared/fields/textOf';

/** What a form gave, part by part; paths are those of the fields. */
export class RawSpec {
  constructor(private readonly body: JsonObject) {}

  /** A part of its own, such as `manual`. */
  part(name: string): RawSpec {
    return new RawSpec(asObject(this.body[name]));
  }

  object(name: string): JsonObject | undefined {
    const value = this.body[name];
    return value === undefined ? undefined : asObject(value);
  }

  /** Trimmed; empty where nothing was filled in. */
  text(name: string): string {
    return textOf(this.body[name]);
  }

  optional(name: string): string | undefined {
    return asText(this.text(name));
  }

  flag(name: string): boolean {
    return this.body[name] === true;
  }

  number(name: string): number | undefined {
    const value = this.body[name];
    return typeof value === 'number' ? value : undefined;
  }

  /** Whether anything was filled in. */
  has(name: string): boolean {
    return this.body[name] !== undefined && this.body[name] !== null;
  }

  /** Texts of a list, or of a text in which they are separated by commas, semicolons or lines. */
  list(name: string): string[] {
    const value = this.body[name];
    const texts = Array.isArray(value) ? asArray(value).map(textOf) : [textOf(value)];
    return texts
      .flatMap((text) => text.split(/[,;\r\n]+/))
      .map((text) => text.trim())
      .filter((text) => text !== '');
  }
}
