import type { PathSegment } from '../../../../grammar/index.ts';

/** A segment as an error names it: its name or keyword, without what is in its parentheses. */
export function segmentText(segment: PathSegment): string {
  switch (segment.kind) {
    case 'NameSegment':
    case 'ReservedSegment':
      return segment.name;
    case 'KeySegment':
      return segment.value;
    case 'LambdaSegment':
      return segment.operator;
    case 'AnnotationSegment':
      return `@${segment.term}`;
    case 'CountSegment':
      return '$count';
    case 'FilterSegment':
      return '$filter';
    case 'AggregateSegment':
      return 'aggregate';
    case 'CrossjoinSegment':
      return '$crossjoin';
    case 'AllSegment':
      return '$all';
    case 'EntitySegment':
      return '$entity';
  }
}

/** Some segments as they are written again. */
export const textOfPath = (segments: readonly PathSegment[]): string => segments.map(segmentText).join('/');
