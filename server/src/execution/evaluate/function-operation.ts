/** Canonical functions, chosen by the types of their arguments. */
import { numericOf, type ValueType } from '../../model/comparison.ts';
import { ceiling, floor, round, type Numeric } from '../../model/numeric.ts';
import type { BoundMethodCall } from '../../bound/bound.ts';
import { castOperation } from './cast.ts';
import { collectionOperation, isCollectionFunction } from './collection-functions.ts';
import { dateFunctions } from './date-functions.ts';
import type { Operation } from './evaluator.ts';
import { createPatternCompiler, type CompilePattern } from './pattern.ts';
import { digitSteps, spend } from './row-work.ts';
import { stringFunctions } from './string-functions.ts';

/** What functions need beside their arguments. */
export interface FunctionEnvironment {
  /** Those of the whole request, which are bounded together; absent: those of this expression. */
  readonly compilePattern?: CompilePattern;
  /** What `now()` gives, one point in time for the whole request. */
  readonly now: string;
}

const numberFunctions = { ceiling, floor, round };

/** A canonical function as a function of its arguments' values (URL Conventions 5.1.1.5 to 5.1.1.12). */
export function functionOperation(call: BoundMethodCall, environment: FunctionEnvironment): Operation {
  if (isCollectionFunction(call.method) && call.args[0]?.type.collection === true) return collectionOperation(call);
  switch (call.method) {
    case 'now':
      return () => environment.now;
    case 'mindatetime':
      return () => '0001-01-01T00:00:00Z';
    case 'maxdatetime':
      return () => '9999-12-31T23:59:59.999999999999Z';
    case 'cast':
      return castOperation(call.args[0]?.type ?? call.type, call.type);
    case 'matchespattern':
      return patternOperation(call, environment);
    case 'ceiling':
    case 'floor':
    case 'round':
      return onNumber(call.args[0]?.type ?? call.type, numberFunctions[call.method]);
    case 'concat':
    case 'contains':
    case 'endswith':
    case 'indexof':
    case 'length':
    case 'startswith':
    case 'substring':
    case 'tolower':
    case 'toupper':
    case 'trim':
      return stringFunctions[call.method];
    case 'hassubset':
    case 'hassubsequence':
      return collectionOperation(call);
    default:
      return dateFunctions[call.method];
  }
}

/** A constant pattern is compiled before the first row. */
function patternOperation({ args: [, pattern] }: BoundMethodCall, environment: FunctionEnvironment): Operation {
  const { compilePattern = createPatternCompiler() } = environment;
  if (pattern?.kind !== 'BoundLiteral' || typeof pattern.value !== 'string') {
    return (a, b) => (typeof a === 'string' && typeof b === 'string' ? compilePattern(b)(a) : null);
  }
  const matches = compilePattern(pattern.value);
  return (a) => (typeof a === 'string' ? matches(a) : null);
}

/** An operation on numbers of a type; null for what is none. */
export function onNumber(type: ValueType, apply: (a: Numeric) => Numeric): Operation {
  const read = numericOf(type);
  return (a) => {
    const number = read(a ?? null);
    if (typeof number === 'string') spend(digitSteps(number.length));
    return number === null ? null : apply(number);
  };
}
