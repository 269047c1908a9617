import { formOf } from '../bind/url/form-encoding.ts';
import { ODataError } from '../errors/odata-error.ts';
import type { EdmModel, EntitySet, EnumType, Property } from '../model/edm.ts';
import type { Row, Value } from '../model/values.ts';
import { wellFormed } from './quote.ts';

/** The canonical URL relative to the service root, percent-encoded: `Jobs('a%20b')`; nothing where a key is missing. */
export function entityUrl(model: EdmModel, entitySet: EntitySet, row: Row): string | undefined {
  if (entitySet.kind === 'Singleton') return entitySet.name;
  // Without a key, it is no entity.
  if (entitySet.entityType.key.length === 0) return undefined;
  const values = entitySet.entityType.key.map((name) => row[name]);
  const key = keyPredicate(model, entitySet, values, encodeText);
  return key === undefined ? undefined : `${entitySet.name}${key}`;
}

/**
 * `('x')` or `(A=1,B='x')`; nothing where a key value is missing (Part 2, 4.3.1). `values` stand in the order of the
 * type's key; `encode` is applied to each literal.
 */
export function keyPredicate(
  model: EdmModel,
  entitySet: EntitySet,
  values: readonly (Value | undefined)[],
  encode: (literal: string) => string = (literal) => literal,
): string | undefined {
  const { key, properties } = entitySet.entityType;
  const parts: string[] = [];
  for (const [index, name] of key.entries()) {
    const property = properties.find((candidate) => candidate.name === name);
    const value = values[index];
    if (property === undefined || value === undefined || value === null || typeof value === 'object') return undefined;
    const literal = encode(keyLiteral(model, property, String(value)));
    parts.push(key.length === 1 ? literal : `${name}=${literal}`);
  }
  return `(${parts.join(',')})`;
}

/** Halves of characters have no place in a URL (RFC 3629). */
const encodeText = (text: string): string => encodeURIComponent(wellFormed(text));

/** How a key value of the property's type is written in a URL (ABNF `keyPropertyValue`). */
export function keyLiteral(model: EdmModel, property: Property, value: string): string {
  const { type } = property;
  if (type.kind === 'EnumType') return `${qualified(model, type)}'${value}'`;
  if (type.kind === 'ComplexType') return value;
  if (type.name === 'Edm.String') return `'${value.replaceAll("'", "''")}'`;
  if (type.name === 'Edm.Duration') return `duration'${value}'`;
  return type.name === 'Edm.Binary' ? `binary'${value}'` : value;
}

/** The type's name with its namespace. */
export function qualified(model: EdmModel, type: EnumType | { readonly name: string }): string {
  return `${model.namespace}.${type.name}`;
}

/**
 * The URL of the next page: what the client asked for, in its spelling, with the new skiptoken in place of the old one.
 * `path` and `query` are percent-encoded.
 */
export function nextLink(serviceRoot: string, path: string, query: string, skiptoken: string): string {
  const options = [...keptOptions(query), `$skiptoken=${encodeURIComponent(skiptoken)}`].join('&');
  return `${serviceRoot}${escapeUnsafe(path)}?${escapeUnsafe(options)}`;
}

/**
 * How many characters of a URL count towards the limit: of its next link, all but the skiptoken. So whoever may ask the
 * first time may follow. `path` and `query` are as received.
 */
function lengthToFollow(path: string, query: string): number {
  const kept = escapeUnsafe(keptOptions(formOf(query) ?? query).join('&'));
  return escapeUnsafe(path).length + (kept === '' ? 0 : '?'.length + kept.length);
}

/** @throws ODataError `UrlTooLong`; what the service itself added to a next link does not count. */
export function checkLength(path: string, query: string, limit: number): void {
  const length = lengthToFollow(path, query);
  if (length > limit) throw ODataError.of('UrlTooLong', { length, limit });
}

/** What a next link repeats of a query. */
function keptOptions(query: string): readonly string[] {
  return query.split('&').filter((option) => option !== '' && !isSkiptoken(option));
}

/** Option names are case-insensitive and their `$` is optional (4.01) and may be encoded. */
function isSkiptoken(option: string): boolean {
  const [name = ''] = option.split('=', 1);
  return /^(\$|%24)?skiptoken$/i.test(name);
}

/** Servers let some characters pass that a URL must not hold (RFC 3986, 2); a client that checks links would refuse. */
export function escapeUnsafe(text: string): string {
  return text.replaceAll(/[^\x21\x24-\x3b\x3d\x3f-\x5b\x5d\x5f\x61-\x7a\x7e]/g, (character) =>
    encodeURIComponent(character),
  );
}
