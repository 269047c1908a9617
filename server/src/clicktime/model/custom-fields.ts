/**
 * Custom fields as values of an open complex type. Their names are whatever a company typed, and clients choke on those
 * that are no simple identifiers; the names and values as they came are in the text beside them.
 */
import type { ComplexValue, Value } from '../../model/values.ts';
import { toIdentifier } from '../../util/identifier.ts';
import { isObject, type JsonObject } from '../../util/json-object.ts';
import { isDeeperThan } from '../../util/nesting.ts';
import { jsonText } from './json-text.ts';

/** Objects and lists within one another; clients walk them on the stack. */
const MAX_DEPTH = 32;

type Identify = (name: string) => string;

/**
 * The fields by identifier, from an object or the JSON text of one; an empty list or text is none. Undefined for what is
 * something else, or too deep.
 */
export function decodeCustomFields(value: unknown, identify: Identify = toIdentifier): Value | undefined {
  if (value === '') return null;
  if (Array.isArray(value) && value.length === 0) return {};
  const map = parsedCustomFields(value);
  if (!isObject(map)) return undefined;
  if (isPlain(map, identify)) return map as ComplexValue;
  return isDeeperThan(map, MAX_DEPTH) ? undefined : complexValue(map, identify);
}

/** The map itself, where it came as the JSON text of one. */
export const parsedCustomFields = (value: unknown): unknown => (typeof value === 'string' ? parsed(value) : value);

/** The JSON text of whatever came; text that is JSON already stays as it is. */
export function decodeCustomFieldsText(value: unknown): string | null {
  if (value === '') return null;
  return typeof value === 'string' && parsed(value) !== undefined ? value : jsonText(value);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function complexValue(map: JsonObject, identify: Identify): ComplexValue {
  return Object.fromEntries(
    Object.entries(map).map(([name, member]) => [identify(name), memberValue(member, identify)]),
  );
}

/** Whether nothing in it has to be written otherwise: then it is the value itself. */
function isPlain(map: JsonObject, identify: Identify): boolean {
  for (const name of Object.keys(map)) {
    const member = map[name];
    if ((typeof member === 'object' && member !== null) || identify(name) !== name) return false;
  }
  return true;
}

function memberValue(member: unknown, identify: Identify): Value {
  if (isObject(member)) return complexValue(member, identify);
  return Array.isArray(member) ? listValue(member, identify) : (member as Value);
}

/** A list of values of one kind; OData has no type for others, so they are JSON text. */
function listValue(items: readonly unknown[], identify: Identify): Value {
  const kinds = new Set(items.map((item) => (Array.isArray(item) ? 'list' : typeof item)));
  if (kinds.size > 1 || kinds.has('list') || items.includes(null)) return jsonText(items);
  return items.map((item) => memberValue(item, identify));
}
