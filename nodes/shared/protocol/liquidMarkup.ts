/** One `{{ … }}` or `{% … %}` of a Liquid template, without its delimiters. */
export interface Markup {
  kind: 'output' | 'tag';
  content: string;
}

/** Tags whose content is plain text. */
const VERBATIM = new Set(['raw', 'comment']);

/** The markups of a template, without what `raw` and `comment` enclose. What is not closed is text. */
export function* markups(template: string): Generator<Markup> {
  /** Places that each kind of closing delimiter was looked up from already, so that the text is read once. */
  const closing = { output: new Closing(template, '}}'), tag: new Closing(template, '%}') };
  let endTag: string | undefined;
  let at = template.indexOf('{');
  while (at >= 0) {
    const kind = kindOf(template.charAt(at + 1));
    const end = kind === undefined ? -1 : closing[kind].after(at + 2);
    if (kind === undefined || end < 0 || (endTag !== undefined && kind === 'output')) {
      at = template.indexOf('{', at + (kind === undefined ? 1 : 2));
      continue;
    }
    const content = withoutDashes(template.slice(at + 2, end));
    const tag = kind === 'tag' ? (/^\s*(\w+)/.exec(content)?.[1] ?? '') : '';
    if (endTag === undefined && VERBATIM.has(tag)) endTag = `end${tag}`;
    else if (endTag === undefined) yield { kind, content };
    else if (tag === endTag) endTag = undefined;
    // A tag in verbatim text may begin with a delimiter that belongs to the end tag.
    at = template.indexOf('{', endTag === undefined ? end + 2 : at + 2);
  }
}

function kindOf(char: string): Markup['kind'] | undefined {
  if (char === '{') return 'output';
  return char === '%' ? 'tag' : undefined;
}

/** Finds a delimiter from places that only move on. */
class Closing {
  private found = -2;

  constructor(
    private readonly text: string,
    private readonly delimiter: string,
  ) {}

  after(from: number): number {
    if (this.found !== -1 && this.found < from) this.found = this.text.indexOf(this.delimiter, from);
    return this.found;
  }
}

/** Dashes at the ends only remove white space around the markup. */
function withoutDashes(content: string): string {
  return content.slice(content.startsWith('-') ? 1 : 0, content.endsWith('-') ? -1 : undefined);
}
