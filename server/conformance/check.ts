import type { ContextUrl, ODataUrl } from '../../grammar/ast.ts';
import { isNode } from '../../grammar/children.ts';
import { defaultLimits } from '../../grammar/limits.ts';
import { readQueryOptions, type PlacedOption } from '../../grammar/url.ts';
import { elementOf, NameError, type Names, type Referent } from '../src/bind/names/names.ts';
import { resolveOption } from '../src/bind/names/option-names.ts';
import { resolvePath, subjectsOf } from '../src/bind/names/path-names.ts';
import { resolveContextSelect } from '../src/bind/names/select-names.ts';
import { vocabularyNames, type Vocabulary } from './vocabulary.ts';

/** A name that is not what its place needs; the offset is in the case's input. */
interface Misplaced {
  readonly offset: number;
  readonly message: string;
}

type Subject = Referent<undefined>;

/** Resolves the names of what a rule's reader gave, as the server does, over the names of a case file. */
export function checkNames(
  rule: string,
  input: string,
  result: unknown,
  vocabulary: Vocabulary,
): Misplaced | undefined {
  const names = vocabularyNames(vocabulary);
  switch (rule) {
    case 'odataRelativeUri':
      return isUrl(result) ? checkUrl(input, result, names, vocabulary) : undefined;
    case 'resourcePath':
      return isNode(result) && result.kind === 'ResourcePath'
        ? caught(input, () => resolvePath(result, names))
        : undefined;
    case 'queryOptions':
      return checkOptions(readQueryOptions(input, defaultLimits), anything, names, vocabulary);
    case 'context':
      return isNode(result) && result.kind === 'ContextUrl' ? checkContext(input, result, names) : undefined;
    default:
      return undefined;
  }
}

function checkUrl(
  input: string,
  url: ODataUrl,
  names: Names<undefined>,
  vocabulary: Vocabulary,
): Misplaced | undefined {
  const query = /\?([^#]*)/.exec(input);
  const start = (query?.index ?? 0) + 1;
  const options = readQueryOptions(query?.[1] ?? '', defaultLimits, start);
  return (
    caught(input, () => resolvePath(url.path, names)) ??
    checkOptions(options, subjectsOf(resolvePath(url.path, names)), names, vocabulary) ??
    (url.context === undefined ? undefined : checkContext(input, url.context, names))
  );
}

/** What options alone can be about. */
const anything: readonly Subject[] = [
  { kind: 'entity', of: undefined },
  { kind: 'complex', of: undefined },
];

/** Options fit when they do for one of the things they can be about. */
function checkOptions(
  options: readonly PlacedOption[],
  subjects: readonly Subject[],
  names: Names<undefined>,
  vocabulary: Vocabulary,
): Misplaced | undefined {
  const structured = subjects.map(elementOf).filter(({ kind }) => kind === 'entity' || kind === 'complex');
  return firstOf(options, (each) => {
    const errors = structured.map((here) => checkOption(each, here, names));
    return customError(each, vocabulary) ?? (errors.includes(undefined) ? undefined : errors[0]);
  });
}

/** A custom option is one the service knows, or a parameter of the function that is called. */
function customError({ option, start }: PlacedOption, vocabulary: Vocabulary): Misplaced | undefined {
  if (option.kind !== 'CustomOption') return undefined;
  const { name } = option;
  const isKnown = ['customName', 'parameterName'].some((kind) => vocabulary.get(kind)?.has(name) ?? true);
  return isKnown ? undefined : { offset: start + name.length, message: `'${name}' is no custom query option` };
}

function checkOption({ option, value }: PlacedOption, here: Subject, names: Names<undefined>): Misplaced | undefined {
  const error = caught(value.decoded.text, () => resolveOption(option, { names, here }));
  return error === undefined ? undefined : { ...error, offset: value.start + value.decoded.rawOffset(error.offset) };
}

const checkContext = (input: string, { select }: ContextUrl, names: Names<undefined>): Misplaced | undefined =>
  select && caught(input, () => resolveContextSelect(select, { kind: 'entity', of: undefined }, names));

function caught(text: string, resolve: () => void): Misplaced | undefined {
  try {
    resolve();
    return undefined;
  } catch (error) {
    if (!(error instanceof NameError)) throw error;
    return { offset: offsetOf(error, text), message: messageOf(error) };
  }
}

/** A name is wrong at its end, where it could have gone on, a keyword at once; what is missing, at the next word. */
function offsetOf({ problem, node }: NameError, text: string): number {
  if (problem !== 'noMethod' && problem !== 'operand') {
    return node.kind === 'NameSegment' || node.kind === 'KeySegment' ? node.range.end : node.range.start;
  }
  return node.range.end + (/^\s*/.exec(text.slice(node.range.end))?.[0].length ?? 0);
}

function messageOf({ problem, node }: NameError): string {
  if (problem === 'noMethod') return "expected 'with' and a method";
  if (problem === 'operand') return 'a path through a collection is no operand';
  const name = node.kind === 'NameSegment' ? node.name : node.kind === 'KeySegment' ? node.value : undefined;
  return name === undefined
    ? `${node.kind} is not allowed in its place`
    : `'${name}' is none of the names its place allows`;
}

function firstOf<T>(items: readonly T[], check: (item: T) => Misplaced | undefined): Misplaced | undefined {
  for (const item of items) {
    const error = check(item);
    if (error !== undefined) return error;
  }
  return undefined;
}

const isUrl = (value: unknown): value is ODataUrl => isNode(value) && value.kind === 'ODataUrl';
