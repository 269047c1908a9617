import type { NavigationProperty } from '../model/edm.ts';
import type { BoundExpand, BoundExpression, BoundLambda, BoundProperty, BoundVariable } from '../bound/bound.ts';
import { expressionsWithin } from '../bound/projections.ts';
import { operandsWithin } from '../bound/operands.ts';
import type { PlanJoin } from './plan.ts';

/** Which of an entity's properties expressions name, and which related entities they lead through. */
interface References {
  readonly properties: ReadonlySet<string>;
  readonly joins: readonly PlanJoin[];
}

/** A PlanJoin while it is being gathered. */
interface Node {
  readonly properties: Set<string>;
  readonly joins: Map<NavigationProperty, Node>;
  /** Collections, each by the variable that its items are looked at as. */
  readonly items: Map<BoundVariable, ItemsNode>;
}

interface ItemsNode {
  readonly navigation: NavigationProperty;
  readonly filter: BoundExpression | undefined;
  readonly node: Node;
}

/** What paths begin at; nothing where that has no names of its own to be read. */
type Beginnings = ReadonlyMap<BoundVariable | undefined, Node>;

const newNode = (): Node => ({ properties: new Set(), joins: new Map(), items: new Map() });

/**
 * What the expressions refer to, each name once and in order of appearance: of the entity at hand, or of what another
 * `beginning` of paths stands for.
 */
export function referencesOf(expressions: readonly BoundExpression[], beginning?: BoundVariable): References {
  const root = newNode();
  for (const expression of expressions) visit(expression, new Map([[beginning, root]]));
  return { properties: root.properties, joins: joinsOf(root) };
}

/** What nested options, at any depth, refer to of the entity that they are expanded from. */
export const referencesToIt = ({ it, options }: BoundExpand): References =>
  referencesOf(it === undefined ? [] : expressionsWithin(options), it);

function visit(expression: BoundExpression, beginnings: Beginnings): void {
  if (expression.kind === 'BoundProperty') addPath(expression, beginnings);
  else if (expression.kind === 'BoundLambda') addItems(expression, beginnings);
  else for (const operand of operandsWithin(expression)) visit(operand, beginnings);
}

/** The members up to the first structural property; what is inside a complex value comes along with it. */
function addPath({ variable, path, dynamic }: BoundProperty, beginnings: Beginnings): Node | undefined {
  let node = variable?.of === undefined ? beginnings.get(variable) : addItems(variable.of, beginnings);
  if (node === undefined) return undefined;
  for (const member of path) {
    if (member.kind === 'Property') {
      node.properties.add(member.name);
      return undefined;
    }
    const next: Node = node.joins.get(member) ?? newNode();
    node.joins.set(member, next);
    addJoin(member, node, next);
    node = next;
  }
  const [first] = dynamic;
  if (first !== undefined) node.properties.add(first);
  return node;
}

function addJoin({ join }: NavigationProperty, from: Node, to: Node): void {
  for (const condition of join) {
    from.properties.add(condition.from);
    to.properties.add(condition.to);
  }
}

/**
 * The filter is the source's, or the business of the plan for the related entities. Yields what names of these are to be
 * added to.
 */
function addItems({ collection, variable, filter, condition }: BoundLambda, beginnings: Beginnings): Node | undefined {
  const last = collection.kind === 'BoundProperty' ? collection.path.at(-1) : undefined;
  let items: Node | undefined;
  if (collection.kind === 'BoundProperty' && last?.kind === 'NavigationProperty') {
    const from = addPath({ ...collection, path: collection.path.slice(0, -1) }, beginnings);
    items = from?.items.get(variable)?.node ?? newNode();
    from?.items.set(variable, { navigation: last, filter, node: items });
    if (from !== undefined) addJoin(last, from, items);
    if (last.held !== undefined && filter !== undefined) visit(filter, new Map([[undefined, items]]));
  } else {
    visit(collection, beginnings);
  }
  if (condition === undefined) return items;
  const around = [...beginnings].filter(([beginning]) => beginning !== variable);
  visit(condition, new Map(items === undefined ? around : [...around, [variable, items]]));
  return items;
}

function joinsOf(node: Node): readonly PlanJoin[] {
  const single = [...node.joins].map(([navigation, inner]) => ({ navigation, ...namesOf(inner) }));
  const collections = [...node.items].map(([variable, { navigation, filter, node: inner }]) => ({
    navigation,
    items: { variable, filter },
    ...namesOf(inner),
  }));
  return [...single, ...collections];
}

const namesOf = (node: Node): Pick<PlanJoin, 'properties' | 'joins'> => ({
  properties: [...node.properties],
  joins: joinsOf(node),
});
