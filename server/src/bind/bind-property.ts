import type { MemberPath, PathSegment } from '../../../grammar/index.ts';
import type { NavigationProperty, Property } from '../model/edm.ts';
import { memberPlaces } from './bind-names.ts';
import type { BoundProperty } from '../bound/bound.ts';
import { isOpenValue } from './names/model-names.ts';
import { openNameHint } from './names/open-names.ts';
import { checkSegments } from './query-sizes.ts';
import { unsupported, type Scope } from './scope.ts';
import { segmentText } from './names/segment-text.ts';
import { untyped } from '../bound/type-rules.ts';

type Step = Property | NavigationProperty;

/** A path in an expression, `Name`, `Address/City`, `Job/Client/Name`, `CustomFields/Region`, checked name by name. */
export function bindMemberPath(node: MemberPath, scope: Scope): BoundProperty {
  checkRoot(node, scope);
  checkSegments(node.segments.length, scope.target);
  const places = memberPlaces(node, scope.type, scope.target, scope.index);
  const path: Step[] = [];
  const dynamic: string[] = [];
  for (const [position, segment] of node.segments.entries()) {
    if (segment.kind === 'AnnotationSegment' && isOpenValue(places[position - 1], scope.index)) {
      throw annotationOf(node.segments.slice(0, position), segment, scope.target);
    }
    const name = nameOf(segment, scope);
    if (segment.kind === 'NameSegment' && segment.arguments !== undefined) {
      throw unsupported('A key in an expression', scope.target);
    }
    const step = places[position]?.of;
    if (step?.kind === 'Property' || step?.kind === 'NavigationProperty') path.push(step);
    else dynamic.push(name);
  }
  return { kind: 'BoundProperty', type: dynamic.length > 0 ? untyped : typeOf(path.at(-1)), path, dynamic };
}

/** `CustomFields/@Home`: behind an open value it may be meant as a name. */
export function annotationOf(before: readonly PathSegment[], annotation: PathSegment, target: string): Error {
  const hint = openNameHint(before.map(segmentText).join('/'), segmentText(annotation));
  return unsupported(`The value of an annotation in ${target}`, target, hint);
}

function checkRoot({ root, segments }: MemberPath, scope: Scope): void {
  if (root === undefined) return;
  if (root === '@') throw unsupported('A path behind a parameter alias', scope.target);
  const plain = root === '$it' && !scope.nested && segments.length > 0;
  if (!plain) throw unsupported(root === '$it' ? "'$it' as a value" : `'${root}'`, scope.target);
}

function typeOf(step: Step | undefined): BoundProperty['type'] {
  if (step === undefined || step.kind === 'NavigationProperty') return untyped;
  return { type: step.type, collection: step.collection };
}

function nameOf(segment: PathSegment, scope: Scope): string {
  switch (segment.kind) {
    case 'NameSegment':
      if (!segment.qualified) return segment.name;
      throw unsupported(`The ${segment.arguments ? 'function' : 'type cast'} '${segment.name}'`, scope.target);
    case 'LambdaSegment':
      throw unsupported(`'${segment.operator}' over a collection`, scope.target);
    case 'CountSegment':
      throw unsupported("'$count' in an expression", scope.target);
    case 'FilterSegment':
      throw unsupported("'$filter' as part of a path", scope.target);
    case 'AnnotationSegment':
      throw unsupported('The value of an annotation in an expression', scope.target);
    case 'AggregateSegment':
      throw unsupported("'aggregate' in an expression", scope.target);
    case 'ReservedSegment':
      throw unsupported(`'${segment.name}' in an expression`, scope.target);
    case 'KeySegment':
    case 'CrossjoinSegment':
    case 'AllSegment':
    case 'EntitySegment':
      throw unsupported('A resource path in an expression', scope.target);
  }
}
