/** Reads a CSDL XML document the way a strict client does. */
import { XMLParser } from 'fast-xml-parser';

export interface Declared {
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
}

/** Structural properties of every entity set, by entity set name. */
export function declaredProperties(csdl: string): ReadonlyMap<string, readonly Declared[]> {
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '',
    isArray: (name: string, _path: unknown, _leaf: boolean, isAttribute: boolean) =>
      !isAttribute && ['Schema', 'EntityType', 'EntitySet', 'Property'].includes(name),
  });
  const schemas = (parser.parse(csdl) as Document)['edmx:Edmx']['edmx:DataServices'].Schema;
  const types = new Map<string, XmlType>(
    schemas.flatMap((schema) =>
      (schema.EntityType ?? []).map((type) => [`${schema.Namespace}.${type.Name}`, type] as const),
    ),
  );
  const sets = schemas.flatMap((schema) => schema.EntityContainer?.EntitySet ?? []);
  return new Map(
    sets.map((set) => [
      set.Name,
      (types.get(set.EntityType)?.Property ?? []).map((property) => ({
        name: property.Name,
        type: property.Type,
        nullable: property.Nullable !== 'false',
      })),
    ]),
  );
}

interface Document {
  readonly 'edmx:Edmx': { readonly 'edmx:DataServices': { readonly Schema: readonly Schema[] } };
}

interface XmlType {
  readonly Name: string;
  readonly Property?: readonly XmlProperty[];
}

interface Schema {
  readonly Namespace: string;
  readonly EntityType?: readonly XmlType[];
  readonly EntityContainer?: { readonly EntitySet?: readonly { readonly Name: string; readonly EntityType: string }[] };
}

interface XmlProperty {
  readonly Name: string;
  readonly Type: string;
  readonly Nullable?: string;
}
