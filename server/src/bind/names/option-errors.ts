/** Names in query options that are not what may stand there, in the words of the catalogue. */
import { invisibleIn, print, type NameSegment, type Node, type PathSegment } from '../../../../grammar/index.ts';
import { ODataError } from '../../errors/odata-error.ts';
import { didYouMean } from '../../util/did-you-mean.ts';
import { shown } from '../../util/shown.ts';
import type { ModelIndex } from '../../model/model-index.ts';
import { openNameHint } from './open-names.ts';
import { segmentText } from './segment-text.ts';
import { typeName } from '../../bound/type-rules.ts';
import { isOpenValue, typeAt, type Meant } from './model-names.ts';
import { entitySetHint, functionHint, memberHint } from './name-hints.ts';
import { isCollection, type NameError, type Referent } from './names.ts';

type Within = Referent<Meant>;

/** Why a name with a dot is not there. */
export const dotted = ' A name with a dot is a type, a function or an action, and none of this name exists here.';

/** Tells a character that nobody sees, and that came with what was pasted. */
export function unseen(name: string): string {
  const found = invisibleIn(name);
  return found === undefined ? '' : ` The name holds a ${found}.`;
}

/** The error of a query option: 400. */
export function optionError(
  { problem, node, within, before }: NameError<Meant>,
  target: string,
  index: ModelIndex,
): ODataError {
  const text = shown(decodeURIComponent(print(node)));
  const invalid = (reason: string) => ODataError.of('InvalidQueryOption', { name: target, reason }, { target });
  switch (problem) {
    case 'unknown':
      return isNameSegment(node)
        ? unknownName(node, within, before, target, index)
        : invalid(`${misplaced(node, within, before, index)}.`);
    case 'parentheses':
      return isNameSegment(node)
        ? unknownFunction(node, target)
        : invalid(`${misplaced(node, within, before, index)}.`);
    case 'collection':
      return invalid(`'${text}' is a collection, and groupby takes single values.`);
    case 'leaf':
      return invalid(`'${text}' is a single value, so the path cannot go on behind it.`);
    case 'notCollection':
      return invalid(
        isNameSegment(node)
          ? `'${text}' is not a collection, which join needs.`
          : `${misplaced(node, within, before, index)}.`,
      );
    case 'noMethod':
      return invalid(`'${text}' needs a method and an alias, as in '${text} with max as ${aliasFor(text)}'.`);
    case 'operand':
      return invalid(
        `'${text}' leads through a collection, and arithmetic needs single values. Compute them where the collection's items are, and aggregate the result.`,
      );
  }
}

const isNameSegment = (node: Node): node is NameSegment => node.kind === 'NameSegment';

const aliasFor = (text: string): string => `Max${/^[\w/]+$/.test(text) ? (text.split('/').at(-1) ?? '') : 'Value'}`;

/** A keyword behind what it means nothing for: `$count` and `any` need collections. */
function misplaced(node: Node, [within]: readonly Within[], before: readonly PathSegment[], index: ModelIndex): string {
  const needsCollection = ['CountSegment', 'LambdaSegment', 'AggregateSegment', 'FilterSegment'].includes(node.kind);
  const name = within?.of?.name;
  const subject = name === undefined ? 'what is before it' : `'${name}'`;
  const text = shown(/^[@$\w.]+/.exec(print(node))?.[0] ?? print(node));
  if (node.kind === 'KeySegment' && isOpenValue(within, index)) {
    const [, left, right] = /^([\p{L}_][\p{L}\p{N}_]*)-(\d+)$/u.exec(node.value) ?? [];
    const path = textOfPath(before);
    const minus = left === undefined ? '' : `; to subtract, write ${path}/${left} sub ${right}`;
    return `'${shown(node.value)}' cannot stand behind ${subject}. ${openNameHint(path, node.value).slice(0, -1)}${minus}`;
  }
  if (node.kind === 'KeySegment' && name !== undefined && /^\d/.test(text)) {
    return `'${text}' cannot stand behind ${subject}; to divide, write ${name} div ${text}`;
  }
  if (needsCollection) return `'${text}' needs a collection, and ${subject} is none`;
  return `'${text}' cannot stand behind ${subject}`;
}

/** Names in front, as they are written again. */
const textOfPath = (segments: readonly PathSegment[]): string => segments.map(segmentText).join('/');

/** The error of a name that is not there: 400, with what was probably meant. */
export function unknownName(
  segment: NameSegment,
  referents: readonly Within[],
  before: readonly PathSegment[],
  target: string,
  index: ModelIndex,
): ODataError {
  const { name, qualified, arguments: args } = segment;
  const [within] = referents;
  if (within?.kind === 'root') {
    const reason = `there is no entity set '${shown(name)}'.${entitySetHint(name, index)}`;
    return ODataError.of('InvalidQueryOption', { name: target, reason }, { target });
  }
  if (args !== undefined) return unknownFunction(segment, target);
  if (within !== undefined && isCollection(within)) return passedCollection(within, name, target);
  if (within?.closed === true) return droppedName(name, within, target);
  const type = typeAt(within?.of, index);
  const isOfType = type !== undefined && type !== 'open';
  const added = didYouMean(name, within?.added?.keys() ?? []);
  const open = qualified && isOpenValue(within, index) ? ` ${openNameHint(textOfPath(before), name)}` : '';
  const member = isOfType && open === '' ? memberHint(name, type, { target, before: textOfPath(before) }, index) : '';
  const hint = added || open || member || (qualified ? dotted : '');
  return ODataError.of(
    'UnknownProperty',
    { name, type: typeText(within, index), hint: `${unseen(name)}${hint}` },
    { target },
  );
}

/** The error of a call whose function there is not: 400. */
function unknownFunction({ name, arguments: args = [] }: NameSegment, target: string): ODataError {
  const hint = functionHint(
    name,
    args.map((each) => decodeURIComponent(print(each))),
  );
  const reason = `There is no function '${shown(name)}'.${hint || (name.includes('.') ? dotted : '')}`;
  return ODataError.of('UnknownFunction', { reason }, { target });
}

function passedCollection({ of }: Within, name: string, target: string): ODataError {
  const reason = `'${of?.name ?? name}' is a collection, so the path cannot go on to '${shown(name)}'. OData has 'any' and 'all' for that, which this service does not implement.`;
  return ODataError.of('TypeMismatch', { reason }, { target });
}

/** Behind `aggregate` and `groupby` there is only what they made. */
function droppedName(name: string, { added = new Map() }: Within, target: string): ODataError {
  const left = [...added.keys()];
  const list = left.map((each) => `'${each}'`).join(', ');
  const hint = didYouMean(name, left) || (left.length === 0 ? '' : ` There is ${list}.`);
  const reason = `'${shown(name)}' is not among what the transformations before it leave.${hint}`;
  return ODataError.of('InvalidQueryOption', { name: target, reason }, { target });
}

function typeText(within: Within | undefined, index: ModelIndex): string {
  const of = within?.of;
  const type = typeAt(of, index);
  if (type !== undefined && type !== 'open') return type.name;
  return of?.kind === 'Property' ? typeName(of.type) : (of?.name ?? '');
}
