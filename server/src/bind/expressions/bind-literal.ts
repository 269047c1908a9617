import type { PrimitiveValue } from '../../model/values.ts';
import type { ValueType } from '../../model/comparison.ts';
import type { Literal } from '../../../../grammar/index.ts';
import type { PrimitiveTypeName, PropertyType } from '../../model/edm.ts';
import { didYouMean } from '../../util/did-you-mean.ts';
import { shown } from '../../util/shown.ts';
import type { BoundExpression, BoundLiteral, Scalar } from '../../bound/bound.ts';
import { memberNames } from '../../bound/describe.ts';
import { decimalValue, doubleValue, integerLiteral, isReadFromText, readEnum, readText } from '../../model/literals.ts';
import { countCharacters } from './budget.ts';
import { mismatch, type Scope, unsupported } from './scope.ts';
import {
  booleanType,
  isNumeric,
  isSameType,
  primitiveName,
  singleOf,
  untyped,
  writingHint,
} from '../../bound/type-rules.ts';
import { checkLiteralLength } from '../../model/value-bounds.ts';

const literal = (type: ValueType, value: Scalar): BoundLiteral => ({ kind: 'BoundLiteral', type, value });

const booleanLiteral = (value: boolean): BoundLiteral => literal(booleanType, value);

/** Literal forms whose text is read by the reader of one primitive type. */
const textForms = {
  string: 'Edm.String',
  guid: 'Edm.Guid',
  date: 'Edm.Date',
  timeOfDay: 'Edm.TimeOfDay',
  dateTimeOffset: 'Edm.DateTimeOffset',
  duration: 'Edm.Duration',
  binary: 'Edm.Binary',
} as const;

/** Literals that are as long as their data; all others are numbers, dates and the like. */
const lengthyTypes: ReadonlySet<Literal['type']> = new Set(['string', 'binary', 'geography', 'geometry', 'enum']);

/** A literal with the type it has by itself; `negative` where a minus sign stood before a number. */
export function bindLiteral(node: Literal, scope: Scope, negative = false): BoundLiteral {
  const text = negative ? `-${node.value}` : node.value;
  checkLiteralLength(text, lengthyTypes.has(node.type), scope.target);
  countCharacters(text.length, scope);
  switch (node.type) {
    case 'null':
      return literal(untyped, null);
    case 'boolean':
      return booleanLiteral(node.value === 'true');
    case 'integer': {
      const { type, value } = integerLiteral(text);
      return literal(singleOf(type), value);
    }
    case 'decimal':
      return literal(singleOf('Edm.Decimal'), decimalValue(text));
    case 'double':
      return bindDouble(text, scope);
    case 'enum':
      return bindEnumLiteral(node, scope);
    case 'geography':
    case 'geometry':
      throw unsupported('A geographic literal', scope.target);
    default: {
      const type = textForms[node.type];
      return readAs(singleOf(type), node.value, scope);
    }
  }
}

function bindDouble(text: string, scope: Scope): BoundLiteral {
  const value = doubleValue(text);
  if (value === undefined) throw mismatch(`The number ${text} is larger than Edm.Double can hold.`, scope);
  return literal(singleOf('Edm.Double'), value);
}

function bindEnumLiteral(node: Literal, scope: Scope): BoundLiteral {
  const name = node.typeName ?? '';
  const type = scope.index.enumTypes.get(name);
  if (type !== undefined) return readAs({ type, collection: false }, node.value, scope);
  const hint = didYouMean(name, scope.index.enumTypes.keys());
  throw mismatch(`There is no enumeration type '${shown(name)}'.${hint}`, scope);
}

/** The text as a value of the type, or TypeMismatch that says how values of the type are written. */
export function readAs(type: ValueType, text: string, scope: Scope): BoundLiteral {
  const value = type.type === null ? undefined : readTyped(type.type, text);
  if (value !== undefined) return literal(type, value);
  throw notReadable(text, type, scope);
}

function readTyped(type: PropertyType, text: string): string | undefined {
  if (type.kind === 'EnumType') return readEnum(type, text);
  return type.kind === 'PrimitiveType' ? readText(type.name, text) : undefined;
}

function notReadable(text: string, { type }: ValueType, scope: Scope): Error {
  if (type === null) return mismatch(`'${shown(text)}' is not a value.`, scope);
  if (type.kind !== 'EnumType') return mismatch(`'${shown(text)}' is no ${type.name}. ${writingHint(type)}`, scope);
  const hint = didYouMean(text, memberNames(type)) || ` ${writingHint(type)}`;
  return mismatch(`'${shown(text)}' is no member of the enumeration '${type.name}'.${hint}`, scope);
}

/** A literal's value as one of a property's type, or nothing where it is none; null is none. */
export function literalFor(
  type: PropertyType,
  { type: { type: own }, value }: BoundLiteral,
): PrimitiveValue | undefined {
  if (value === null || own === null) return undefined;
  if (isSameType(own, type) || (isNumeric(own) && isNumeric(type))) return value;
  const isText = typeof value === 'string' && primitiveName(own) === 'Edm.String';
  return isText ? readTyped(type, value) : undefined;
}

/** Whether a text literal may stand for values of this type (4.01: dates, GUIDs, durations, enumerations without prefix). */
export function isTextFor({ type, collection }: ValueType): boolean {
  if (type === null || collection) return false;
  if (type.kind === 'EnumType') return true;
  return type.kind === 'PrimitiveType' && isReadFromText(type.name);
}

/** The expression's text where it is a text literal. */
export function literalText(expression: BoundExpression): string | undefined {
  if (expression.kind !== 'BoundLiteral' || typeof expression.value !== 'string') return undefined;
  return primitiveName(expression.type.type) === 'Edm.String' ? expression.value : undefined;
}

/** A text literal as a value of another type, where texts may stand for such values; anything else as it is. */
export function castText(operand: BoundExpression, to: ValueType, scope: Scope): BoundExpression {
  const text = literalText(operand);
  const { type } = to;
  if (text === undefined || type === null || !isTextFor(to)) return operand;
  if (type.kind === 'EnumType') return readAs(to, text, scope);
  const read = [primitiveName(type), ...alternatives(type)].find(
    (name) => name !== undefined && readText(name, text) !== undefined,
  );
  return read === undefined ? operand : readAs(singleOf(read), text, scope);
}

/** Days and points in time may stand for one another; see `asDays`. */
function alternatives(type: PropertyType): readonly PrimitiveTypeName[] {
  const name = primitiveName(type);
  if (name === 'Edm.Date') return ['Edm.DateTimeOffset'];
  return name === 'Edm.DateTimeOffset' ? ['Edm.Date'] : [];
}
