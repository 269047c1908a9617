import type { MemberPath } from '../../../../grammar/index.ts';
import type { AggregatedValues, AggregationMethod } from '../../bound/bound-apply.ts';
import { untyped } from '../../bound/type-rules.ts';
import type { NavigationProperty, Property } from '../../model/edm.ts';
import { bindMembers, pathOf } from '../expressions/bind-members.ts';
import { instanceOf, type Member } from '../names/model-names.ts';
import { mismatch, type Scope } from '../expressions/scope.ts';

/**
 * What a path in `aggregate` leads to where that is more than one value of each instance, or the same entity from many of
 * them; nothing where the path is an expression like any other. Throws where it leads nowhere.
 */
export function reachedValues(
  path: MemberPath,
  method: AggregationMethod | undefined,
  scope: Scope,
): AggregatedValues | undefined {
  if (path.root !== undefined) return undefined;
  const last = path.segments.at(-1);
  const isCounted = last?.kind === 'CountSegment' && last.options === undefined;
  if (isCounted && path.segments.length === 1) return { kind: 'Instances' };
  const segments = isCounted ? path.segments.slice(0, -1) : path.segments;
  const { members, unbound } = bindMembers(segments, instanceOf(scope.type), { ...scope, throughCollections: true });
  if (unbound !== undefined) return undefined;
  const isReached = isCounted || members.some(isMany) || (members.some(isNavigation) && countsEach(method));
  if (!isReached && !isNavigation(members.at(-1))) return undefined;
  const navigation = members.filter(isNavigation);
  const behind = members.slice(navigation.length);
  if (behind.some(isNavigation)) {
    throw mismatch(`A path in 'aggregate' leads through navigation properties first and then through values.`, scope);
  }
  const { path: declared, dynamic } = pathOf(behind.filter((member) => !isNavigation(member)));
  const end = behind.at(-1);
  const type = end?.kind === 'Property' ? { type: end.type, collection: false } : untyped;
  const isEntity = end === undefined;
  if (isEntity && method !== undefined && method !== 'countdistinct') {
    throw mismatch(
      `'${method}' needs values, and '${members.at(-1)?.name ?? ''}' leads to entities. Name one of their properties.`,
      scope,
    );
  }
  return { kind: 'Reached', navigation, path: declared, dynamic, type };
}

const isNavigation = (member: Member | undefined): member is NavigationProperty =>
  member?.kind === 'NavigationProperty';

const isMany = (member: Member): boolean => member.kind !== 'DynamicProperty' && isCollectionValued(member);

const isCollectionValued = ({ collection }: Property | NavigationProperty): boolean => collection;

/** Whether it matters how often an entity counts. */
const countsEach = (method: AggregationMethod | undefined): boolean => method === 'sum' || method === 'average';
