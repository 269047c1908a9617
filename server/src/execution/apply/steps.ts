import type { BoundExpression, CollectionOptions } from '../../bound/bound.ts';
import type { BoundApply, BoundTransformation } from '../../bound/bound-apply.ts';

interface Divided {
  /** Conditions that the source may be asked for, as for those of `$filter`. */
  readonly front: readonly BoundExpression[];
  /** What is done here with the rows. */
  readonly steps: readonly BoundTransformation[];
}

/**
 * Transformations with what is looked at behind them, divided at the first one that is not a filter. Where `$orderby`
 * sorts, only so many rows as are shown leave; absent: all.
 */
export function dividedSteps(
  { transformations }: BoundApply,
  { filter, orderby = [] }: Partial<Pick<CollectionOptions, 'filter' | 'orderby'>>,
  shown?: number,
): Divided {
  const all: readonly BoundTransformation[] = [
    ...transformations,
    ...(filter === undefined ? [] : [{ kind: 'FilterStep', condition: filter } as const]),
    ...(orderby.length === 0 ? [] : [{ kind: 'OrderbyStep', items: orderby } as const]),
    ...(orderby.length === 0 || shown === undefined
      ? []
      : [{ kind: 'PageStep', method: 'top', value: shown } as const]),
  ];
  const other = all.findIndex(({ kind }) => kind !== 'FilterStep');
  const end = other === -1 ? all.length : other;
  const front = all.slice(0, end).flatMap((step) => (step.kind === 'FilterStep' ? [step.condition] : []));
  return { front, steps: all.slice(end) };
}

/** Whether what comes out is the same in whatever order rows come in, and in one of its own. */
export function isOrderFree(steps: readonly BoundTransformation[]): boolean {
  const first = steps.find(({ kind }) => kind !== 'FilterStep' && kind !== 'ComputeStep');
  if (first?.kind === 'AggregateStep') return true;
  if (first?.kind !== 'GroupbyStep' || !first.restores) return false;
  return first.apply.length === 0 || isOrderFree(first.apply);
}

/** How many of the first rows `skip` and `top` let through or pass over at the beginning of a sequence; absent: all. */
export function mostLookedAt(sequence: readonly BoundTransformation[]): number | undefined {
  let passed = 0;
  for (const step of sequence) {
    if (step.kind !== 'PageStep') return undefined;
    if (step.method === 'top') return passed + step.value;
    passed += step.value;
  }
  return undefined;
}
