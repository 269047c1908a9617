/**
 * Values as OData JSON text (JSON Format 7). A writer is made once per property and format and then called per value,
 * because whole extracts pass through here.
 */
import { Decimal } from 'decimal.js';
import type { ComplexType, EdmModel, PrimitiveTypeName, Property, PropertyType } from '../../model/edm.ts';
import { isList, type ComplexValue, type Value } from '../../model/values.ts';
import type { ComputedProperty, ValueProjection } from '../../bound/bound.ts';
import { primitiveName } from '../../bound/type-rules.ts';
import { isObject } from '../../util/json-object.ts';
import { qualifiedTypeName } from '../context-url.ts';
import { dynamicMembers, type DynamicShape } from './dynamic-writer.ts';
import { qualified } from '../links.ts';
import type { JsonFormat } from '../negotiate.ts';
import { quote } from '../quote.ts';
import type { ODataVersion } from '../version.ts';

/** What the shape of JSON depends on, besides the data. */
export interface JsonShape {
  readonly model: EdmModel;
  readonly version: ODataVersion;
  readonly format: JsonFormat;
  /** Null properties are left out. */
  readonly omitNulls: boolean;
  /** What ids are made absolute with; absent where a context URL says what they are relative to. */
  readonly base?: string | undefined;
}

/** JSON text of a value. */
type WriteValue = (value: Value | undefined) => string;

/** `@odata.` in 4.0, `@` in 4.01: how names of control information begin. */
export function controlPrefix(version: ODataVersion): '@odata.' | '@' {
  return version === '4.0' ? '@odata.' : '@';
}

/** How members are written that no type declares; objects within them are of the open `type`. */
export function dynamicShape(shape: JsonShape, type?: ComplexType): DynamicShape {
  const { model, version, format, omitNulls } = shape;
  return {
    omitNulls,
    typeName: format.metadata === 'none' ? undefined : `${controlPrefix(version)}type`,
    nested: type?.open === true ? qualified(model, type) : undefined,
  };
}

/** How complex values of a property are written. */
interface ComplexShape {
  /** Single ones carry their type, for the model does not say it. */
  readonly isDynamic?: boolean;
  /** Their parts that are shown; absent: all. */
  readonly shown?: ValueProjection | undefined;
}

/** The writer of a property's values, collections included. */
export function propertyWriter(property: Property, shape: JsonShape, complex: ComplexShape = {}): WriteValue {
  const isTyped = complex.isDynamic === true && !property.collection;
  const write = typeWriter(property.type, shape, { ...complex, isDynamic: isTyped });
  if (!property.collection) return write;
  return (value) => (isList(value) ? `[${value.map((item) => write(item)).join(',')}]` : '[]');
}

function typeWriter(type: PropertyType, shape: JsonShape, complex: ComplexShape): WriteValue {
  if (type.kind === 'ComplexType') return complexWriter(type, shape, complex);
  if (type.kind === 'EnumType') return writeText;
  return primitiveWriters[type.name] ?? (shape.format.ieee754Compatible ? writeExactAsText : writeExact);
}

/** Types that are not listed are `Edm.Int64` and `Edm.Decimal`, whose form depends on IEEE754Compatible. */
const primitiveWriters: Readonly<Partial<Record<PrimitiveTypeName, WriteValue>>> = {
  'Edm.Binary': writeText,
  'Edm.Boolean': writeBoolean,
  'Edm.Byte': writeNumber,
  'Edm.Date': writeText,
  'Edm.DateTimeOffset': writeText,
  'Edm.Double': writeNumber,
  'Edm.Duration': writeText,
  'Edm.Guid': writeText,
  'Edm.Int16': writeNumber,
  'Edm.Int32': writeNumber,
  'Edm.SByte': writeNumber,
  'Edm.Single': writeNumber,
  'Edm.String': writeText,
  'Edm.TimeOfDay': writeText,
};

function writeText(value: Value | undefined): string {
  if (typeof value === 'string') return quote(value);
  return value === undefined || value === null ? 'null' : JSON.stringify(value);
}

function writeBoolean(value: Value | undefined): string {
  if (value === true) return 'true';
  return value === false ? 'false' : 'null';
}

/** `INF`, `-INF` and `NaN` are strings (JSON Format 7.1). */
function writeNumber(value: Value | undefined): string {
  return typeof value === 'string' ? quote(value) : JSON.stringify(value ?? null);
}

function writeExact(value: Value | undefined): string {
  return value === undefined || value === null ? 'null' : digits(value);
}

function writeExactAsText(value: Value | undefined): string {
  return value === undefined || value === null ? 'null' : `"${digits(value)}"`;
}

/** Long notation: exponents are only for clients that ask for ExponentialDecimals. */
function digits(value: Value): string {
  const text = `${typeof value === 'number' || typeof value === 'string' ? value : ''}`;
  if (/^-?\d+(?:\.\d+)?$/.test(text)) return text;
  return new Decimal(text).toFixed();
}

/** Members of a complex value: the declared ones in model order, then the dynamic ones of an open type. */
function complexWriter(type: ComplexType, shape: JsonShape, { isDynamic: isTyped, shown }: ComplexShape): WriteValue {
  const { properties, dynamic: names, within, items }: ValueProjection = shown ?? type;
  const made = shown ?? {};
  const untyped = untypedComputed(made);
  const computed = computedFields(made, shape);
  const fields = [...properties.flatMap((property) => propertyFields(property, shape, shown)), ...computed];
  const declared = new Set([...type.properties, ...computed].map(({ name }) => name));
  const counts = new Set([...(items?.keys() ?? [])].map(countOf));
  const isDynamic = (name: string): boolean =>
    !declared.has(name) && !counts.has(name) && (names === undefined || names.includes(name));
  const isMade = (name: string): boolean => untyped.includes(name);
  const isShown = (name: string): boolean => isMade(name) || isDynamic(name);
  const typeName = `${quote(`${controlPrefix(shape.version)}type`)}:${quote(`#${qualified(shape.model, type)}`)}`;
  const { metadata } = shape.format;
  const head = metadata === 'full' || (isTyped === true && metadata !== 'none') ? [typeName] : [];
  const dynamic = dynamicShape(shape, type);
  return (value) => {
    if (!isObject(value)) return 'null';
    const members = [...head, ...writeFields(fields, value, shape.omitNulls)];
    if (type.open) members.push(...dynamicMembers(value, isShown, dynamic, within));
    else if (untyped.length > 0) members.push(...dynamicMembers(value, isMade, dynamic));
    return `{${members.join(',')}}`;
  };
}

/** Members of an object, one text each; without those that are null where nulls are omitted. */
export function writeFields(fields: readonly Field[], owner: ComplexValue, omitNulls: boolean): readonly string[] {
  return fields.flatMap(({ name, prefix, write, optional }) => {
    if (optional === true && owner[name] === undefined) return [];
    const text = write(owner[name], owner);
    return omitNulls && text === 'null' ? [] : [prefix + text];
  });
}

/** One member of a JSON object: the text before the value, and what makes the value from its owner. */
export interface Field {
  /** Where in the owner the value stands. */
  readonly name: string;
  /** The quoted name and a colon, with any annotations that go before. */
  readonly prefix: string;
  readonly write: (value: Value | undefined, owner: ComplexValue) => string;
  /** Where the owner has none, it is left out. */
  readonly optional?: boolean;
}

/**
 * The member of a structural property, with its type where the metadata level is full, behind the number of its items where
 * that is asked for; of complex values what `projection`, which the property is one of, shows.
 */
export function propertyFields(property: Property, shape: JsonShape, projection?: ValueProjection): readonly Field[] {
  const { name } = property;
  const type = shape.format.metadata === 'full' ? typeAnnotation(property, shape) : undefined;
  const annotation = type === undefined ? '' : `${quote(`${name}${controlPrefix(shape.version)}type`)}:${quote(type)},`;
  const write = propertyWriter(property, shape, { shown: projection?.within?.get(name) });
  const field = { name, prefix: `${annotation}${quote(name)}:`, write, optional: isOptional(property) };
  return projection?.items?.get(name)?.count === true ? [countField(name, shape), field] : [field];
}

const isOptional = ({ optional, made }: Property): boolean => optional === true || made?.optional === true;

/** The name of a collection's count, with its colon. */
export const countName = (name: string, { version }: JsonShape): string =>
  `${quote(`${name}${controlPrefix(version)}count`)}:`;

/** A count is an Edm.Int64 and follows IEEE754Compatible like one (JSON Format 3.2). */
export function writeCount(value: Value | undefined, shape: JsonShape): string {
  const count = Number(value ?? 0);
  return shape.format.ieee754Compatible ? `"${count}"` : `${count}`;
}

/** Where the number of the items of a collection stands in what it belongs to. */
const countOf = (name: string): string => `${name}@odata.count`;

/** The number of the items of a collection, which are counted beside it or alone. */
export const countField = (name: string, shape: JsonShape): Field => ({
  name: countOf(name),
  prefix: countName(name, shape),
  write: (count) => writeCount(count, shape),
});

const selfEvident: ReadonlySet<string> = new Set(['Edm.String', 'Edm.Boolean', 'Edm.Double']);

/** The type of a property whose JSON does not show it (JSON Format 4.6.3); complex values carry their own. */
function typeAnnotation(property: Property, shape: JsonShape): string | undefined {
  const { type, collection } = property;
  return !collection && (type.kind === 'ComplexType' || selfEvident.has(type.name))
    ? undefined
    : typeText(property, shape);
}

/** `#Decimal`, `#Collection(Model.Location)`: a type as control information names it. */
export function typeText({ type, collection }: Property, { model }: JsonShape): string {
  const name = qualifiedTypeName(model, type).replace(/^Edm\./, '');
  return collection ? `#Collection(${name})` : `#${name}`;
}

// ---- What requests make ----------------------------------------------------------------------------------------------

/** The members of what is computed and has a type; what has none is written as other dynamic properties are. */
export const computedFields = (
  { computed = [] }: Pick<ValueProjection, 'computed'>,
  shape: JsonShape,
): readonly Field[] =>
  computed.flatMap((item) => {
    const property = propertyOf(item);
    return property === undefined ? [] : [dynamicField(property, shape)];
  });

/** Names of what is computed and has no type that is known before its values are. */
export const untypedComputed = ({ computed = [] }: Pick<ValueProjection, 'computed'>): readonly string[] =>
  computed.filter((item) => propertyOf(item) === undefined).map(({ name }) => name);

function propertyOf({ name, expression: { type } }: ComputedProperty): Property | undefined {
  return type.type === null
    ? undefined
    : { kind: 'Property', name, type: type.type, collection: type.collection, nullable: true };
}

/**
 * A property that no type declares, because a request made it. The type stands before the value at level minimal as well
 * (JSON Format 4.6.3): but for texts and truth values, which JSON tells, and for single complex values, which carry their
 * own. Doubles have it, for infinite ones are texts.
 */
export function dynamicField(property: Property, shape: JsonShape): Field {
  const { name, type, collection } = property;
  const isTold = !collection && (type.kind === 'ComplexType' || told.has(primitiveName(type) ?? ''));
  const isTyped = !isTold && shape.format.metadata !== 'none';
  const member = `${quote(`${name}${controlPrefix(shape.version)}type`)}:${quote(typeText(property, shape))},`;
  const write = propertyWriter(property, shape, { isDynamic: true });
  const optional = property.made?.optional === true;
  return { name, prefix: `${isTyped ? member : ''}${quote(name)}:`, write, optional };
}

const told: ReadonlySet<string> = new Set(['Edm.String', 'Edm.Boolean']);
