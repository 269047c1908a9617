/** `cast` (URL Conventions 5.1.1.10.1): a value as one of another type, or null where that cannot be. */
import { enumValues, familyOf, type ValueType } from '../../model/comparison.ts';
import type { EnumType, PrimitiveTypeName, PropertyType } from '../../model/edm.ts';
import {
  fromDouble,
  isSpecial,
  MAX_DIGITS,
  round,
  toDecimal,
  toDouble,
  toNumeric,
  type Numeric,
} from '../../model/numeric.ts';
import { isList, type Present, type Value } from '../../model/values.ts';
import { doubleValue, readEnum, readText, splitDateTimeOffset } from '../../model/literals.ts';
import { isReadable } from '../../model/value-bounds.ts';
import { isIntegerType, isInRange } from './arithmetic.ts';
import type { Operation } from './evaluator.ts';
import { spend, textSteps } from './row-work.ts';

/** The cast from one type to another; from an untyped value, by what the value is. */
export function castOperation(from: ValueType, to: ValueType): Operation {
  const cast = conversion(from, to);
  return (value) => {
    spend(CAST_STEPS * (isList(value) ? value.length : 1) + (typeof value === 'string' ? textSteps(value.length) : 0));
    return cast(value);
  };
}

const CAST_STEPS = 200;

function conversion(from: ValueType, to: ValueType): (value: Present) => Value {
  const target = to.type;
  if (to.collection) {
    const castItem = conversion({ ...from, collection: false }, { ...to, collection: false });
    return (value) => (isList(value) ? value.map((item) => (item === null ? null : castItem(item))) : null);
  }
  if (target === null || target.kind === 'ComplexType') return (value) => value;
  if (target.kind === 'EnumType') return (value) => toEnum(target, value);
  const { name } = target;
  if (name === 'Edm.String') return (value) => toText(from.type, value);
  if (isNumericTarget(to)) return (value) => toNumber(name, from.type, value);
  return (value) => toOther(name, value);
}

const isNumericTarget = (to: ValueType): boolean => familyOf(to) === 'number' || familyOf(to) === 'float';

/** As the value stands in a payload. */
function toText(from: PropertyType | null, value: Present): string | null {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  if (typeof value !== 'number') return null;
  const floating = from?.kind === 'PrimitiveType' && (from.name === 'Edm.Double' || from.name === 'Edm.Single');
  return floating ? String(value) : (toDecimal(value)?.toFixed() ?? null);
}

const PLAIN_NUMBER = /^[-+]?\d+(?:\.\d+)?$/;
const ANY_NUMBER = /^(?:[-+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?|-?INF|NaN)$/i;

function toNumber(name: PrimitiveTypeName, from: PropertyType | null, value: Present): Value {
  const number = numberIn(from, value);
  if (number === null) return null;
  if (name === 'Edm.Double' || name === 'Edm.Single') {
    const double = toDouble(number);
    return fromDouble(name === 'Edm.Single' && !Number.isFinite(Math.fround(double)) ? Math.fround(double) : double);
  }
  if (isSpecial(number)) return null;
  const exact = typeof number === 'string' && !PLAIN_NUMBER.test(number) ? Number(number) : number;
  if (!isIntegerType(name)) return exact;
  const whole = round(exact);
  return isInRange(name, whole) ? whole : null;
}

/** The number a value is or says; null where it is none. */
function numberIn(from: PropertyType | null, value: Present): Numeric | null {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return null;
  if (from?.kind === 'EnumType') {
    const member = enumValues(from)(value);
    return Number.isNaN(member) ? null : member;
  }
  if (!isReadable(value)) return null;
  const decimal = toDecimal(value);
  if (decimal !== null) return decimal.e < MAX_DIGITS ? toNumeric(decimal) : null;
  return ANY_NUMBER.test(value) ? (doubleValue(value) ?? null) : null;
}

/** A member by its number or name. */
function toEnum(type: EnumType, value: Present): string | null {
  if (typeof value === 'string') return readEnum(type, value) ?? null;
  if (typeof value !== 'number') return null;
  const named = readEnum(type, String(value));
  if (named !== undefined || !type.isFlags || !Number.isSafeInteger(value) || value < 0) return named ?? null;
  const set = type.members.filter((member) => (BigInt(member.value) & BigInt(value)) === BigInt(member.value));
  const names = set.filter((member) => member.value !== 0).map((member) => member.name);
  const text = names.join(',');
  return enumValues(type)(text) === value ? text : null;
}

function toOther(name: PrimitiveTypeName, value: Present): Value {
  if (name === 'Edm.Boolean') return toBoolean(value);
  if (typeof value !== 'string') return null;
  if (name === 'Edm.Date' && value.includes('T')) return readText(name, splitDateTimeOffset(value).date) ?? null;
  if (name !== 'Edm.DateTimeOffset') return readText(name, value) ?? null;
  const withTime = value.includes('T') ? value : `${value}T00:00:00`;
  return readText(name, withTime) ?? readText(name, `${withTime}Z`) ?? null;
}

function toBoolean(value: Present): boolean | null {
  if (typeof value === 'boolean') return value;
  if (value === 'true') return true;
  return value === 'false' ? false : null;
}
