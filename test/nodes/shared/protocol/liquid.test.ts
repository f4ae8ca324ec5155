import fc from 'fast-check';
import { liquidReferences } from '../../../../nodes/shared/protocol/liquid';

/** `name`, `name*` with a default, `name?` where the template can do without in another way. */
const references = (template: string): string[] =>
  liquidReferences(template).map(
    ({ path, hasDefault, optional }) => `${path}${hasDefault ? '*' : optional ? '?' : ''}`,
  );

it.each([
  ['no markup at all, { } and %', []],
  ['{{name}} and {{ user.first }}', ['name', 'user.first']],
  ['{{- name -}}', ['name']],
  ['{{ user["last name"].x }}', ['user.last name.x']],
  ['{{ slots[0].start }} {{ slots[i].start }}', ['slots', 'slots', 'i']],
  ['{{ name | default: "x" }}', ['name*']],
  ['{{ name | upcase | default: other }}', ['name*', 'other']],
  // A default is for what comes before the filters, not for their arguments.
  ['{{ name | append: last | default: "x" }}', ['name*', 'last']],
  ['{{ "now" | date: "%H:%M", zone | default: "x" }}', ['zone']],
  ['{{ "x | default: y" }}', []],
  ['{{ price | round: digits, allow_false: true }}', ['price', 'digits']],
  ['{{ true }}{{ nil }}{{ 3.5 }}{{ "text" }}', []],
  // JSONPath in aliases of tools.
  ['{{ $.field }} {{ $.a.b }}', []],
])('output: %s', (template, expected) => {
  expect(references(template)).toEqual(expected);
});

it.each([
  ['{% if name %}Hi {{ name }}{% endif %}{{ name }}', ['name?', 'name?', 'name']],
  ['{%- unless a == "x" and b contains c -%}{{ b }}{% endunless %}', ['a?', 'b?', 'c?', 'b?']],
  ['{% if a %}{% elsif b %}{{ b }}{% endif %}{{ b }}', ['a?', 'b?', 'b?', 'b']],
  ['{% case plan %}{% when "a" %}{{ plan }}{{ other }}{% endcase %}', ['plan?', 'plan?', 'other']],
  ['{% if user %}{{ user.first }}{% endif %}', ['user?', 'user.first?']],
  ['{% for s in slots %}{{ s.start }}{{ forloop.index }}{% endfor %}{{ s }}', ['slots', 's']],
  ['{% for i in (1..count) %}{{ i }}{% endfor %}', ['count']],
  ['{% for a in x %}{% for a in y %}{% endfor %}{{ a }}{% endfor %}{{ a }}', ['x', 'y', 'a']],
  ['{{ y }}{% assign y = z | upcase %}{{ y }}', ['y', 'z']],
  ['{% capture text %}{{ a }}{% endcapture %}{{ text }}', ['a']],
  ['{% echo name %}{% cycle a, b %}', ['name', 'a', 'b']],
  ['{% raw %}{{ a }}{% if b %}{% endraw %}{{ c }}', ['c']],
  ['{%- comment -%}{{ a }} {% {{ {%- endcomment -%}{{ c }}', ['c']],
  ['{% unknown a %}', []],
])('tags: %s', (template, expected) => {
  expect(references(template)).toEqual(expected);
});

it.each([
  ['{{ name', []],
  ['{% if name', []],
  ['{{}}{%%}{{ | }}{{ . }}', []],
  ['{{ "open }} {{ name }}', ['open', 'name']],
  ['{{{ name }}}', ['name']],
  ['{% raw %}{{ name }}', []],
  ['{% endif %}{% endfor %}{{ name }}', ['name']],
  ['{% elsif a %}{{ a }}', ['a?', 'a']],
  ['{% for %}{% elsif a %}{% endfor %}{% assign %}', ['a?']],
  ['{{ constructor }}{{ __proto__.x }}', ['constructor', '__proto__.x']],
])('what is broken: %s', (template, expected) => {
  expect(references(template)).toEqual(expected);
});

const PIECES = ['{{', '}}', '{%', '%}', '-', '"', "'", '|', 'default', ':', '.', '[', ']', '(', '..', ' '];
const WORDS = [
  'if',
  'endif',
  'elsif',
  'for',
  'in',
  'endfor',
  'raw',
  'endraw',
  'assign',
  '=',
  'a',
  'b',
  '7',
  '\n',
];

it('never throws, and gives names only', () => {
  const piece = fc.oneof(fc.constantFrom(...PIECES, ...WORDS), fc.string({ maxLength: 3 }));
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      for (const { path, hasDefault, optional } of liquidReferences(pieces.join(''))) {
        expect(path).toMatch(/^[A-Za-z_]/);
        expect(hasDefault && !optional).toBe(false);
      }
    }),
    { numRuns: 500 },
  );
});

// Half a megabyte each: what reads the text again from every place would need hours.
const HOSTILE = [
  ...['{{', '{%', '{', '}}{{', '"', "{{ '", '{{ "', '{{a|', '{{ a[', '{{ $', '{%    ', '{% raw %}', 'a.'],
  ...['{% if a %}', '{% elsif a %}', '{% for a in b %}', '{% endif %}', '| default: a ', 'a - ', '{%-%}{{-'],
];

it.each(HOSTILE)('reads %j once, however often it is repeated', (piece) => {
  const text = piece.repeat(Math.ceil(500_000 / piece.length));
  for (const template of [text, `{{ ${text} }}`, `{% if ${text} %}`, `{% raw %}${text}`]) {
    expect(Array.isArray(liquidReferences(template))).toBe(true);
  }
});
