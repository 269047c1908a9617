import type { AnnotationSegment, Expression, MemberPath, PathSegment } from '../../../grammar/index.ts';
import type { NavigationProperty, Property } from '../model/edm.ts';
import type { BoundExpression, BoundProperty } from '../bound/bound.ts';
import { capital, describe } from '../bound/describe.ts';
import { untyped } from '../bound/type-rules.ts';
import { shown } from '../util/shown.ts';
import { usedAgain } from './bind-alias.ts';
import { bindItems } from './bind-items.ts';
import { bindMembers, isPlainName, pathOf } from './bind-members.ts';
import { checkMemberNames } from './check-names.ts';
import { isOpenBehind, type Member, referentOf } from './names/model-names.ts';
import { isCollection } from './names/names.ts';
import { openNameHint } from './hints/open-names.ts';
import { segmentText, textOfPath } from './hints/segment-text.ts';
import { checkSegments } from './query-sizes.ts';
import { mismatch, type Beginning, type Scope, unsupported } from './scope.ts';

type Bind = (node: Expression, scope: Scope) => BoundExpression;

/**
 * A path in an expression, `Name`, `Address/City`, `Job/Client/Name`, `CustomFields/Region`, `t/Name` behind a range
 * variable, `Trips/any(t:...)`, `Trips/$count`, checked name by name.
 */
export function bindMemberPath(node: MemberPath, scope: Scope, bind: Bind): BoundExpression {
  checkSegments(node.segments.length, scope.target);
  const { beginning, segments } = beginningOf(node, scope);
  const [first, ...behind] = segments;
  const computed = first === undefined ? undefined : bindComputedName(first, beginning, scope);
  if (computed === undefined) return bindSegments(node, { ...beginning, before: [], segments }, scope, bind);
  if (behind.length === 0) return computed;
  return bindSegments(node, startBehind(computed, node, behind, scope), scope, bind);
}

/** Where a path begins, and what of it is bound already. */
interface Start extends Beginning {
  readonly before: readonly Member[];
  readonly segments: readonly PathSegment[];
}

function bindSegments(node: MemberPath, start: Start, scope: Scope, bind: Bind): BoundExpression {
  const {
    members: behind,
    referent,
    rest,
    unbound,
  } = bindMembers(start.segments, { added: namesComputed(start), ...start.referent }, scope);
  const members = [...start.before, ...behind];
  const property = propertyOf(start, members);
  if (unbound === undefined) return property;
  // A dynamic property may hold a collection.
  const isOpen = referent.of?.kind === 'DynamicProperty' && unbound.kind !== 'NameSegment';
  const items = isOpen ? ({ ...referent, kind: 'complexes' } as const) : referent;
  if (isCollection(items)) {
    const bound = bindItems({ collection: property, referent: items, segments: rest }, scope, bind);
    if (bound !== undefined) return bound;
  }
  checkMemberNames(node, scope);
  throw notBound(unbound, members, scope);
}

interface Begun {
  readonly beginning: Beginning;
  /** Those behind the beginning. */
  readonly segments: readonly PathSegment[];
}

/** A range variable hides a property of its name (5.1.1.13). */
function beginningOf({ root, segments }: MemberPath, { here, it, variables, target }: Scope): Begun {
  const [first, ...behind] = segments;
  switch (root) {
    case undefined: {
      const variable = first !== undefined && isPlainName(first) ? variables.get(first.name) : undefined;
      return variable === undefined ? { beginning: here, segments } : { beginning: variable, segments: behind };
    }
    case '$this':
      return { beginning: here, segments };
    case '$it':
      if (it === undefined) throw unsupported("'$it' within $expand", target);
      return { beginning: it, segments };
    case '@':
      throw unsupported('A path behind a parameter alias', target);
    default:
      throw unsupported(`'${root}'`, target);
  }
}

function propertyOf({ variable, type }: Beginning, members: readonly Member[]): BoundProperty {
  const { path, dynamic } = pathOf(members);
  const typed = dynamic.length > 0 ? untyped : typeOf(path.at(-1), type);
  return { kind: 'BoundProperty', type: typed, ...(variable && { variable }), path, dynamic };
}

/** Those that stand for expressions, for hints. */
const namesComputed = ({ computed }: Beginning) => new Map(computed?.names.map((name) => [name, []]));

/** What a name stands for that is computed: whoever uses it pays for it. */
function bindComputedName(segment: PathSegment, { computed }: Beginning, scope: Scope): BoundExpression | undefined {
  const known = isPlainName(segment) ? computed?.get(segment.name) : undefined;
  return known && usedAgain(known, scope);
}

/** Where a path goes on behind a computed name: where it stands for a complex value or a collection. */
function startBehind(
  computed: BoundExpression,
  node: MemberPath,
  segments: readonly PathSegment[],
  scope: Scope,
): Start {
  const before: readonly Member[] =
    computed.kind === 'BoundProperty'
      ? [...computed.path, ...computed.dynamic.map((name) => ({ kind: 'DynamicProperty', name }) as const)]
      : [];
  const last = before.at(-1);
  const referent = last && referentOf(last);
  if (referent !== undefined && referent.kind !== 'primitive') return { before, referent, segments, type: untyped };
  const reason = `${capital(describe(computed))} is a single value, so the path cannot go on behind it, as '${shown(textOfPath(node.segments))}' does.`;
  throw mismatch(reason, scope);
}

/** `CustomFields/@Home`: behind an open value it may be meant as a name. */
export function annotationOf(before: readonly Member[], annotation: AnnotationSegment, target: string): Error {
  const hint = openNameHint(before.map(({ name }) => name).join('/'), segmentText(annotation));
  return unsupported(`The value of an annotation in ${target}`, target, hint);
}

function typeOf(
  member: Property | NavigationProperty | undefined,
  whole: BoundProperty['type'],
): BoundProperty['type'] {
  if (member === undefined) return whole;
  return member.kind === 'NavigationProperty' ? untyped : { type: member.type, collection: member.collection };
}

/** What a segment is that no path of a bound expression has. */
function notBound(segment: PathSegment, before: readonly Member[], { target, index }: Scope): Error {
  switch (segment.kind) {
    case 'NameSegment':
      return segment.qualified
        ? unsupported(`The ${segment.arguments ? 'function' : 'type cast'} '${segment.name}'`, target)
        : unsupported('A key in an expression', target);
    case 'AnnotationSegment':
      return isOpenBehind(before, index)
        ? annotationOf(before, segment, target)
        : unsupported('The value of an annotation in an expression', target);
    case 'AggregateSegment':
      return unsupported("'aggregate' in an expression", target);
    case 'ReservedSegment':
      return unsupported(`'${segment.name}' in an expression`, target);
    default:
      return unsupported(`'${segmentText(segment)}' in an expression`, target);
  }
}
