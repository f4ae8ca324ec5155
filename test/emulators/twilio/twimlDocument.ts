import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { checkResponse, type TwimlDocument } from './twimlSchema';
import type { XmlElement } from './xml';

/** The answer is not TwiML at all (Twilio error 12100). */
export class TwimlError extends Error {
  readonly code = 12100;
}

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  processEntities: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  cdataPropName: '#cdata',
});

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * Reads TwiML, keeping the order of the verbs.
 *
 * @throws TwimlError when it is not well-formed XML with one `<Response>` as its root
 */
export function parseTwiml(xml: string): TwimlDocument {
  // A declaration must be the very first thing of an XML document, so leading space is an error with one.
  const text = xml.replace(/^\uFEFF/, '');
  if (/^\s+<\?xml/.test(text)) throw new TwimlError('There is white space before the XML declaration.');
  if (/<!DOCTYPE/i.test(text)) throw new TwimlError('A document type declaration is not accepted.');
  const verdict = XMLValidator.validate(text);
  if (verdict !== true) throw new TwimlError(`Not well-formed XML: ${verdict.err.msg}`);

  const roots = elementsOf(parser.parse(text)).filter(
    (node) => typeof node !== 'string' || node.trim() !== '',
  );
  const [root] = roots;
  if (roots.length !== 1 || !root || typeof root === 'string') {
    throw new TwimlError(`The document has ${roots.length} root elements instead of one <Response>.`);
  }
  if (root.name !== 'Response') throw new TwimlError(`The root element is <${root.name}>, not <Response>.`);
  return checkResponse(root);
}

/** Turns the parser's ordered form (`[{Say: [{'#text': …}], ':@': {…}}]`) into elements and strings. */
function elementsOf(nodes: unknown): Array<XmlElement | string> {
  if (!Array.isArray(nodes)) return [];
  return nodes.flatMap((node: Record<string, unknown>): Array<XmlElement | string> => {
    const name = Object.keys(node).find((key) => key !== ':@');
    if (name === undefined) return [];
    if (name === '#text') return [decodeEntities(String(node[name]))];
    if (name === '#cdata') return [rawText(node[name])];
    const attributes = Object.entries((node[':@'] ?? {}) as Record<string, unknown>);
    return [
      {
        name,
        attributes: Object.fromEntries(
          attributes.map(([key, value]) => [key, decodeEntities(String(value))]),
        ),
        children: elementsOf(node[name]),
      },
    ];
  });
}

/** Text of a CDATA section, in which `&` stands for itself. */
function rawText(section: unknown): string {
  return Array.isArray(section)
    ? section.map((part: Record<string, unknown>) => String(part['#text'])).join('')
    : '';
}

function decodeEntities(text: string): string {
  if (/&(?!#\d+;|#x[0-9a-f]+;|\w+;)/i.test(text)) throw new TwimlError(`A bare "&" in "${text.trim()}".`);
  return text.replace(/&(#x?)?(\w+);/gi, (entity, numeric: string | undefined, body: string) => {
    if (numeric) {
      const codePoint = parseInt(body, numeric.length === 2 ? 16 : 10);
      if (Number.isNaN(codePoint) || codePoint > 0x10ffff) throw new TwimlError(`Bad character ${entity}.`);
      return String.fromCodePoint(codePoint);
    }
    const character = ENTITIES[body];
    if (character === undefined) throw new TwimlError(`Unknown entity ${entity}.`);
    return character;
  });
}
