/** `groupby` (Data Aggregation 3.2.3), with `rollup` written out as one list of groupings for each level. */
import type {
  GroupbyElement,
  GroupbyTransformation,
  MemberPath,
  TransformationSequence,
} from '../../../../grammar/index.ts';
import type { BoundTransformation } from '../../bound/bound-apply.ts';
import { ODataError } from '../../errors/odata-error.ts';
import { unsupported, type Scope } from '../expressions/scope.ts';
import { checkAliases } from './aliases.ts';
import { type ApplyScope, scopeWithin } from './apply-scope.ts';
import type { BoundSequence } from './bind-apply.ts';
import { bindGroupings, checkPrefixes, groupedProperties } from './bind-groupings.ts';
import { closedShape, type Shape } from './shape.ts';

/** Binds the transformations of each group. */
export type BindSequence = (node: TransformationSequence, shape: Shape, within: ApplyScope) => BoundSequence;

/** Groupings of one request; each reads every instance. */
const MAX_LEVELS = 100;

/** What the second parameter makes of each group, with what the group has in common. */
export function bindGroupby(
  { elements, apply }: GroupbyTransformation,
  shape: Shape,
  within: ApplyScope,
  bindSequence: BindSequence,
): BoundSequence {
  const scope = scopeWithin(within, shape);
  const levels = levelsOf(elements, scope).map((paths) => bindGroupings(paths, shape, scope));
  for (const level of levels) checkPrefixes(level, scope);
  const inner = apply === undefined ? { steps: [], shape: closedShape(shape, []) } : bindSequence(apply, shape, within);
  const step: BoundTransformation = {
    kind: 'GroupbyStep',
    levels: levels.map(({ groupings }) => groupings),
    apply: inner.steps,
    restores: !inner.shape.isWhole,
  };
  if (inner.shape.isWhole) return { steps: [step], shape: inner.shape };
  const grouped = groupedProperties(levels, scope);
  const { properties, navigationProperties, open } = inner.shape.entitySet.entityType;
  const own = properties.filter(({ name }) => !grouped.properties.some((property) => property.name === name));
  const expanded = [
    ...new Map(levels.flatMap((level) => level.expanded).map((each) => [each.navigation.name, each])).values(),
  ];
  const navigation = expanded.map((each) => each.navigation);
  const others = navigationProperties.filter(({ name }) => !navigation.some((each) => each.name === name));
  const otherExpanded = inner.shape.expanded.filter((each) => !navigation.includes(each.navigation));
  checkAliases(
    own.filter(({ made }) => made?.kind === 'alias').map(({ name }) => name),
    within.input,
  );
  return {
    steps: [step],
    shape: closedShape(
      shape,
      [...grouped.properties, ...own],
      [...navigation, ...others],
      [...expanded, ...otherExpanded],
      grouped.open || open,
    ),
  };
}

/** All combinations of the levels of what is rolled up, the finest first (3.2.3.2). */
function levelsOf(elements: readonly GroupbyElement[], scope: Scope): readonly (readonly MemberPath[])[] {
  const levels = elements.reduce<readonly (readonly MemberPath[])[]>(
    (before, element) => {
      const added = levelsOfElement(element, scope);
      if (before.length * added.length > MAX_LEVELS) throw tooManyLevels();
      return before.flatMap((paths) => added.map((more) => [...paths, ...more]));
    },
    [[]],
  );
  return levels;
}

function levelsOfElement(element: GroupbyElement, scope: Scope): readonly (readonly MemberPath[])[] {
  switch (element.kind) {
    case 'MemberPath':
      return [[element]];
    case 'RollupLevels': {
      const { properties: paths, total } = element;
      if (!total && paths.length < 2) throw noHierarchy(paths[0]);
      const fewest = total ? 0 : 1;
      return Array.from({ length: paths.length - fewest + 1 }, (_, up) => paths.slice(0, paths.length - up));
    }
    case 'RollupRecursive':
      throw unsupported("'rolluprecursive'", scope.target);
  }
}

function noHierarchy(path: MemberPath | undefined): ODataError {
  const [first] = path?.segments ?? [];
  const name = first?.kind === 'NameSegment' ? first.name : '';
  const reason = `'rollup' with one name asks for a hierarchy of that name, and there is no '${name}'. Name the properties of its levels, the highest first.`;
  return ODataError.of('InvalidQueryOption', { name: '$apply', reason }, { target: '$apply' });
}

function tooManyLevels(): ODataError {
  const reason = `what it rolls up has more than ${MAX_LEVELS} levels together. Roll up fewer hierarchies at once.`;
  return ODataError.of('QueryTooComplex', { reason }, { target: '$apply' });
}
