import fc from 'fast-check';
import { glue, restOf } from '../../../../nodes/shared/protocol/spokenSoFar';

const words = (text: string): string => text.trim().replace(/\s+/g, ' ');

describe('restOf', () => {
  it.each([
    ['all of it, when nothing was said', 'Hello.', '', 'Hello.'],
    ['nothing, when it was said', 'Hello there.', 'Hello there.', ''],
    ['nothing, when it was said in other white space', 'Hello\nthere. ', 'Hello  there.', ''],
    ['nothing, when it was the last part', 'Booked.', 'One moment. Booked.', ''],
    ['nothing for no text', ' ', 'Hello.', ''],
    ['what comes after what was said', 'Hello there. How are you?', 'Hello there.', ' How are you?'],
    ['all of it, when it is something else', 'Booked.', 'One moment.', ' Booked.'],
    ['all of it, when only the end of a word is the same', 'booked', 'overbooked', ' booked'],
    ['all of it, when only the start of a word is the same', 'Goodbye.', 'Good', ' Goodbye.'],
  ])('is %s', (_what, text, streamed, rest) => {
    expect(restOf(text, streamed)).toBe(rest);
  });

  it('completes a text that was streamed up to any word, over any texts', () => {
    const word = fc.stringMatching(/^[a-z.,!?]{1,6}$/);
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 1 }),
        fc.nat(),
        fc.constantFrom(' ', '\n', '  '),
        (all, cut, gap) => {
          const count = (cut % all.length) + 1;
          const streamed = all.slice(0, count).join(gap);
          const rest = restOf(all.join(' '), streamed);
          // A text whose end was said already, as in "a b a b", counts as said.
          const said = ` ${words(streamed)}`.endsWith(` ${all.join(' ')}`);
          expect(words(streamed + rest)).toBe(said ? words(streamed) : all.join(' '));
        },
      ),
    );
  });

  it('never loses a text that was not said, over any text', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (text, streamed) => {
        const heard = words(streamed + restOf(text, streamed));
        expect(` ${heard}`.endsWith(` ${words(text)}`) || words(text) === '').toBe(true);
      }),
    );
  });
});

describe('glue', () => {
  it.each([
    ['', 'a', 'a'],
    ['a', 'b', ' b'],
    ['a ', 'b', 'b'],
    ['a', ' b', ' b'],
    ['a', '', ''],
  ])('after %j makes %j into %j', (before, next, expected) => {
    expect(glue(before, next)).toBe(expected);
  });
});
