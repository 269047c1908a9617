/** Any text as a simple identifier, which is what names of properties are in OData (CSDL 15.2). */
import { createHash } from 'node:crypto';

const MAX_LENGTH = 128;
/** Names kept in mind at most, so that inventing new ones costs no memory. */
const MAX_REMEMBERED = 1_000;

/** Most names there are, told fast. */
const PLAIN = /^(?:[A-Za-z]|_(?!x))(?:[A-Za-z0-9]|_(?!x)){0,127}$/;
/** An underscore that would read as the beginning of an escape, also where that ends as the next one begins. */
const AMBIGUOUS =
  /^_(?=x_$)|_(?=x(?:[\dA-Fa-f]{4}|[\dA-Fa-f]{32})(?:_|[^\p{L}\p{Nl}\p{Nd}\p{Mn}\p{Mc}\p{Pc}\p{Cf}]))/gu;
const LEADING = /^[_\p{L}\p{Nl}]/u;
const ILLEGAL = /[^\p{L}\p{Nl}\p{Nd}\p{Mn}\p{Mc}\p{Pc}\p{Cf}]/gu;

/**
 * The identifier that stands for a name. A name that is an identifier stands for itself; every UTF-16 unit that may not
 * be in one is written as `_xHHHH_`, its four hexadecimal digits, as XML tools and SharePoint do (ISO 9075-14). So each
 * name has one identifier, whatever others there are, and no two have the same: an underscore that would read as the
 * beginning of an escape is escaped itself, the empty name is `_x_`, and what is longer than 128 characters ends in 32
 * digits of its SHA-256 instead.
 */
export function toIdentifier(name: string): string {
  if (PLAIN.test(name)) return name;
  if (name === '') return '_x_';
  const safe = name.replaceAll(AMBIGUOUS, escaped).replaceAll(ILLEGAL, escaped);
  const identifier = LEADING.test(safe) ? safe : safe.replace(/^./su, escaped);
  return identifier.length <= MAX_LENGTH ? identifier : shortened(identifier, name);
}

/** `toIdentifier` for names that come again and again. */
export function rememberedIdentifiers(): (name: string) => string {
  const known = new Map<string, string>();
  return (name) => {
    const found = known.get(name);
    if (found !== undefined) return found;
    const identifier = toIdentifier(name);
    if (known.size < MAX_REMEMBERED && name.length <= MAX_LENGTH) known.set(name, identifier);
    return identifier;
  };
}

function escaped(character: string): string {
  return Array.from({ length: character.length }, (_, index) => escapedUnit(character.charCodeAt(index))).join('');
}

const escapedUnit = (unit: number): string => `_x${unit.toString(16).toUpperCase().padStart(4, '0')}_`;

/** The beginning, as far as there is room and whole characters go, and what tells it from others that begin alike. */
function shortened(identifier: string, name: string): string {
  const digest = createHash('sha256').update(Buffer.from(name, 'utf16le')).digest('hex').slice(0, 32);
  const end = `_x${digest}_`;
  const begin = identifier.slice(0, MAX_LENGTH - end.length).replace(/[\ud800-\udbff]$/, '');
  return `${begin}${end}`;
}
