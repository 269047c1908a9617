/** Paths that instances are grouped by (Data Aggregation 3.2.3.1), and what is left of the instances behind that. */
import type { MemberPath } from '../../../../grammar/index.ts';
import type { BoundExpand, BoundProperty } from '../../bound/bound.ts';
import type { BoundGrouping } from '../../bound/bound-apply.ts';
import { untyped } from '../../bound/type-rules.ts';
import { ODataError } from '../../errors/odata-error.ts';
import type { NavigationProperty, Property } from '../../model/edm.ts';
import { targetOf } from '../../model/model-index.ts';
import { bindMembers, pathOf } from '../expressions/bind-members.ts';
import { instanceOf, type Member } from '../names/model-names.ts';
import { mismatch, unsupported, type Scope } from '../expressions/scope.ts';
import { expandWhole, type Shape, wholeShape } from './shape.ts';

export interface BoundGroupings {
  readonly groupings: readonly BoundGrouping[];
  /** Members by the names of each path that stays. */
  readonly paths: readonly (readonly Member[])[];
  /** Navigation properties that stay as such, and show what they lead to. */
  readonly expanded: readonly BoundExpand[];
}

/** The paths, each once. */
export function bindGroupings(nodes: readonly MemberPath[], shape: Shape, scope: Scope): BoundGroupings {
  const groupings = new Map<string, BoundGrouping>();
  const paths = new Map<string, readonly Member[]>();
  const expanded = new Map<string, BoundExpand>();
  const add = (members: readonly Member[], role: BoundGrouping['role']): void => {
    const names = members.map(({ name }) => name);
    const text = names.join('/');
    if (groupings.get(text)?.role === 'key') return;
    groupings.set(text, { names, expression: expressionOf(members), role });
    paths.set(text, members);
  };
  for (const node of nodes) {
    const members = groupingMembers(node, scope);
    const last = members.at(-1);
    if (last?.kind !== 'NavigationProperty') add(members, 'key');
    else if (members.length === 1) {
      groupings.set(last.name, { names: [last.name], expression: expressionOf(members), role: 'key' });
      expanded.set(
        last.name,
        shape.expanded.find(({ navigation }) => navigation === last) ?? expandTarget(last, scope),
      );
    } else
      for (const property of targetOf(scope.index, last).entityType.properties) {
        const { key } = targetOf(scope.index, last).entityType;
        add([...members, property], key.includes(property.name) ? 'key' : 'determined');
      }
  }
  // What is behind an entity that is grouped by is known with it.
  const isKnown = (text: string): boolean => [...expanded.keys()].some((name) => text.startsWith(`${name}/`));
  const kept = <Value>(map: ReadonlyMap<string, Value>): readonly Value[] =>
    [...map].filter(([text]) => !isKnown(text)).map(([, value]) => value);
  return { groupings: kept(groupings), paths: kept(paths), expanded: [...expanded.values()] };
}

const expandTarget = (navigation: NavigationProperty, { index }: Scope): BoundExpand =>
  expandWhole(navigation, wholeShape(targetOf(index, navigation)));

function groupingMembers({ segments }: MemberPath, scope: Scope): readonly Member[] {
  checkLeaves(segments, scope);
  const { members, unbound } = bindMembers(segments, instanceOf(scope.type), scope);
  if (unbound?.kind === 'AnnotationSegment') throw unsupported('Grouping by an annotation', scope.target);
  if (unbound !== undefined) throw unsupported('A type cast in a path to group by', scope.target);
  const many = members.find((member) => member.kind !== 'DynamicProperty' && member.collection);
  if (many === undefined) return members;
  const reason = `'${many.name}' is a collection, and instances are grouped by single values.`;
  throw ODataError.of('InvalidQueryOption', { name: scope.target, reason }, { target: scope.target });
}

/** Throws where a path goes on behind a value that has no parts. */
function checkLeaves(segments: MemberPath['segments'], scope: Scope): void {
  for (let length = 1; length < segments.length; length += 1) {
    const { members } = bindMembers(segments.slice(0, length), instanceOf(scope.type), scope);
    const last = members.at(-1);
    if (last?.kind !== 'Property' || last.type.kind === 'ComplexType') continue;
    const reason = `'${last.name}' is a single value, so the path cannot go on behind it.`;
    throw ODataError.of('InvalidQueryOption', { name: scope.target, reason }, { target: scope.target });
  }
}

function expressionOf(members: readonly Member[]): BoundProperty {
  const { path, dynamic } = pathOf(members);
  const last = path.at(-1);
  const type = dynamic.length > 0 || last?.kind !== 'Property' ? untyped : { type: last.type, collection: false };
  return { kind: 'BoundProperty', type, path, dynamic };
}

// ---- What is left ---------------------------------------------------------------------------------------------------

interface Node {
  readonly member: Member;
  readonly children: Map<string, Node>;
  /** In how many of the levels it is. */
  count: number;
}

/** The properties of what is made of each group; `optional` where not every level has them. */
export function groupedProperties(
  levels: readonly BoundGroupings[],
  scope: Scope,
): { readonly properties: readonly Property[]; readonly open: boolean } {
  const root = new Map<string, Node>();
  for (const { paths } of levels) {
    const counted = new Set<Node>();
    for (const members of paths) place(members, root, counted);
    for (const node of counted) node.count += 1;
  }
  return propertiesOf(root, levels.length, scope);
}

function place([member, ...rest]: readonly Member[], within: Map<string, Node>, counted: Set<Node>): void {
  if (member === undefined) return;
  const node = within.get(member.name) ?? { member, children: new Map<string, Node>(), count: 0 };
  within.set(member.name, node);
  counted.add(node);
  place(rest, node.children, counted);
}

function propertiesOf(nodes: ReadonlyMap<string, Node>, levels: number, scope: Scope) {
  const properties: Property[] = [];
  let open = false;
  for (const { member, children, count } of nodes.values()) {
    const made = { kind: 'grouping', optional: count < levels } as const;
    if (member.kind === 'DynamicProperty') open = true;
    else if (children.size === 0 && member.kind === 'Property') properties.push({ ...member, made });
    else {
      const of = member.kind === 'Property' ? member.type : targetOf(scope.index, member).entityType;
      const within = propertiesOf(children, levels, scope);
      const type = { kind: 'ComplexType', name: of.name, ...within } as const;
      properties.push({ kind: 'Property', name: member.name, type, collection: false, nullable: true, made });
    }
  }
  return { properties, open };
}

/** Throws where a path would name a part of another one, of which one is a value and the other goes on behind it. */
export function checkPrefixes({ groupings }: BoundGroupings, scope: Scope): void {
  const texts = new Set(groupings.map(({ names }) => names.join('/')));
  for (const { names } of groupings) {
    for (let length = 1; length < names.length; length += 1) {
      const prefix = names.slice(0, length).join('/');
      if (!texts.has(prefix)) continue;
      throw mismatch(
        `'${names.join('/')}' is a part of '${prefix}', by which is grouped as well. Name one of the two.`,
        scope,
      );
    }
  }
}
