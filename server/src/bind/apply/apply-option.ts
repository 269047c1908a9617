import type { QueryOption } from '../../../../grammar/index.ts';
import type { Projection } from '../../bound/bound.ts';
import type { BoundApply } from '../../bound/bound-apply.ts';
import { findOption } from '../options/query-options.ts';
import type { OptionsOwner, RequestScope } from '../expressions/scope.ts';
import { bindSequence } from './bind-apply.ts';
import { contextItem, type Shape, shownOf, wholeShape } from './shape.ts';

/** What `$apply` makes of a collection, which is what the other options are about. */
interface Applied {
  readonly apply: BoundApply;
  readonly owner: OptionsOwner;
  /** What is shown where the other options ask for this. */
  readonly shown: (projection: Projection) => Projection;
}

/** `$apply` among the options; nothing where there is none. */
export function bindApplyOption(
  options: readonly QueryOption[],
  owner: OptionsOwner,
  request: RequestScope,
): Applied | undefined {
  const option = findOption(options, 'ApplyOption');
  if (option === undefined) return undefined;
  const input = wholeShape(owner.entitySet);
  const { steps, shape } = bindSequence(option.apply, input, { request, input, nested: owner.nested });
  const hasExpand = findOption(options, 'ExpandOption') !== undefined;
  return {
    apply: { transformations: steps, result: shape.entitySet },
    owner: { ...owner, entitySet: shape.entitySet },
    shown: (projection) => shownBehind(projection, shape, hasExpand),
  };
}

/** What transformations expand by themselves is shown unless `$expand` says what to show (Data Aggregation 3). */
function shownBehind(projection: Projection, shape: Shape, hasExpand: boolean): Projection {
  const own = shownOf(shape);
  const { properties } = shape.entitySet.entityType;
  const textOf = (name: string): string => {
    const property = properties.find((candidate) => candidate.name === name);
    return property === undefined ? name : contextItem(property);
  };
  const computed = (projection.computed ?? []).map(({ name }) => name);
  const all = own.selected && [...own.selected, ...computed];
  return {
    ...projection,
    selected: projection.selected?.map(textOf) ?? all,
    expand: hasExpand ? projection.expand : own.expand,
  };
}
