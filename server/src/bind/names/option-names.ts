import type { QueryOption } from '../../../../grammar/index.ts';
import { resolveApply, resolveCompute } from './apply-names.ts';
import { resolveFilters, type NameScope } from './member-names.ts';
import type { Referent } from './names.ts';
import { resolveSelectPath } from './select-names.ts';

/**
 * Options in the order in which they take effect: what `$apply` and then `$compute` leave is what the others see (URL
 * Conventions 5.1, Data Aggregation 3).
 */
export function inEffectOrder(options: readonly QueryOption[]): readonly QueryOption[] {
  const early = ['ApplyOption', 'ComputeOption'].flatMap((kind) => options.filter((option) => option.kind === kind));
  return [...early, ...options.filter((option) => !early.includes(option))];
}

/** The instances that an option leaves, its names looked up but for those in the parentheses of `$expand`. Throws NameError. */
export function resolveOption<Of>(option: QueryOption, scope: NameScope<Of>): Referent<Of> {
  const { here, names } = scope;
  switch (option.kind) {
    case 'ApplyOption':
      return resolveApply(option.apply, scope);
    case 'ComputeOption':
      return resolveCompute(option.items, scope);
    case 'SelectOption':
    case 'ExpandOption':
      for (const { wildcard, segments } of option.items) if (!wildcard) resolveSelectPath(segments, here, names);
      return here;
    default:
      resolveFilters([option], scope);
      return here;
  }
}
