import type { ContextSelect, PathSegment } from '../../../../grammar/index.ts';
import { elementOf, isCollection, withSegments, type Names, type Referent } from './names.ts';
import { followSegment } from './follow-segment.ts';

/**
 * Where the segments of a select item lead, up to an annotation or a keyword; a collection's items are selected of as a single one
 * is. Throws NameError.
 */
export function resolveSelectPath<Of>(
  segments: readonly PathSegment[],
  here: Referent<Of>,
  names: Names<Of>,
): readonly (readonly Referent<Of>[])[] {
  try {
    return selectTrace(segments, here, names);
  } catch (error) {
    throw withSegments(error, segments);
  }
}

function selectTrace<Of>(
  segments: readonly PathSegment[],
  here: Referent<Of>,
  names: Names<Of>,
): readonly (readonly Referent<Of>[])[] {
  const trace: (readonly Referent<Of>[])[] = [];
  let within: readonly Referent<Of>[] = [here];
  for (const segment of segments) {
    if (segment.kind !== 'NameSegment') return trace;
    within = followSegment(within.map(elementOf), segment, names);
    trace.push(within);
  }
  return trace;
}

/** The names of the projection in a context URL (Protocol 10); its types and operations bear their namespace. */
export function resolveContextSelect<Of>({ items }: ContextSelect, here: Referent<Of>, names: Names<Of>): void {
  for (const { wildcard, segments, select } of items) {
    if (wildcard) continue;
    const referents = resolveSelectPath(segments, here, qualifiedNames(names)).at(-1);
    const inner = referents?.find(
      (referent) => isCollection(referent) || ['entity', 'complex'].includes(referent.kind),
    );
    if (select !== undefined && inner !== undefined) resolveContextSelect(select, elementOf(inner), names);
  }
}

/** Names of which those without a namespace are properties. */
const qualifiedNames = <Of>(names: Names<Of>): Names<Of> => ({
  ...names,
  find: (role, name, within) => (role === 'property' || name.includes('.') ? names.find(role, name, within) : []),
});
