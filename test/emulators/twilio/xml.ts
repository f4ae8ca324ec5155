export interface XmlElement {
  name: string;
  attributes: Record<string, string>;
  children: Array<XmlElement | string>;
}

/** Child elements, without the text between them. */
export function childElements(element: XmlElement): XmlElement[] {
  return element.children.filter((child): child is XmlElement => typeof child !== 'string');
}

/** All text within an element, white space folded as a voice would. */
export function textOf(element: XmlElement): string {
  const flat = (node: XmlElement): string =>
    node.children.map((child) => (typeof child === 'string' ? child : ` ${flat(child)} `)).join('');
  return flat(element).replace(/\s+/g, ' ').trim();
}
