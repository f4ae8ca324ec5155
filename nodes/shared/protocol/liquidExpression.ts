/** A name that a Liquid template needs from outside. */
export interface LiquidReference {
  /** With the fields that are asked for: `user.first`. A list index or a computed field ends it. */
  path: string;
  /** Whether a `default` filter follows, so that the place is never empty. */
  hasDefault: boolean;
  /** Whether the template can do without: it has a default, or asks in a condition whether there is a value. */
  optional: boolean;
}

/** Text, number, name or sign. A name may have dashes in it, and `$` at the beginning is not Liquid but JSONPath. */
const WORD = /"[^"]*"|'[^']*'|\d+(?:\.\d+)?|[A-Za-z_$][\w$-]*\??|\.\.|\S/g;
const NAME = /^[A-Za-z_$]/;

/** Words that are values or operators, not names. */
const KEYWORDS = new Set(
  'and or not contains in true false nil null empty blank with as reversed limit offset cols'.split(' '),
);

/** What an expression such as `user.first | append: last | default: "x"` refers to, in order. */
export function expressionReferences(expression: string): LiquidReference[] {
  const words = expression.match(WORD) ?? [];
  const found: LiquidReference[] = [];
  /** How many references come before the first filter: it is those that a default is for. */
  let filtered: number | undefined;
  let hasDefault = false;
  let index = 0;
  const take = (): string => words[index++] ?? '';

  while (index < words.length) {
    const word = take();
    if (word === '|') {
      filtered ??= found.length;
      hasDefault = take() === 'default' || hasDefault;
    } else if (word === '.') {
      // The field of something computed.
      take();
    } else if (NAME.test(word) && words[index] !== ':') {
      const path = [word];
      for (let field = fieldAt(words, index); field !== undefined; field = fieldAt(words, index)) {
        path.push(field.name);
        index += field.words;
      }
      const known = path.length === 1 && KEYWORDS.has(word);
      if (!known && !word.startsWith('$')) {
        found.push({ path: path.join('.'), hasDefault: false, optional: false });
      }
    }
  }
  if (hasDefault) found.slice(0, filtered).forEach(markDefault);
  return found;
}

/** `.name` or `["name"]` at a place. */
function fieldAt(words: readonly string[], index: number): { name: string; words: number } | undefined {
  const [sign = '', name = '', end] = words.slice(index, index + 3);
  if (sign === '.' && NAME.test(name)) return { name, words: 2 };
  return sign === '[' && /^["']/.test(name) && end === ']'
    ? { name: name.slice(1, -1), words: 3 }
    : undefined;
}

function markDefault(reference: LiquidReference): void {
  reference.hasDefault = true;
  reference.optional = true;
}

/** The first part of a path: `user` of `user.first`. */
export function rootOf(path: string): string {
  const dot = path.indexOf('.');
  return dot < 0 ? path : path.slice(0, dot);
}
