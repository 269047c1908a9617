import type { AnnotationSegment, MemberPath, PathSegment } from '../../../grammar/index.ts';
import type { NavigationProperty, Property } from '../model/edm.ts';
import type { BoundProperty } from '../bound/bound.ts';
import { untyped } from '../bound/type-rules.ts';
import { bindMembers, pathOf } from './bind-members.ts';
import { checkMemberNames } from './check-names.ts';
import { instanceOf, isOpenBehind, type Member } from './names/model-names.ts';
import { openNameHint } from './hints/open-names.ts';
import { segmentText } from './hints/segment-text.ts';
import { checkSegments } from './query-sizes.ts';
import { type Scope, unsupported } from './scope.ts';

/** A path in an expression, `Name`, `Address/City`, `Job/Client/Name`, `CustomFields/Region`, checked name by name. */
export function bindMemberPath(node: MemberPath, scope: Scope): BoundProperty {
  checkRoot(node, scope);
  checkSegments(node.segments.length, scope.target);
  const { members, unbound } = bindMembers(node.segments, instanceOf(scope.type), scope);
  if (unbound !== undefined) {
    checkMemberNames(node, scope);
    throw notBound(unbound, members, scope);
  }
  const { path, dynamic } = pathOf(members);
  return { kind: 'BoundProperty', type: dynamic.length > 0 ? untyped : typeOf(path.at(-1)), path, dynamic };
}

/** `CustomFields/@Home`: behind an open value it may be meant as a name. */
export function annotationOf(before: readonly Member[], annotation: AnnotationSegment, target: string): Error {
  const hint = openNameHint(before.map(({ name }) => name).join('/'), segmentText(annotation));
  return unsupported(`The value of an annotation in ${target}`, target, hint);
}

function checkRoot({ root, segments }: MemberPath, scope: Scope): void {
  if (root === undefined) return;
  if (root === '@') throw unsupported('A path behind a parameter alias', scope.target);
  const plain = root === '$it' && !scope.nested && segments.length > 0;
  if (!plain) throw unsupported(root === '$it' ? "'$it' as a value" : `'${root}'`, scope.target);
}

function typeOf(member: Property | NavigationProperty | undefined): BoundProperty['type'] {
  if (member === undefined || member.kind === 'NavigationProperty') return untyped;
  return { type: member.type, collection: member.collection };
}

/** What a segment is that no path of a bound expression has. */
function notBound(segment: PathSegment, before: readonly Member[], { target, index }: Scope): Error {
  switch (segment.kind) {
    case 'NameSegment':
      return segment.qualified
        ? unsupported(`The ${segment.arguments ? 'function' : 'type cast'} '${segment.name}'`, target)
        : unsupported('A key in an expression', target);
    case 'LambdaSegment':
      return unsupported(`'${segment.operator}' over a collection`, target);
    case 'CountSegment':
      return unsupported("'$count' in an expression", target);
    case 'FilterSegment':
      return unsupported("'$filter' as part of a path", target);
    case 'AnnotationSegment':
      return isOpenBehind(before, index)
        ? annotationOf(before, segment, target)
        : unsupported('The value of an annotation in an expression', target);
    case 'AggregateSegment':
      return unsupported("'aggregate' in an expression", target);
    case 'ReservedSegment':
      return unsupported(`'${segment.name}' in an expression`, target);
    case 'KeySegment':
    case 'CrossjoinSegment':
    case 'AllSegment':
    case 'EntitySegment':
      return unsupported('A resource path in an expression', target);
  }
}
