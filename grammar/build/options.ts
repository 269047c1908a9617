import type {
  AliasAssignment,
  ApplyOption,
  ComputeItem,
  ComputeOption,
  CountOption,
  ExpandItem,
  ExpandOption,
  Expression,
  FilterOption,
  FormatOption,
  LevelsOption,
  OrderbyItem,
  OrderbyOption,
  PathSegment,
  QueryOption,
  Range,
  SearchExpression,
  SearchOption,
  SearchTerm,
  SelectItem,
  SelectOption,
  SkipOption,
  TemporalOption,
  TextOption,
  TimeLimit,
  TopOption,
  TransformationSequence,
} from '../ast.ts';
import { checkOperators, range, type ParseContext } from '../context.ts';
import { ParseFailure } from '../failure.ts';
import { withoutDuplicates } from './without-duplicates.ts';
import { wholeNumber } from './whole-number.ts';

export function filterOption(expression: Expression, range: Range): FilterOption {
  return { kind: 'FilterOption', expression, range };
}

export function computeOption(items: readonly ComputeItem[], range: Range): ComputeOption {
  return { kind: 'ComputeOption', items, range };
}

export function computeItem(expression: Expression, alias: string, range: Range): ComputeItem {
  return { kind: 'ComputeItem', expression, alias, range };
}

export function orderbyOption(items: readonly OrderbyItem[], range: Range): OrderbyOption {
  return { kind: 'OrderbyOption', items, range };
}

/** Ascending, unless it says `desc`. */
export function orderbyItem(expression: Expression, direction: string | null, range: Range): OrderbyItem {
  const descending = direction !== null && direction.toLowerCase() === 'desc';
  return { kind: 'OrderbyItem', expression, descending, range };
}

export function selectOption(items: readonly SelectItem[], range: Range): SelectOption {
  return { kind: 'SelectOption', items, range };
}

export interface SelectRest {
  readonly options: readonly QueryOption[];
  readonly parameterNames: readonly string[] | null;
}

/** What follows the path of a selected item: the names of an overload's parameters, or nested options. */
export function selectRest(options: readonly QueryOption[], parameterNames: readonly string[] | null): SelectRest {
  return { options, parameterNames };
}

export function selectItem(
  segments: readonly PathSegment[],
  wildcard: boolean,
  rest: SelectRest | null,
  range: Range,
): SelectItem {
  const { options, parameterNames } = rest ?? { options: [], parameterNames: null };
  const node: SelectItem = { kind: 'SelectItem', wildcard, segments, options: withoutDuplicates(options), range };
  return parameterNames === null ? node : { ...node, parameterNames };
}

export function expandOption(items: readonly ExpandItem[], range: Range): ExpandOption {
  return { kind: 'ExpandOption', items, range };
}

export interface ExpandRest {
  readonly wildcard: boolean;
  readonly segment: PathSegment | null;
  readonly options: readonly QueryOption[];
}

/** What follows the path of an expanded item: `*`, `$ref` or `$count`, and nested options. */
export function expandRest(
  wildcard: boolean,
  segment: PathSegment | null,
  options: readonly QueryOption[] | null,
): ExpandRest {
  return { wildcard, segment, options: options ?? [] };
}

export function expandItem(path: readonly PathSegment[], rest: ExpandRest | null, range: Range): ExpandItem {
  const { wildcard, segment, options } = rest ?? { wildcard: false, segment: null, options: [] };
  const segments = segment === null ? path : [...path, segment];
  return { kind: 'ExpandItem', wildcard, segments, options: withoutDuplicates(options), range };
}

export function topOption(value: string, range: Range): TopOption {
  return { kind: 'TopOption', value: wholeNumber(value, range), range };
}

export function skipOption(value: string, range: Range): SkipOption {
  return { kind: 'SkipOption', value: wholeNumber(value, range), range };
}

export function countOption(value: string, range: Range): CountOption {
  return { kind: 'CountOption', value: value.toLowerCase() === 'true', range };
}

export function levelsOption(value: string, range: Range): LevelsOption {
  return { kind: 'LevelsOption', value: value === 'max' ? 'max' : wholeNumber(value, range), range };
}

export function formatOption(value: string, range: Range): FormatOption {
  return { kind: 'FormatOption', value, range };
}

export function textOption(name: TextOption['name'], value: string, range: Range): TextOption {
  return { kind: 'TextOption', name, value, range };
}

export function temporalOption(
  name: TemporalOption['name'],
  value: Expression | TimeLimit,
  range: Range,
): TemporalOption {
  return { kind: 'TemporalOption', name, value, range };
}

/** The name of a temporal option, which may be written without `$` and in any letter case. */
export function temporalName(name: string): TemporalOption['name'] {
  switch (name.toLowerCase().replace('$', '')) {
    case 'at':
      return '$at';
    case 'from':
      return '$from';
    case 'to':
      return '$to';
    default:
      return '$toInclusive';
  }
}

/** The beginning or the end of time, in any letter case. */
export function timeLimit(text: string, range: Range): TimeLimit {
  return { kind: 'TimeLimit', value: text.toLowerCase() === 'min' ? 'min' : 'max', range };
}

export function applyOption(apply: TransformationSequence, range: Range): ApplyOption {
  return { kind: 'ApplyOption', apply, range };
}

export function aliasAssignment(name: string, value: Expression, range: Range): AliasAssignment {
  return { kind: 'AliasAssignment', name, value, range };
}

export function searchOption(expression: SearchExpression, range: Range): SearchOption {
  return { kind: 'SearchOption', expression, range };
}

export function searchTerm(value: string, phrase: boolean, range: Range): SearchTerm {
  return { kind: 'SearchTerm', value, phrase, range };
}

/** `'...'`: text as a person is typing it, taken as one phrase (4.01, 5.1.7). */
export function searchTermQuoted(raw: string, range: Range): SearchTerm {
  return { kind: 'SearchTerm', value: raw.replaceAll("''", "'"), phrase: true, range };
}

/** Applies every `NOT` in front of an operand. */
export function searchNot(
  starts: readonly number[],
  operand: SearchExpression,
  context: ParseContext,
): SearchExpression {
  if (starts.length === 0) return operand;
  if (starts.length > context.limits.nesting) {
    throw new ParseFailure('limit', operand.range.start, `NOT repeated more than ${context.limits.nesting} times`);
  }
  return starts.reduceRight<SearchExpression>(
    (inner, start) => ({ kind: 'SearchNot', operand: inner, range: range(context, start, operand.range.end) }),
    operand,
  );
}

/** Folds operands and operators: `AND` binds more strongly than `OR`, both to the left. */
export function searchBinary(
  head: SearchExpression,
  tail: readonly (readonly ['AND' | 'OR', SearchExpression])[],
  context: ParseContext,
): SearchExpression {
  if (tail.length === 0) return head;
  checkOperators(context, tail.length, head.range.start);
  let alternatives: SearchExpression | null = null;
  let conjunction = head;
  for (const [operator, operand] of tail) {
    if (operator === 'AND') {
      conjunction = searchPair('AND', conjunction, operand, context);
      continue;
    }
    alternatives = alternatives === null ? conjunction : searchPair('OR', alternatives, conjunction, context);
    conjunction = operand;
  }
  return alternatives === null ? conjunction : searchPair('OR', alternatives, conjunction, context);
}

const searchPair = (
  operator: 'AND' | 'OR',
  left: SearchExpression,
  right: SearchExpression,
  context: ParseContext,
): SearchExpression => ({
  kind: 'SearchBinary',
  operator,
  left,
  right,
  range: range(context, left.range.start, right.range.end),
});
