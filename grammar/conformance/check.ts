import type { ContextSelect, ContextUrl, Node, ODataUrl } from '../ast.ts';
import { defaultLimits } from '../limits.ts';
import { readQueryOptions, type PlacedOption } from '../url.ts';
import { checkApply } from './apply-names.ts';
import { isOneOf, wrongSegment, type NameError, type Vocabulary } from './names.ts';
import { checkPath } from './path-names.ts';

/** Checks the names of what a rule's reader gave; the offset of the error is in the case's input. */
export function checkNames(
  rule: string,
  input: string,
  result: unknown,
  vocabulary: Vocabulary,
): NameError | undefined {
  switch (rule) {
    case 'odataRelativeUri':
      return isUrl(result) ? checkUrl(input, result, vocabulary) : undefined;
    case 'resourcePath':
      return isNode(result) && result.kind === 'ResourcePath' ? checkPath(result, vocabulary) : undefined;
    case 'queryOptions':
      return firstOf(readQueryOptions(input, defaultLimits), (each) => checkOption(each, vocabulary));
    case 'context':
      return isNode(result) && result.kind === 'ContextUrl' ? checkContext(result, vocabulary) : undefined;
    default:
      return undefined;
  }
}

function checkUrl(input: string, url: ODataUrl, vocabulary: Vocabulary): NameError | undefined {
  const query = /\?([^#]*)/.exec(input);
  const start = (query?.index ?? 0) + 1;
  return (
    checkPath(url.path, vocabulary) ??
    firstOf(readQueryOptions(query?.[1] ?? '', defaultLimits, start), (each) => checkOption(each, vocabulary)) ??
    (url.context === undefined ? undefined : checkContext(url.context, vocabulary))
  );
}

/** A custom option is one the service knows, or a parameter of the function that is called. */
function checkOption({ option, start, value }: PlacedOption, vocabulary: Vocabulary): NameError | undefined {
  if (option.kind === 'CustomOption') {
    const { name } = option;
    const known = (vocabulary.get('customName')?.has(name) ?? true) || isOneOf(vocabulary, name, ['parameterName']);
    return known ? undefined : { offset: start + name.length, message: `'${name}' is no custom query option` };
  }
  const error = checkApply(option, value.decoded.text, vocabulary);
  return error === undefined ? undefined : { ...error, offset: value.start + value.decoded.rawOffset(error.offset) };
}

const selectable = [
  'primitiveKeyProperty',
  'primitiveNonKeyProperty',
  'primitiveColProperty',
  'complexProperty',
  'complexColProperty',
  'entityNavigationProperty',
  'entityColNavigationProperty',
  'streamProperty',
  'customAggregate',
  'expressionAlias',
];

/** In a context URL types and operations bear their namespace; a plain name is a property. */
function checkContext(context: ContextUrl, vocabulary: Vocabulary): NameError | undefined {
  return context.select === undefined ? undefined : checkSelect(context.select, vocabulary);
}

function checkSelect(select: ContextSelect, vocabulary: Vocabulary): NameError | undefined {
  return firstOf(select.items, ({ wildcard, segments, select: inner }) => {
    const wrong = wildcard ? undefined : segments.find((each) => isUnknownProperty(each, vocabulary));
    if (wrong !== undefined) return wrongSegment(wrong);
    return inner === undefined ? undefined : checkSelect(inner, vocabulary);
  });
}

const isUnknownProperty = (node: Node, vocabulary: Vocabulary): boolean =>
  node.kind === 'NameSegment' && !node.qualified && !isOneOf(vocabulary, node.name, selectable);

function firstOf<T>(items: readonly T[], check: (item: T) => NameError | undefined): NameError | undefined {
  for (const item of items) {
    const error = check(item);
    if (error !== undefined) return error;
  }
  return undefined;
}

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'kind' in value;

const isUrl = (value: unknown): value is ODataUrl => isNode(value) && value.kind === 'ODataUrl';
