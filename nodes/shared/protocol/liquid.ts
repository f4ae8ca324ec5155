import { expressionReferences, rootOf, type LiquidReference } from './liquidExpression';
import { markups } from './liquidMarkup';

/** Tags whose words are conditions. */
const CONDITIONS = new Set(['if', 'elsif', 'unless', 'case', 'when']);

/**
 * What a Liquid template needs from outside, in order; what it assigns itself is left out from there on. Nothing is
 * rendered, and only what decides about names is understood: output, filters, conditions, loops, assignments, `raw`
 * and `comment`. Never throws, and reads the text once. Source: the Liquid reference; Vapi renders with LiquidJS.
 */
export function liquidReferences(template: string): LiquidReference[] {
  const found: LiquidReference[] = [];
  const scope = new Scope();
  for (const { kind, content } of markups(template)) {
    const needed = kind === 'output' ? scope.outer(expressionReferences(content)) : scope.tag(content);
    // Not spread: a hostile text has more than a call may have arguments.
    for (const reference of needed) found.push(reference);
  }
  return found;
}

/** Names that are known at a place of the template, and those that a condition around it has asked for. */
class Scope {
  private readonly assigned = new Map<string, number>([
    ['forloop', 1],
    ['tablerowloop', 1],
  ]);
  private readonly asked = new Map<string, number>();
  /** What each open block adds to one of the two. */
  private readonly blocks: Array<{ tag: string; names: string[]; into: Map<string, number> }> = [];

  tag(content: string): LiquidReference[] {
    const [, tag = '', rest = ''] = /^\s*(\w+)([^]*)$/.exec(content) ?? [];
    if (tag === 'assign') {
      const equals = rest.indexOf('=');
      const needed = this.outer(expressionReferences(rest.slice(equals + 1)));
      if (equals >= 0) add(this.assigned, rest.slice(0, equals).trim());
      return needed;
    }
    if (tag === 'capture' || tag === 'increment' || tag === 'decrement') {
      add(this.assigned, rest.trim());
      return [];
    }
    if (tag === 'for' || tag === 'tablerow') return this.loop(tag, rest);
    if (CONDITIONS.has(tag)) return this.condition(tag, rest);
    if (tag.startsWith('end')) this.close(tag.slice(3));
    return tag === 'echo' || tag === 'cycle' ? this.outer(expressionReferences(rest)) : [];
  }

  /** References that the template does not fill itself. */
  outer(references: LiquidReference[]): LiquidReference[] {
    return references
      .filter(({ path }) => !this.assigned.has(rootOf(path)))
      .map((entry) => ({ ...entry, optional: entry.optional || this.isAsked(entry.path) }));
  }

  private isAsked(path: string): boolean {
    return this.asked.has(path) || this.asked.has(rootOf(path));
  }

  private condition(tag: string, rest: string): LiquidReference[] {
    const references = expressionReferences(rest).map((entry) => ({ ...entry, optional: true }));
    if (tag !== 'elsif' && tag !== 'when') this.blocks.push({ tag, names: [], into: this.asked });
    const block = this.blocks.at(-1);
    for (const { path } of block?.into === this.asked ? references : []) {
      block?.names.push(path);
      add(this.asked, path);
    }
    return this.outer(references);
  }

  private loop(tag: string, rest: string): LiquidReference[] {
    const [, item = '', source = ''] = /^\s*([\w-]+)\s+in\s([^]*)$/.exec(rest) ?? [];
    const needed = this.outer(expressionReferences(source));
    this.blocks.push({ tag, names: [item], into: this.assigned });
    add(this.assigned, item);
    return needed;
  }

  private close(tag: string): void {
    if (this.blocks.at(-1)?.tag !== tag) return;
    const block = this.blocks.pop();
    block?.names.forEach((name) => remove(block.into, name));
  }
}

function add(names: Map<string, number>, name: string): void {
  names.set(name, (names.get(name) ?? 0) + 1);
}

function remove(names: Map<string, number>, name: string): void {
  const count = (names.get(name) ?? 0) - 1;
  if (count > 0) names.set(name, count);
  else names.delete(name);
}
