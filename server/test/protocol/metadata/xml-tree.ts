/** XML as a tree that tests can walk. */
import { XMLParser, XMLValidator } from 'fast-xml-parser';

export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

type Raw = Readonly<Record<string, unknown>>;

/** The document's root element. Throws where the text is not well-formed. */
export function readXml(text: string): XmlElement {
  const verdict = XMLValidator.validate(text);
  if (verdict !== true) throw new Error(JSON.stringify(verdict));
  const parser = new XMLParser({ preserveOrder: true, ignoreAttributes: false, attributeNamePrefix: '' });
  const raw: readonly Raw[] = parser.parse(text);
  const root = raw.map(convert).find((element) => !element.name.startsWith('?'));
  if (root === undefined) throw new Error('The document is empty.');
  return root;
}

function convert(raw: Raw): XmlElement {
  const name = Object.keys(raw).find((key) => key !== ':@') ?? '';
  const content = listOf(raw[name]);
  return {
    name,
    attributes: Object.fromEntries(Object.entries(Object(raw[':@'])).map(([key, value]) => [key, String(value)])),
    children: content.filter((item) => !('#text' in item)).map(convert),
    text: content.map((item) => ('#text' in item ? String(item['#text']) : '')).join(''),
  };
}

function listOf(value: unknown): readonly Raw[] {
  return Array.isArray(value) ? value : [];
}

/** Children of one name. */
export function children(element: XmlElement | undefined, name: string): readonly XmlElement[] {
  return element?.children.filter((child) => child.name === name) ?? [];
}

/** The first element along a path of names. */
export function at(element: XmlElement, ...path: readonly string[]): XmlElement {
  let current = element;
  for (const name of path) {
    const [next] = children(current, name);
    if (next === undefined) throw new Error(`There is no '${name}' in '${current.name}'.`);
    current = next;
  }
  return current;
}

/** All elements below. */
export function descendants(element: XmlElement): readonly XmlElement[] {
  return element.children.flatMap((child) => [child, ...descendants(child)]);
}
