import type { ResourcePath } from '../../../../grammar/index.ts';
import { resolveWithin } from './member-names.ts';
import type { Names, Referent } from './names.ts';
import { followSegment } from './follow-segment.ts';

/** What each segment of a resource path refers to, one thing or several; throws NameError. */
export function resolvePath<Of>({ segments }: ResourcePath, names: Names<Of>): readonly (readonly Referent<Of>[])[] {
  let within: readonly Referent<Of>[] = [names.root];
  return segments.map((segment) => {
    const next = followSegment(within, segment, names);
    resolveWithin(segment, within, { names, here: names.root });
    within = next;
    return within;
  });
}

/** What options are about: where a path leads, or what `/$count` or `/$ref` at its end is asked of. */
export function subjectsOf<Of>(trace: readonly (readonly Referent<Of>[])[]): readonly Referent<Of>[] {
  const last = (trace.at(-1) ?? []).filter(({ kind }) => kind !== 'end');
  return last.length > 0 ? last : (trace.at(-2) ?? []);
}
