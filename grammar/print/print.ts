import type { Node, ODataUrl } from '../ast.ts';
import {
  printAggregateFrom,
  printAggregateItem,
  printHierarchyReference,
  printNestItem,
  printRollup,
  printTransformation,
} from './apply.ts';
import { encode, list } from './encode.ts';
import { printExpression } from './expression.ts';
import { printComputeItem, printExpandItem, printOption, printOrderbyItem, printSelectItem } from './option.ts';
import { printSegment } from './path.ts';
import { printContextSelect, printContextSelectItem, printContextUrl, printPair, printPreference } from './protocol.ts';
import { printSearch } from './search.ts';

/**
 * A node as canonical URL text, percent-encoded: one spelling of every operator, no spaces but those that are needed, no
 * parentheses but those that are needed. Preferences are header text and not encoded.
 */
export function print(node: Node): string {
  switch (node.kind) {
    case 'Literal':
    case 'ListExpression':
    case 'JsonArray':
    case 'JsonObject':
    case 'ParameterAlias':
    case 'BinaryExpression':
    case 'UnaryExpression':
    case 'MethodCall':
    case 'TypeExpression':
    case 'CaseExpression':
    case 'MemberPath':
      return printExpression(node, print);
    case 'NameSegment':
    case 'KeySegment':
    case 'AggregateSegment':
    case 'LambdaSegment':
    case 'CountSegment':
    case 'FilterSegment':
    case 'AnnotationSegment':
    case 'ReservedSegment':
    case 'CrossjoinSegment':
    case 'AllSegment':
    case 'EntitySegment':
      return printSegment(node, print);
    case 'FilterOption':
    case 'OrderbyOption':
    case 'SelectOption':
    case 'ExpandOption':
    case 'ComputeOption':
    case 'SearchOption':
    case 'TopOption':
    case 'SkipOption':
    case 'CountOption':
    case 'FormatOption':
    case 'LevelsOption':
    case 'TextOption':
    case 'TemporalOption':
    case 'ApplyOption':
    case 'AliasAssignment':
    case 'CustomOption':
      return printOption(node, print);
    case 'SearchBinary':
    case 'SearchNot':
    case 'SearchTerm':
      return printSearch(node, print);
    case 'AggregateTransformation':
    case 'ComputeTransformation':
    case 'ConcatTransformation':
    case 'GroupbyTransformation':
    case 'FilterTransformation':
    case 'SearchTransformation':
    case 'OrderbyTransformation':
    case 'PageTransformation':
    case 'IdentityTransformation':
    case 'RankTransformation':
    case 'JoinTransformation':
    case 'NestTransformation':
    case 'HierarchyTransformation':
    case 'TraverseTransformation':
    case 'CustomTransformation':
      return printTransformation(node, print);
    case 'JsonMember':
      return `${encode(JSON.stringify(node.name))}:${print(node.value)}`;
    case 'TypeName':
      return node.collection ? `Collection(${encode(node.name)})` : encode(node.name);
    case 'CaseBranch':
      return printCaseBranch(print(node.condition), print(node.value));
    case 'Argument':
      return node.name === undefined ? print(node.value) : `${encode(node.name)}=${print(node.value)}`;
    case 'ResourcePath':
      return list(node.segments, print, '/');
    case 'OrderbyItem':
      return printOrderbyItem(node, print);
    case 'SelectItem':
      return printSelectItem(node, print);
    case 'ExpandItem':
      return printExpandItem(node, print);
    case 'ComputeItem':
      return printComputeItem(node, print);
    case 'TimeLimit':
      return node.value;
    case 'ODataUrl':
      return printUrl(node);
    case 'TransformationSequence':
      return list(node.transformations, print, '/');
    case 'AggregateItem':
      return printAggregateItem(node, print);
    case 'AggregateFrom':
      return printAggregateFrom(node, print);
    case 'RollupLevels':
    case 'RollupRecursive':
      return printRollup(node, print);
    case 'HierarchyReference':
      return printHierarchyReference(node, print);
    case 'NestItem':
      return printNestItem(node, print);
    case 'ContextUrl':
      return printContextUrl(node, print);
    case 'ContextSelect':
      return printContextSelect(node, print);
    case 'ContextSelectItem':
      return printContextSelectItem(node, print);
    case 'Preference':
      return printPreference(node);
    case 'PreferenceParameter':
      return printPair(node);
  }
}

/** Two numbers beside a colon would read as a time of day. */
const printCaseBranch = (condition: string, value: string): string =>
  /\d$/.test(condition) && /^\d/.test(value) ? `${condition}%20:${value}` : `${condition}:${value}`;

function printUrl({ path, options, context }: ODataUrl): string {
  const query = options.length === 0 ? '' : `?${list(options, print, '&')}`;
  return `${print(path)}${query}${context === undefined ? '' : print(context)}`;
}
