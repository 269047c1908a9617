import type { NavigationProperty } from '../model/edm.ts';
import type { Row } from '../model/values.ts';
import type { BoundExpand } from '../bound/bound.ts';
import { targetOf } from '../model/model-index.ts';
import type { PlanJoin } from '../plan/plan.ts';
import type { Environment } from './evaluate/compile-expression.ts';
import type { Execution } from './execution.ts';
import { createRelated, type ReadPlan, type RelatedEntities } from './related.ts';

/** The entities that a filter or sort looks at through single-valued navigation properties. */
export interface Joins {
  readonly related: Environment['related'];
  /** Makes the related entities of these ready; what is known already is not read again. */
  load(entities: readonly Row[]): Promise<void>;
  /** What is read anyway and can be shown as well, where `expand` asks for nothing but a single entity's properties. */
  shared(expand: BoundExpand): RelatedEntities | undefined;
}

interface Node {
  readonly navigation: NavigationProperty;
  readonly related: RelatedEntities;
  readonly nodes: readonly Node[];
}

/** Joins of one entity set, remembered for the whole request; they also bring what `expands` will show of them. */
export function createJoins(
  execution: Execution,
  joins: readonly PlanJoin[],
  read: ReadPlan,
  expands: readonly BoundExpand[] = [],
): Joins {
  const nodes = joins.map((join) => createNode(execution, withExpanded(join, expands), read));
  return {
    load: (entities) => loadNodes(nodes, entities),
    related: (path) => follow(nodes, path),
    shared: (expand) =>
      isPlain(expand) ? nodes.find(({ navigation }) => navigation === expand.navigation)?.related : undefined,
  };
}

const isPlain = ({ navigation, options: { filter, projection } }: BoundExpand): boolean =>
  !navigation.collection &&
  filter === undefined &&
  projection.expand.length === 0 &&
  (projection.computed ?? []).length === 0;

function withExpanded(join: PlanJoin, expands: readonly BoundExpand[]): PlanJoin {
  const expand = expands.find((each) => each.navigation === join.navigation && isPlain(each));
  const shown = expand?.options.projection.properties.map(({ name }) => name) ?? [];
  return { ...join, properties: [...new Set([...join.properties, ...shown])] };
}

function createNode(execution: Execution, { navigation, properties, joins }: PlanJoin, read: ReadPlan): Node {
  const entitySet = targetOf(execution.index, navigation);
  return {
    navigation,
    related: createRelated(execution, { navigation, entitySet, properties, purpose: 'evaluate' }, read),
    nodes: joins.map((join) => createNode(execution, join, read)),
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
  const node = nodes.find((candidate) => candidate.navigation.name === navigation.name);
  if (node === undefined) throw new Error(`The plan does not join ${navigation.name}`);
  const { related } = node;
  const behind = follow(node.nodes, rest);
  return (row) => {
    const entity = related.of(row)[0];
    return entity === undefined ? null : behind(entity);
  };
}
