import type { ContextSelect, PathSegment } from '../../../../grammar/index.ts';
import { elementOf, isCollection, withSegments, type Names, type Place } from './names.ts';
import { stepFrom } from './steps.ts';

/**
 * Where the segments of a select item lead, up to an annotation or a keyword; a collection's items are selected of as a single one
 * is. Throws NameError.
 */
export function resolveSelectPath<Of>(
  segments: readonly PathSegment[],
  here: Place<Of>,
  names: Names<Of>,
): readonly (readonly Place<Of>[])[] {
  try {
    return selectTrace(segments, here, names);
  } catch (error) {
    throw withSegments(error, segments);
  }
}

function selectTrace<Of>(
  segments: readonly PathSegment[],
  here: Place<Of>,
  names: Names<Of>,
): readonly (readonly Place<Of>[])[] {
  const trace: (readonly Place<Of>[])[] = [];
  let within: readonly Place<Of>[] = [here];
  for (const segment of segments) {
    if (segment.kind !== 'NameSegment') return trace;
    within = stepFrom(within.map(elementOf), segment, names);
    trace.push(within);
  }
  return trace;
}

/** The names of the projection in a context URL (Protocol 10); its types and operations bear their namespace. */
export function resolveContextSelect<Of>({ items }: ContextSelect, here: Place<Of>, names: Names<Of>): void {
  for (const { wildcard, segments, select } of items) {
    if (wildcard) continue;
    const places = resolveSelectPath(segments, here, qualifiedNames(names)).at(-1);
    const inner = places?.find((place) => isCollection(place) || ['entity', 'complex'].includes(place.kind));
    if (select !== undefined && inner !== undefined) resolveContextSelect(select, elementOf(inner), names);
  }
}

/** Names of which those without a namespace are properties. */
const qualifiedNames = <Of>(names: Names<Of>): Names<Of> => ({
  ...names,
  find: (role, name, within) => (role === 'property' || name.includes('.') ? names.find(role, name, within) : []),
});
