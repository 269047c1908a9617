import type { PrimitiveTypeName } from '../model/edm.ts';
import type { CanonicalFunction } from './canonical-functions.ts';

/** `parameters` take their type, or one that is promoted to it. */
export interface Signature {
  readonly parameters: readonly PrimitiveTypeName[];
  readonly result: PrimitiveTypeName;
}

export interface FunctionDefinition {
  /** In order of preference. */
  readonly signatures: readonly Signature[];
  /** For messages. */
  readonly example: string;
}

const text = 'Edm.String';
const integer = 'Edm.Int32';
const instant = 'Edm.DateTimeOffset';

const signature = (result: PrimitiveTypeName, ...parameters: readonly PrimitiveTypeName[]): Signature => ({
  parameters,
  result,
});

const define = (example: string, ...signatures: readonly Signature[]): FunctionDefinition => ({ signatures, example });

/** A part of a date, of a time of day, or of a point in time. */
const part = (example: string, of: PrimitiveTypeName, result: PrimitiveTypeName = integer): FunctionDefinition =>
  define(example, signature(result, of), signature(result, instant));

const rounding = (example: string): FunctionDefinition =>
  define(example, signature('Edm.Decimal', 'Edm.Decimal'), signature('Edm.Double', 'Edm.Double'));

/** The canonical functions' overloads (URL Conventions 5.1.1.5 to 5.1.1.9); `cast` takes a type, and those over collections any: they are bound by themselves. */
export const functionDefinitions: {
  readonly [Name in Exclude<CanonicalFunction, 'cast' | 'hassubset' | 'hassubsequence'>]: FunctionDefinition;
} = {
  concat: define("concat(FirstName,' ')", signature(text, text, text)),
  contains: define("contains(Name,'abc')", signature('Edm.Boolean', text, text)),
  endswith: define("endswith(Name,'abc')", signature('Edm.Boolean', text, text)),
  indexof: define("indexof(Name,'abc')", signature(integer, text, text)),
  length: define('length(Name)', signature(integer, text)),
  matchespattern: define("matchespattern(Name,'^A.*')", signature('Edm.Boolean', text, text)),
  startswith: define("startswith(Name,'abc')", signature('Edm.Boolean', text, text)),
  substring: define('substring(Name,0,3)', signature(text, text, integer), signature(text, text, integer, integer)),
  tolower: define('tolower(Name)', signature(text, text)),
  toupper: define('toupper(Name)', signature(text, text)),
  trim: define('trim(Name)', signature(text, text)),
  date: define('date(SubmittedDate)', signature('Edm.Date', instant)),
  day: part('day(Date)', 'Edm.Date'),
  fractionalseconds: part('fractionalseconds(SubmittedDate)', 'Edm.TimeOfDay', 'Edm.Decimal'),
  hour: part('hour(SubmittedDate)', 'Edm.TimeOfDay'),
  maxdatetime: define('maxdatetime()', signature(instant)),
  mindatetime: define('mindatetime()', signature(instant)),
  minute: part('minute(SubmittedDate)', 'Edm.TimeOfDay'),
  month: part('month(Date)', 'Edm.Date'),
  now: define('now()', signature(instant)),
  second: part('second(SubmittedDate)', 'Edm.TimeOfDay'),
  time: define('time(SubmittedDate)', signature('Edm.TimeOfDay', instant)),
  totaloffsetminutes: define('totaloffsetminutes(SubmittedDate)', signature(integer, instant)),
  totalseconds: define('totalseconds(Duration)', signature('Edm.Decimal', 'Edm.Duration')),
  year: part('year(Date)', 'Edm.Date'),
  ceiling: rounding('ceiling(Hours)'),
  floor: rounding('floor(Hours)'),
  round: rounding('round(Hours)'),
};

export const isEvaluatedFunction = (name: string): name is keyof typeof functionDefinitions =>
  Object.hasOwn(functionDefinitions, name);

/** Functions of OData 4.01 and its Aggregation extension that the engine does not evaluate: known, and answered with 501. */
export const unsupportedFunctions: readonly string[] = ['geo.distance', 'geo.intersects', 'geo.length', 'isdefined'];
