import { resetSafeRegexEngine, safeRegex, type RegexEngine } from 'n8n-workflow';
import './engine';
import { untimedRegexes } from './untimedRegexes';

it("stands in for n8n's own, which is in a realm of its own to be stopped by the clock", () => {
  expect(safeRegex.exec('b', 'abc')).toBeInstanceOf(Array);
  resetSafeRegexEngine();
  expect(safeRegex.exec('b', 'abc')).not.toBeInstanceOf(Array);
});

it.each<[string, (engine: RegexEngine) => unknown]>([
  ['exec', (engine) => engine.exec('(b)(x)?', 'aBc', 'i')],
  ['exec without a match', (engine) => engine.exec('x', 'abc')],
  ['test', (engine) => [engine.test('^a', 'abc'), engine.test('^A', 'abc')]],
  ['replace', (engine) => engine.replace('(b|c)', 'abc', 'g', '<$1>')],
  ['matchAll', (engine) => engine.matchAll('[bc]', 'abcb')],
  ['split', (engine) => engine.split(' *, *', 'a , b,c')],
])('gives for %s what n8n gives', (_, use) => {
  resetSafeRegexEngine();
  // Arrays of another realm are none of this one.
  expect(JSON.stringify(use(untimedRegexes))).toBe(JSON.stringify(use(safeRegex)));
});
