import type { BoundTransformation } from '../../bound/bound-apply.ts';
import { expressionsOf } from '../../bound/apply-expressions.ts';
import type { Row } from '../../model/values.ts';
import { referencesOf } from '../../plan/references.ts';
import { environmentOf } from '../execution.ts';
import { joinsOf } from '../read-matches.ts';
import { weighRow } from '../weigh.ts';
import type { CompileSequence, Workshop } from './stage.ts';

/** A sequence on one set of instances after the other, with joins of its own. */
export function transformEach(
  apply: readonly BoundTransformation[],
  { execution, holdings }: Pick<Workshop, 'execution' | 'holdings'>,
  compile: CompileSequence,
): (instances: readonly Row[]) => Promise<readonly Row[]> {
  if (apply.length === 0) return async (instances) => instances;
  const joins = joinsOf(execution, referencesOf(expressionsOf(apply)).joins);
  const begin = compile(apply, { execution, holdings, joins, environment: environmentOf(execution, joins) });
  return async (instances) => {
    await joins.load(instances);
    const stage = begin();
    const certain = await stage.take(instances);
    const left = [...certain, ...(await stage.end())];
    holdings.hold(left.length, left.length * weighRow(left));
    return left;
  };
}
