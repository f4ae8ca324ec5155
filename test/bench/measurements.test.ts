import { milliseconds, replaceSection, table } from './measurements';

const document =
  'intro\n<!-- measured: one -->\nold\n<!-- end: one -->\nmiddle\n<!-- measured: two -->\n<!-- end: two -->\nend\n';

describe('replaceSection', () => {
  it('replaces one section and nothing else', () => {
    const changed = replaceSection(document, 'one', 'new\nlines\n');
    expect(changed).toBe(document.replace('\nold\n', '\n\nnew\nlines\n\n'));
    expect(replaceSection(changed, 'one', 'new\nlines')).toBe(changed);
  });

  it('says which markers are missing', () => {
    expect(() => replaceSection(document, 'three', 'x')).toThrow(
      '<!-- measured: three --> and <!-- end: three -->',
    );
    expect(() => replaceSection('<!-- end: a --><!-- measured: a -->', 'a', 'x')).toThrow('no section "a"');
  });
});

it('table', () => {
  expect(table(['a', 'b'], [['1', '2']])).toBe('| a | b |\n| --- | --- |\n| 1 | 2 |');
});

it('milliseconds have a decimal while it matters', () => {
  expect([0.04, 12.34, 99.96, 1234.5].map(milliseconds)).toEqual(['0.0', '12.3', '100', '1235']);
});
