/**
 * Functions over collections (URL Conventions 5.1.1.5 and 5.1.1.6). All collections are ordered, as they come; items are
 * equal as `eq` has it, null to null.
 */
import type { BoundMethodCall } from '../../bound/bound.ts';
import type { CanonicalFunction } from '../../bound/canonical-functions.ts';
import { ODataError } from '../../errors/odata-error.ts';
import { equalityOf, type ValueType } from '../../model/comparison.ts';
import { isList, type Present, type Value } from '../../model/values.ts';
import { spendOn } from './compile-comparison.ts';
import type { Operation } from './evaluator.ts';
import { spend } from './row-work.ts';

type Items = readonly Value[];
type Same = (a: Value, b: Value) => boolean;

const functions = {
  concat: (a: Items, b: Items): Value => {
    spend(a.length + b.length);
    return [...a, ...b];
  },
  contains: (a: Items, b: Items, same: Same): Value => indexOf(a, b, same) >= 0,
  startswith: (a: Items, b: Items, same: Same): Value => isAt(a, b, 0, same),
  endswith: (a: Items, b: Items, same: Same): Value => isAt(a, b, a.length - b.length, same),
  indexof: (a: Items, b: Items, same: Same): Value => indexOf(a, b, same),
  hassubset: (a: Items, b: Items, same: Same): Value => hasSubset(a, b, same),
  hassubsequence: (a: Items, b: Items, same: Same): Value => hasSubsequence(a, b, same),
} satisfies Partial<Record<CanonicalFunction, (a: Items, b: Items, same: Same) => Value>>;

const others = ['length', 'substring'] as const;

type CollectionFunction = keyof typeof functions | (typeof others)[number];

/** Whether the function is defined for collections, too or alone. */
export const isCollectionFunction = (method: CanonicalFunction): method is CollectionFunction =>
  Object.hasOwn(functions, method) || others.some((other) => other === method);

/** The function's work on collections; null where an argument is none. */
export function collectionOperation({ method, args }: BoundMethodCall): Operation {
  if (method === 'length') return (a) => (isList(a) ? a.length : null);
  if (method === 'substring') return (a, start, length) => (isList(a) ? part(a, start, length) : null);
  if (!isCollectionFunction(method)) throw new Error(`${method} is not for collections`);
  const apply = functions[method];
  const same = sameItems(itemType(args[0]?.type), itemType(args[1]?.type));
  return (a, b) => (isList(a) && isList(b) ? apply(a, b, same) : null);
}

const itemType = (type: ValueType | undefined): ValueType => ({ type: type?.type ?? null, collection: false });

/** Looks at a pair of items; each look takes a step, and that of texts some more. */
function sameItems(left: ValueType, right: ValueType): Same {
  const equal = equalityOf(left, right);
  return (a, b) => {
    spend(STEPS);
    if (a === null || b === null) return a === b;
    spendOn(a, b);
    return equal(a, b);
  };
}

const STEPS = 10;

const isAt = (a: Items, b: Items, from: number, same: Same): boolean =>
  from >= 0 && from + b.length <= a.length && b.every((item, index) => same(a[from + index] ?? null, item));

function indexOf(a: Items, b: Items, same: Same): number {
  for (let from = 0; from + b.length <= a.length; from += 1) if (isAt(a, b, from, same)) return from;
  return -1;
}

/** Each item of the second is one of its own of the first. */
function hasSubset(a: Items, b: Items, same: Same): boolean {
  const left = [...a];
  return b.every((item) => {
    const found = left.findIndex((candidate) => same(candidate, item));
    if (found >= 0) left.splice(found, 1);
    return found >= 0;
  });
}

function hasSubsequence(a: Items, b: Items, same: Same): boolean {
  let next = 0;
  for (const item of a) {
    if (next === b.length) break;
    if (same(item, b[next] ?? null)) next += 1;
  }
  return next === b.length;
}

/** As of texts: from the end where `start` is negative, and none from behind the end. */
function part(items: Items, start: Present | undefined, length: Present | undefined): Items | null {
  if (typeof start !== 'number' || (length !== undefined && typeof length !== 'number')) return null;
  if (length !== undefined && length < 0) {
    throw ODataError.of('ArithmeticError', { reason: `'substring' cannot take ${length} items.` });
  }
  spend(items.length);
  const from = start < 0 ? Math.max(0, items.length + start) : start;
  return items.slice(from, length === undefined ? undefined : from + length);
}
