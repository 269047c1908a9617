/** Names in query options that cannot stand where they do, in the words of the catalogue. */
import { print, type NameSegment, type Node, type PathSegment } from '../../../../grammar/index.ts';
import { ODataError } from '../../errors/odata-error.ts';
import type { ModelIndex } from '../../model/model-index.ts';
import { shown } from '../../util/shown.ts';
import { isOpenValue, type Meant } from '../names/model-names.ts';
import type { NameError, Referent } from '../names/names.ts';
import { openNameHint } from './open-names.ts';
import { textOfPath } from './segment-text.ts';
import { unknownFunction, unknownName } from './unknown-name.ts';

/** The error of a query option: 400. */
export function optionError(
  { problem, node, within: [within], before }: NameError<Meant>,
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
      return invalid(needsMethod(node));
    case 'operand':
      return invalid(
        `'${text}' leads through a collection, and arithmetic needs single values. Compute them where the collection's items are, and aggregate the result.`,
      );
  }
}

const isNameSegment = (node: Node): node is NameSegment => node.kind === 'NameSegment';

/** That what is to be aggregated needs a method: a name alone would be a custom aggregate, and there are none. */
export function needsMethod(node: Node): string {
  const text = shown(decodeURIComponent(print(node)));
  return `'${text}' needs a method and an alias, as in '${text} with max as ${aliasFor(text)}'.`;
}

const aliasFor = (text: string): string => `Max${/^[\w/]+$/.test(text) ? (text.split('/').at(-1) ?? '') : 'Value'}`;

/** A keyword behind what it means nothing for: `$count` and `any` need collections. */
function misplaced(
  node: Node,
  within: Referent<Meant> | undefined,
  before: readonly PathSegment[],
  index: ModelIndex,
): string {
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
