import type { AggregateItem, MemberPath, Node } from '../ast.ts';
import { walk } from '../walk.ts';
import { isOneOf, wrongSegment, type NameError, type Vocabulary } from './names.ts';

const collections = ['entityColNavigationProperty', 'complexColProperty'];
const single = ['entityNavigationProperty', 'complexProperty', 'entityTypeName', 'complexTypeName'];
const ends = [
  'primitiveKeyProperty',
  'primitiveNonKeyProperty',
  'streamProperty',
  'expressionAlias',
  'customAggregate',
];

/** The first name in a tree that a data aggregation rule of the ABNF does not allow where it is. */
export function checkApply(root: Node, text: string, vocabulary: Vocabulary): NameError | undefined {
  let found: NameError | undefined;
  walk(root, (node) => {
    if (found !== undefined) return 'skip';
    found = checkNode(node, text, vocabulary);
    return undefined;
  });
  return found;
}

function checkNode(node: Node, text: string, vocabulary: Vocabulary): NameError | undefined {
  switch (node.kind) {
    case 'AggregateItem':
      return checkAggregate(node, text, vocabulary);
    case 'GroupbyTransformation':
      return first(node.elements, (each) => (each.kind === 'MemberPath' ? checkGrouping(each, vocabulary) : undefined));
    case 'JoinTransformation':
      return checkJoin(node.path, vocabulary);
    default:
      return undefined;
  }
}

/** Without a method it must be a custom aggregate or a count; inside arithmetic nothing may be a collection. */
function checkAggregate(item: AggregateItem, text: string, vocabulary: Vocabulary): NameError | undefined {
  const { expression, method } = item;
  const last = expression.kind === 'MemberPath' ? expression.segments.at(-1) : undefined;
  const custom = last?.kind === 'NameSegment' && isOneOf(vocabulary, last.name, ['customAggregate']);
  if (method === undefined && last?.kind !== 'CountSegment' && !custom) {
    return { offset: nextWord(text, expression.range.end), message: "expected 'with' and a method" };
  }
  if (expression.kind !== 'BinaryExpression') return undefined;
  return first([expression.left, expression.right], (operand) =>
    operand.kind === 'MemberPath' && passesCollection(operand, vocabulary)
      ? { offset: nextWord(text, operand.range.end), message: 'a path through a collection is no operand' }
      : undefined,
  );
}

function passesCollection({ root, segments }: MemberPath, vocabulary: Vocabulary): boolean {
  const whole = segments.every(({ kind }) => kind === 'NameSegment') && root === undefined;
  return (
    whole &&
    segments.slice(0, -1).some((each) => each.kind === 'NameSegment' && isOneOf(vocabulary, each.name, collections))
  );
}

/** A grouping property is single-valued, and nothing follows a primitive one. */
function checkGrouping({ segments }: MemberPath, vocabulary: Vocabulary): NameError | undefined {
  return first(segments, (segment, index) => {
    if (segment.kind !== 'NameSegment') return wrongSegment(segment);
    const isLast = index === segments.length - 1;
    return isOneOf(vocabulary, segment.name, isLast ? [...single, ...ends] : single)
      ? undefined
      : wrongSegment(segment);
  });
}

function checkJoin({ segments }: MemberPath, vocabulary: Vocabulary): NameError | undefined {
  const [segment] = segments;
  if (segment?.kind !== 'NameSegment' || isOneOf(vocabulary, segment.name, collections)) return undefined;
  return wrongSegment(segment);
}

function first<T>(
  items: readonly T[],
  check: (item: T, index: number) => NameError | undefined,
): NameError | undefined {
  for (const [index, item] of items.entries()) {
    const error = check(item, index);
    if (error !== undefined) return error;
  }
  return undefined;
}

const nextWord = (text: string, offset: number): number => offset + (/^\s*/.exec(text.slice(offset))?.[0].length ?? 0);
