/** What is meant by names of related entities: guesses that hold in the model. */
import type { ComplexType, EntityType } from '../../model/edm.ts';
import { targetOf, type ModelIndex } from '../../model/model-index.ts';
import { nestedExpand } from './nested-expand.ts';

export const sameLetters = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** Whether names stand in expressions there, not in lists of names. */
export const isExpression = (target: string): boolean => !['$select', '$expand', 'path'].includes(target);

/** Single entities beside this one that have a property of the name, as far as two steps away. */
export function relatedHint(name: string, type: EntityType, target: string, index: ModelIndex): string {
  const single = (of: EntityType) => of.navigationProperties.filter(({ collection }) => !collection);
  const owners = (of: EntityType, path: readonly string[]): readonly (readonly string[])[] =>
    single(of).flatMap((navigation) => {
      const to = targetOf(index, navigation).entityType;
      const property = to.properties.find((each) => sameLetters(each.name, name));
      const here = property === undefined ? [] : [[...path, navigation.name, property.name]];
      return path.length > 0 ? here : [...here, ...owners(to, [navigation.name])];
    });
  const paths = target === '$expand' ? [] : owners(type, []).toSorted((a, b) => a.length - b.length);
  const nearest = paths.filter((path) => path.length === paths[0]?.length).slice(0, 3);
  if (target !== '$select')
    return nearest.length === 0 ? '' : ` Did you mean ${nearest.map((path) => `'${path.join('/')}'`).join(' or ')}?`;
  const [first] = nearest;
  return first === undefined ? '' : pathHint(first, target, type, index);
}

/** A path through a navigation property as the option says it; begins with a blank, or is empty where it cannot. */
export function pathHint(
  path: readonly string[],
  target: string,
  type: EntityType | ComplexType,
  index: ModelIndex,
): string {
  if (target === 'path' || isExpression(target) || path.length < 2) return ` Did you mean '${path.join('/')}'?`;
  const navigations: string[] = [];
  let within: EntityType | ComplexType = type;
  for (const name of path) {
    const member = index.members(within).get(name);
    if (member?.kind !== 'NavigationProperty') break;
    navigations.push(name);
    within = targetOf(index, member).entityType;
  }
  if (navigations.length === 0) return '';
  return ` Write ${nestedExpand(navigations, path.slice(navigations.length))}.`;
}

/** `JobName`, `Job.Name`, `ProjectName`, `ProjectID`: names that hold the name of a navigation property or a word for it. */
export function composedPath(
  name: string,
  type: EntityType,
  index: ModelIndex,
  depth = 0,
): readonly string[] | undefined {
  const single = type.navigationProperties.filter(({ collection }) => !collection);
  for (const navigation of single) {
    const target = targetOf(index, navigation);
    for (const word of [navigation.name, target.name, ...(target.synonyms ?? [])]) {
      if (!name.toLowerCase().startsWith(word.toLowerCase())) continue;
      const rest = name.slice(word.length).replace(/^[._ ]/, '');
      if (rest === '') return [navigation.name];
      const own = memberNamed(`${navigation.name}${rest}`, type, index);
      if (own !== undefined && depth === 0) return [own];
      const member = memberNamed(rest, target.entityType, index);
      if (member !== undefined) return [navigation.name, member];
      const deeper = composedPath(rest, target.entityType, index, depth + 1);
      if (deeper !== undefined) return [navigation.name, ...deeper];
    }
  }
  if (depth > 0) return undefined;
  for (const navigation of single) {
    const path = composedPath(name, targetOf(index, navigation).entityType, index, depth + 1);
    if (path !== undefined) return [navigation.name, ...path];
  }
  return undefined;
}

const memberNamed = (name: string, type: EntityType, index: ModelIndex): string | undefined =>
  [...index.members(type).keys()].find((each) => sameLetters(each, name));
