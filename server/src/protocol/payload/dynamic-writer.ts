/** Members that the model does not declare: their JSON, and what it does not show of their type (JSON Format 4.6.3). */
import { isList, type ComplexValue, type Value } from '../../model/values.ts';
import type { ValueProjection } from '../../bound/bound.ts';
import { isObject } from '../../util/json-object.ts';
import { quote } from '../quote.ts';

export interface DynamicShape {
  /** `@odata.type` or `@type`; absent: the client wants no control information. */
  readonly typeName?: string | undefined;
  /** Qualified name of the open type that nested objects are of; absent: the model has none for them. */
  readonly nested?: string | undefined;
  readonly omitNulls: boolean;
}

type Within = ValueProjection['within'];

/** Members of an open type that the model does not declare; those that are `within` are shown in part. */
export function dynamicMembers(
  value: ComplexValue,
  isDynamic: (name: string) => boolean,
  shape: DynamicShape,
  within?: Within,
): readonly string[] {
  return Object.entries(value)
    .filter(([name, member]) => member !== undefined && !(shape.omitNulls && member === null) && isDynamic(name))
    .map(([name, whole = null]) => {
      const member = partOf(whole, within?.get(name));
      return `${typeOfList(name, member, shape)}${quote(name)}:${dynamicText(member, shape)}`;
    });
}

/** What a projection leaves of a value of no declared type. */
function partOf(value: Value, projection: ValueProjection | undefined): Value {
  if (projection?.dynamic === undefined) return value;
  if (isList(value)) return value.map((item) => partOf(item, projection));
  if (!isObject(value)) return value;
  const { dynamic, within } = projection;
  const shown = dynamic.filter((name) => Object.hasOwn(value, name));
  return Object.fromEntries(shown.map((name) => [name, partOf(value[name] ?? null, within?.get(name))]));
}

/** The JSON of a value of no declared type. */
export function dynamicText(value: Value, shape: DynamicShape): string {
  if (typeof value === 'string') return quote(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (isList(value)) return `[${value.map((item) => dynamicText(item, shape)).join(',')}]`;
  const { typeName, nested } = shape;
  const type = typeName === undefined || nested === undefined ? [] : [`${quote(typeName)}:${quote(`#${nested}`)}`];
  return `{${[...type, ...dynamicMembers(value, () => true, shape)].join(',')}}`;
}

/** The type of a list, which goes before it under the list's own name; text, truth values and doubles need none. */
export function typeOfList(name: string, value: Value, { typeName, nested }: DynamicShape): string {
  if (typeName === undefined || !isList(value)) return '';
  return `${quote(`${name}${typeName}`)}:${quote(`#Collection(${itemType(value, nested)})`)},`;
}

const itemTypes: Readonly<Record<string, string>> = { string: 'String', boolean: 'Boolean', number: 'Double' };

function itemType(items: readonly Value[], nested: string | undefined): string {
  const kinds = new Set(items.filter((item) => item !== null).map((item) => (isList(item) ? 'list' : typeof item)));
  const [kind = 'string'] = kinds;
  if (kinds.size > 1) return 'Untyped';
  return itemTypes[kind] ?? (kind === 'object' && nested !== undefined ? nested : 'Untyped');
}

/** Whether a value's JSON alone does not say its type. */
export const needsType = (value: Value | undefined): boolean => typeof value === 'object' && value !== null;
