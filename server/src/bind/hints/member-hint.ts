/** What was probably meant by a name that is no property: guesses that hold in the model, each a form that is accepted. */
import { adviceAgainstFunction, insteadOfWord } from '../../../../grammar/index.ts';
import type { ComplexType, EntityType, NavigationProperty, Property } from '../../model/edm.ts';
import type { ModelIndex } from '../../model/model-index.ts';
import { didYouMean, suggestions } from '../../util/did-you-mean.ts';
import { functionNames } from './function-hint.ts';
import { composedPath, isExpression, pathHint, relatedHint, sameLetters } from './related-names.ts';

/** Longer names are no slip of the pen. */
const LONGEST = 100;

type Members = ReadonlyMap<string, Property | NavigationProperty>;

/** Words of other languages for values that are words in OData too. */
const values: ReadonlyMap<string, string> = new Map(
  Object.entries({
    null: ['null', 'none', 'nil', 'undefined', 'blank', 'empty', 'na'],
    true: ['yes', 'on'],
    false: ['no', 'off'],
  }).flatMap(([value, words]) => words.map((word) => [word, value] as const)),
);

/** Functions without arguments, whose parentheses are forgotten. */
const calls: ReadonlyMap<string, string> = new Map(
  ['now', 'maxdatetime', 'mindatetime'].map((name) => [name, `${name}()`]),
);

/** Where a name stands: in an option or the `path`, behind other names. */
interface Standing {
  readonly target: string;
  readonly before: string;
}

/** What could have been meant by a name that is no member of a type; begins with a blank, or is empty. */
export function memberHint(
  name: string,
  type: EntityType | ComplexType,
  { target, before }: Standing,
  index: ModelIndex,
): string {
  if (name.length > LONGEST) return '';
  const members = index.members(type);
  const candidates = [...members.values()]
    .filter(({ kind }) => target !== '$expand' || kind === 'NavigationProperty')
    .map((member) => member.name);
  const close = suggestions(name, candidates);
  if (close.some((each) => sameLetters(each, name))) return didYouMean(name, candidates);
  const path = type.kind === 'EntityType' ? composedPath(name, type, index) : undefined;
  if (path !== undefined) return pathHint(path, target, type, index);
  if (isItself(name, type, index)) return itselfHint(name, type, target);
  const parameter = parameterProperty(name, type, index);
  if (parameter !== undefined && target !== '$expand') return ` Did you mean '${parameter}'?`;
  const related = before === '' && type.kind === 'EntityType' ? relatedHint(name, type, target, index) : '';
  if (related !== '') return related;
  if (target === '$select') {
    if (/^(?:all|everything)$/i.test(name)) return " Did you mean '*'?";
    const advice = adviceAgainstFunction(name);
    if (advice !== undefined) return ` ${advice}`;
    if (functionNames.includes(name.toLowerCase())) return ' Choose properties here; functions stand in $filter.';
  }
  if (isExpression(target)) {
    const value = values.get(name.toLowerCase()) ?? insteadOfWord(name) ?? calls.get(name.toLowerCase());
    if (value !== undefined && value !== name) return ` Did you mean ${value}?`;
  }
  // `StartDate` and `WorkDate` are a `Date` sooner than the next word in letters.
  const tail = candidates.find((each) => each.length > 3 && name.length > each.length && name.endsWith(each));
  if (tail !== undefined) return ` Did you mean '${tail}'?`;
  const last = name.split('.').at(-1) ?? name;
  if (last !== name && candidates.includes(last)) return ` Did you mean '${last}'?`;
  if (close.length > 0 || last !== name || target === 'path') return didYouMean(last, candidates);
  return openHint(name, members, { target, before });
}

/** The property that a parameter of the service behind filters by. */
function parameterProperty(name: string, type: EntityType | ComplexType, index: ModelIndex): string | undefined {
  const set = [...index.entitySets.values()].find(({ entityType }) => entityType === type);
  const parameter = set?.parameters?.find((each) => sameLetters(each.name, name));
  return /^\$filter=(\w+) /.exec(parameter?.equivalent ?? '')?.[1];
}

/** The type's own name, or a word for its entities. */
const isItself = (name: string, type: EntityType | ComplexType, index: ModelIndex): boolean =>
  sameLetters(name, type.name) ||
  [...index.entitySets.values()].some(
    (set) => set.entityType === type && [set.name, ...(set.synonyms ?? [])].some((each) => sameLetters(each, name)),
  );

/** Behind another set's name nothing else is meant; in lists there is nothing behind it. */
function itselfHint(name: string, type: EntityType | ComplexType, target: string): string {
  if (target !== '$expand' && target !== '$select') {
    return ` Leave out '${name}/': names are those of ${type.name} already.`;
  }
  const choice = type.kind === 'EntityType' ? type.navigationProperties.map((each) => `'${each.name}'`) : [];
  if (target === '$select' || choice.length === 0) return ` The entities are of type ${type.name} already.`;
  return ` The entities are of type ${type.name} already; expand one of ${choice.join(', ')}.`;
}

/** A name that a property of an open type may hold, or that is meant as a text. */
function openHint(name: string, members: Members, { target, before }: Standing): string {
  const open = [...members.values()].find(
    (member) => member.kind === 'Property' && member.type.kind === 'ComplexType' && member.type.open,
  );
  if (!isExpression(target))
    return open === undefined || target === '$expand' ? '' : ` What your company calls so is in ${open.name}.`;
  // Nothing is ordered by a text, and no text stands behind a slash.
  const mayBeText = target !== '$orderby' && before === '';
  const quoted = mayBeText ? ` If it is meant as a text, put it in single quotes: '${name}'.` : '';
  if (open === undefined) return quoted;
  return ` If it is a custom field, write ${before === '' ? '' : `${before}/`}${open.name}/${name}.${quoted}`;
}
