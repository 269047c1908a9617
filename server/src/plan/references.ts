import type { NavigationProperty, Property } from '../model/edm.ts';
import type { BoundExpression } from '../bound/bound.ts';
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
}

const newNode = (): Node => ({ properties: new Set(), joins: new Map() });

/** What the expressions refer to, each name once and in order of appearance. */
export function referencesOf(expressions: readonly BoundExpression[]): References {
  const root = newNode();
  for (const expression of expressions) visit(expression, root);
  return { properties: root.properties, joins: joinsOf(root) };
}

function visit(expression: BoundExpression, root: Node): void {
  switch (expression.kind) {
    case 'BoundLiteral':
      return;
    case 'BoundProperty':
      addPath(expression.path, expression.dynamic, root);
      return;
    case 'BoundBinary':
      visit(expression.left, root);
      visit(expression.right, root);
      return;
    case 'BoundIn':
    case 'BoundUnary':
      visit(expression.operand, root);
      return;
    case 'BoundMethodCall':
      for (const arg of expression.args) visit(arg, root);
  }
}

/** The members up to the first structural property; what is inside a complex value comes along with it. */
function addPath(path: readonly (Property | NavigationProperty)[], dynamic: readonly string[], root: Node): void {
  let node = root;
  for (const member of path) {
    if (member.kind === 'Property') {
      node.properties.add(member.name);
      return;
    }
    for (const { from } of member.join) node.properties.add(from);
    const next = node.joins.get(member) ?? newNode();
    node.joins.set(member, next);
    for (const { to } of member.join) next.properties.add(to);
    node = next;
  }
  const [first] = dynamic;
  if (first !== undefined) node.properties.add(first);
}

function joinsOf(node: Node): readonly PlanJoin[] {
  return [...node.joins].map(([navigation, inner]) => ({
    navigation,
    properties: [...inner.properties],
    joins: joinsOf(inner),
  }));
}
