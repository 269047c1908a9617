import type { CollectionOptions, EntityAccess } from '../bound/bound.ts';
import { withCrossjoin } from './crossjoin.ts';
import type { Execution } from './execution.ts';
import { withUnion } from './union.ts';

/** Sets that the source does not have, `$crossjoin` and `$all`, are made of those that it has. */
export function withVirtualSets(execution: Execution, access: EntityAccess, options: CollectionOptions): Execution {
  switch (access.kind) {
    case 'CrossjoinAccess':
      return withCrossjoin(execution, access.entitySet, options);
    case 'UnionAccess':
      return withUnion(execution, access);
    default:
      return execution;
  }
}
