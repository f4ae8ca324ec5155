import fc from 'fast-check';
import { eventData } from '../../../../nodes/shared/protocol/sseEvents';

it.each<[string, string, string[]]>([
  ['one event', 'data: a\n\n', ['a']],
  ['events of several lines', 'data: a\ndata: b\n\ndata: c\n\n', ['a\nb', 'c']],
  ['carriage returns', 'data: a\r\n\r\ndata: b\r\rdata: c\n\n', ['a', 'b', 'c']],
  ['no space after the colon, or a second one', 'data:a\n\ndata:  b\n\n', ['a', ' b']],
  ['comments and other fields', ': ping\n\nevent: x\nid: 1\nretry: 5\ndata: a\n\n', ['a']],
  ['an empty line of data', 'data\ndata: a\n\n', ['\na']],
  ['a byte order mark', '\uFEFFdata: a\n\n', ['a']],
  ['no empty line at the end', 'data: a', ['a']],
  ['nothing', '', []],
  ['no event stream at all', '<html>data: no</html>', []],
])('reads %s', (_, stream, expected) => {
  expect(eventData(stream)).toEqual(expected);
});

it('gives back what was written, and never throws', () => {
  const line = fc.string().map((text) => text.replace(/[\r\n]/g, ' '));
  fc.assert(
    fc.property(fc.array(line.filter((text) => text !== '')), (events) => {
      expect(eventData(events.map((data) => `data: ${data}\n\n`).join(''))).toEqual(events);
    }),
  );
  fc.assert(fc.property(fc.string(), (text) => Array.isArray(eventData(text))));
});
