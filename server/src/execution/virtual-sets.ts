import type { BoundExpression, CollectionOptions, EntityAccess } from '../bound/bound.ts';
import type { BoundApply } from '../bound/bound-apply.ts';
import { chain } from '../bound/chain.ts';
import { withCrossjoin, type Asked } from './crossjoin.ts';
import type { Execution } from './execution.ts';
import { withUnion } from './union.ts';

/** Sets that the source does not have, `$crossjoin` and `$all`, are made of those that it has. */
export function withVirtualSets(execution: Execution, access: EntityAccess, options: CollectionOptions): Execution {
  switch (access.kind) {
    case 'CrossjoinAccess':
      return withCrossjoin(
        execution,
        access.entitySet,
        options.apply === undefined ? options : transformed(options.apply),
      );
    case 'UnionAccess':
      return withUnion(execution, access);
    default:
      return execution;
  }
}

/** Of what is transformed, the filters in front are known, and anything may be looked at. */
function transformed({ transformations }: BoundApply): Asked {
  const conditions: BoundExpression[] = [];
  for (const step of transformations) {
    if (step.kind !== 'FilterStep') break;
    conditions.push(step.condition);
  }
  const filter = conditions.length === 0 ? undefined : chain('and', conditions);
  return { filter, orderby: [], projection: { properties: [], expand: [] }, isWhole: true };
}
