import type { AnnotationSegment, MemberPath, PathSegment } from '../../../grammar/index.ts';
import type { NavigationProperty, Property } from '../model/edm.ts';
import type { BoundExpression, BoundProperty } from '../bound/bound.ts';
import { capital, describe } from '../bound/describe.ts';
import { untyped } from '../bound/type-rules.ts';
import { shown } from '../util/shown.ts';
import { usedAgain } from './bind-alias.ts';
import { bindMembers, isPlainName, pathOf } from './bind-members.ts';
import { checkMemberNames } from './check-names.ts';
import { instanceOf, isOpenBehind, type Meant, type Member, referentOf } from './names/model-names.ts';
import type { Referent } from './names/names.ts';
import { openNameHint } from './hints/open-names.ts';
import { segmentText, textOfPath } from './hints/segment-text.ts';
import { checkSegments } from './query-sizes.ts';
import { mismatch, type Scope, unsupported } from './scope.ts';

/** A path in an expression, `Name`, `Address/City`, `Job/Client/Name`, `CustomFields/Region`, checked name by name. */
export function bindMemberPath(node: MemberPath, scope: Scope): BoundExpression {
  checkRoot(node, scope);
  checkSegments(node.segments.length, scope.target);
  const [first, ...rest] = node.segments;
  const computed = first === undefined ? undefined : bindComputedName(first, scope);
  if (computed !== undefined && rest.length === 0) return computed;
  const start = computed === undefined ? { before: [], from: hereOf(scope) } : startBehind(computed, node, scope);
  const segments = computed === undefined ? node.segments : rest;
  const { members, unbound } = bindMembers(segments, start.from, scope);
  if (unbound !== undefined) {
    if (computed === undefined) checkMemberNames(node, scope);
    throw notBound(unbound, [...start.before, ...members], scope);
  }
  const { path, dynamic } = pathOf([...start.before, ...members]);
  return { kind: 'BoundProperty', type: dynamic.length > 0 ? untyped : typeOf(path.at(-1)), path, dynamic };
}

/** The entity at hand, with the names that are computed for it. */
const hereOf = ({ type, computed }: Scope): Referent<Meant> => ({
  ...instanceOf(type),
  added: new Map(computed.names.map((name) => [name, []])),
});

/** What a name stands for that is computed: whoever uses it pays for it. */
function bindComputedName(segment: PathSegment, scope: Scope): BoundExpression | undefined {
  const known = isPlainName(segment) ? scope.computed.get(segment.name) : undefined;
  return known && usedAgain(known, scope);
}

/** Where a path goes on behind a computed name: where it stands for a complex value. */
function startBehind(
  computed: BoundExpression,
  node: MemberPath,
  scope: Scope,
): { readonly before: readonly Member[]; readonly from: Referent<Meant> } {
  const before: readonly Member[] =
    computed.kind === 'BoundProperty'
      ? [...computed.path, ...computed.dynamic.map((name) => ({ kind: 'DynamicProperty', name }) as const)]
      : [];
  const last = before.at(-1);
  const from = last && referentOf(last);
  if (from !== undefined && from.kind !== 'primitive') return { before, from };
  const reason = `${capital(describe(computed))} is a single value, so the path cannot go on behind it, as '${shown(textOfPath(node.segments))}' does.`;
  throw mismatch(reason, scope);
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
