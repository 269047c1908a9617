import type { NavigationProperty } from '../model/edm.ts';
import type { Row } from '../model/values.ts';
import type { BoundExpand, BoundVariable } from '../bound/bound.ts';
import { isMade } from '../bound/projections.ts';
import { targetOf } from '../model/model-index.ts';
import type { PlanJoin } from '../plan/plan.ts';
import type { Environment } from './evaluate/compile-expression.ts';
import type { Execution } from './execution.ts';
import { behindView, type ViewReading } from './views/view-related.ts';
import { createRelated, type ReadPlan, type RelatedEntities } from './related.ts';

/** The entities that a filter or sort looks at through navigation properties. */
export interface Joins extends Required<Pick<Environment, 'related' | 'items'>> {
  /** Whether a variable stands for entities that they lead to. */
  leadsTo(variable: BoundVariable): boolean;
  /** Makes the related entities of these ready; what is known already is not read again. */
  load(entities: readonly Row[]): Promise<void>;
  /** What is read anyway and can be shown as well, where `expand` asks for nothing but a single entity's properties. */
  shared(expand: BoundExpand): RelatedEntities | undefined;
}

interface Node {
  readonly navigation: NavigationProperty;
  /** What its entities are looked at as, where it is a collection. */
  readonly variable: BoundVariable | undefined;
  readonly related: RelatedEntities;
  readonly nodes: readonly Node[];
}

export interface JoinsOptions {
  /** They also bring what these will show of them. */
  readonly expands?: readonly BoundExpand[];
  /** Nothing is evaluated for entities of an earlier `load`, so that collections of theirs can be forgotten. */
  readonly byBatch?: boolean;
  /** A flat view leads through them. */
  readonly view?: ViewReading;
}

/** Joins of one entity set, remembered for the whole request as far as the options do not say otherwise. */
export function createJoins(
  execution: Execution,
  joins: readonly PlanJoin[],
  read: ReadPlan,
  { expands = [], byBatch = false, view }: JoinsOptions = {},
): Joins {
  const nodes = joins.map((join) => createNode(execution, withExpanded(join, expands), read, { byBatch, view }));
  const byVariable = new Map(collections(nodes));
  const nodeOf = (variable: BoundVariable): Node => {
    const node = byVariable.get(variable);
    if (node === undefined) throw new Error(`The plan does not join ${variable.name}`);
    return node;
  };
  return {
    load: (entities) => loadNodes(nodes, entities),
    leadsTo: (variable) => byVariable.has(variable),
    related: (path, variable) => follow(variable === undefined ? nodes : nodeOf(variable).nodes, path),
    items: (variable) => {
      const { related } = nodeOf(variable);
      return (row) => related.of(row);
    },
    shared: (expand) => (isPlain(expand) ? single(nodes, expand.navigation)?.related : undefined),
  };
}

const collections = (nodes: readonly Node[]): readonly (readonly [BoundVariable, Node])[] =>
  nodes.flatMap((node) => [
    ...(node.variable === undefined ? [] : [[node.variable, node] as const]),
    ...collections(node.nodes),
  ]);

const single = (nodes: readonly Node[], { name }: NavigationProperty): Node | undefined =>
  nodes.find(({ navigation, variable }) => navigation.name === name && variable === undefined);

const isPlain = ({ navigation, options: { filter, projection } }: BoundExpand): boolean =>
  !navigation.collection && filter === undefined && !isMade(projection);

function withExpanded(join: PlanJoin, expands: readonly BoundExpand[]): PlanJoin {
  if (join.items !== undefined) return join;
  const expand = expands.find((each) => each.navigation === join.navigation && isPlain(each));
  const { properties = [], dynamic = [] } = expand?.options.projection ?? {};
  const shown = [...properties.map(({ name }) => name), ...dynamic];
  return { ...join, properties: [...new Set([...join.properties, ...shown])] };
}

/**
 * A collection is of the entities at hand alone, and forgotten with them; but for what stands behind a single entity, which
 * is read once for all that lead to it, and the collections of the service itself.
 */
function createNode(
  execution: Execution,
  { navigation, items, properties, joins }: PlanJoin,
  read: ReadPlan,
  { byBatch, view }: { readonly byBatch: boolean; readonly view: ViewReading | undefined },
): Node {
  const isOfBatch = byBatch && items !== undefined && navigation.join.length > 0;
  const entitySet = targetOf(execution.index, navigation);
  const query = { navigation, entitySet, filter: items?.filter, properties, purpose: 'evaluate' } as const;
  return {
    navigation,
    variable: items?.variable,
    related: createRelated(execution, { ...query, byBatch: isOfBatch, view }, read),
    nodes: joins.map((join) =>
      createNode(execution, join, read, { byBatch: isOfBatch, view: view && behindView(view) }),
    ),
  };
}

async function loadNodes(nodes: readonly Node[], entities: readonly Row[]): Promise<void> {
  for (const { related, nodes: inner } of nodes) {
    const found = await related.load(entities);
    await loadNodes(inner, found);
  }
}

/** The way along single-valued navigation properties, one after another. */
function follow(
  nodes: readonly Node[],
  [navigation, ...rest]: readonly NavigationProperty[],
): (row: Row) => Row | null {
  if (navigation === undefined) return (row) => row;
  const node = single(nodes, navigation);
  if (node === undefined) throw new Error(`The plan does not join ${navigation.name}`);
  const { related } = node;
  const behind = follow(node.nodes, rest);
  return (row) => {
    const entity = related.of(row)[0];
    return entity === undefined ? null : behind(entity);
  };
}
