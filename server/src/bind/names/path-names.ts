import type { ResourcePath } from '../../../../grammar/index.ts';
import { resolveWithin } from './member-names.ts';
import type { Names, Place } from './names.ts';
import { stepFrom } from './steps.ts';

/** Where each segment of a resource path leads, one place or several for each; throws NameError. */
export function resolvePath<Of>({ segments }: ResourcePath, names: Names<Of>): readonly (readonly Place<Of>[])[] {
  let within: readonly Place<Of>[] = [names.root];
  return segments.map((segment) => {
    const next = stepFrom(within, segment, names);
    resolveWithin(segment, within, { names, here: names.root });
    within = next;
    return within;
  });
}

/** What options are about: where a path leads, or what `/$count` or `/$ref` at its end is asked of. */
export function subjectsOf<Of>(trace: readonly (readonly Place<Of>[])[]): readonly Place<Of>[] {
  const last = (trace.at(-1) ?? []).filter(({ kind }) => kind !== 'end');
  return last.length > 0 ? last : (trace.at(-2) ?? []);
}
