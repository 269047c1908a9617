/** XML as CSDL needs it. */
import type { ODataVersion } from '../version.ts';

export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;
export type Lines = readonly string[];

/** Lines of an element; attributes without a value are left out. */
export function element(name: string, attributes: Attributes, children: Lines = []): Lines {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escapeXml(String(value))}"`)
    .join('');
  if (children.length === 0) return [`<${name}${written}/>`];
  return [`<${name}${written}>`, ...children.map((line) => `  ${line}`), `</${name}>`];
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/** Text for an attribute; characters that XML 1.0 cannot hold at all become U+FFFD. */
export function escapeXml(text: string): string {
  return (
    text
      .replaceAll(/[&<>"\t\n\r]/g, (character) => entities[character] ?? character)
      // oxlint-disable-next-line no-control-regex -- XML has no way to write them
      .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu, '\ufffd')
  );
}

export const EDM_NAMESPACE = 'http://docs.oasis-open.org/odata/ns/edm';

/** Another CSDL document, relative to this one, and the schema in it that is meant. */
export interface Reference {
  /** Address without the ending that tells the format. */
  readonly address: string;
  readonly namespace: string;
  readonly alias: string;
}

/** A CSDL XML document around schemas. */
export function csdlXmlDocument(version: ODataVersion, references: readonly Reference[], schemas: Lines): string {
  const lines = [
    '<?xml version="1.0" encoding="utf-8"?>',
    ...element('edmx:Edmx', { 'xmlns:edmx': 'http://docs.oasis-open.org/odata/ns/edmx', Version: version }, [
      ...references.flatMap(({ address, namespace, alias }) =>
        element(
          'edmx:Reference',
          { Uri: `${address}.xml` },
          element('edmx:Include', { Namespace: namespace, Alias: alias }),
        ),
      ),
      ...element('edmx:DataServices', {}, schemas),
    ]),
  ];
  return `${lines.join('\n')}\n`;
}
