import type { Node } from './ast.ts';

/** The properties of a node that hold nodes. */
type ChildKey<N> = {
  [K in keyof N]-?: Exclude<N[K], undefined> extends Node | readonly Node[] ? K : never;
}[keyof N];

/** Where each kind of node has its children, in the order in which they were written. */
export const childKeys = {
  Literal: [],
  ListExpression: ['items'],
  JsonArray: ['items'],
  JsonObject: ['members'],
  JsonMember: ['value'],
  ParameterAlias: [],
  BinaryExpression: ['left', 'right'],
  UnaryExpression: ['operand'],
  MethodCall: ['args'],
  TypeExpression: ['operand', 'typeName'],
  TypeName: [],
  CaseExpression: ['branches'],
  CaseBranch: ['condition', 'value'],
  MemberPath: ['segments'],
  NameSegment: ['arguments', 'key'],
  KeySegment: [],
  Argument: ['value'],
  LambdaSegment: ['predicate'],
  CountSegment: ['options'],
  FilterSegment: ['expression', 'key'],
  AggregateSegment: ['item'],
  AnnotationSegment: [],
  ReservedSegment: [],
  CrossjoinSegment: [],
  AllSegment: [],
  EntitySegment: [],
  ResourcePath: ['segments'],
  FilterOption: ['expression'],
  OrderbyOption: ['items'],
  OrderbyItem: ['expression'],
  SelectOption: ['items'],
  SelectItem: ['segments', 'options'],
  ExpandOption: ['items'],
  ExpandItem: ['segments', 'options'],
  ComputeOption: ['items'],
  ComputeItem: ['expression'],
  SearchOption: ['expression'],
  SearchBinary: ['left', 'right'],
  SearchNot: ['operand'],
  SearchTerm: [],
  TopOption: [],
  SkipOption: [],
  CountOption: [],
  FormatOption: [],
  LevelsOption: [],
  TextOption: [],
  TemporalOption: ['value'],
  TimeLimit: [],
  ApplyOption: ['apply'],
  AliasAssignment: ['value'],
  CustomOption: [],
  ODataUrl: ['path', 'options', 'context'],
  TransformationSequence: ['transformations'],
  AggregateTransformation: ['items'],
  AggregateItem: ['expression', 'from'],
  AggregateFrom: ['properties'],
  ComputeTransformation: ['items'],
  ConcatTransformation: ['sequences'],
  GroupbyTransformation: ['elements', 'apply'],
  RollupLevels: ['properties'],
  RollupRecursive: ['hierarchy', 'apply'],
  HierarchyReference: ['nodes', 'path'],
  FilterTransformation: ['expression'],
  SearchTransformation: ['expression'],
  OrderbyTransformation: ['items'],
  PageTransformation: [],
  IdentityTransformation: [],
  RankTransformation: ['amount', 'value'],
  JoinTransformation: ['path', 'apply'],
  NestTransformation: ['path', 'items'],
  NestItem: ['apply'],
  HierarchyTransformation: ['hierarchy', 'start'],
  TraverseTransformation: ['hierarchy', 'apply', 'orderby'],
  CustomTransformation: ['function'],
  ContextUrl: ['path', 'type', 'select'],
  ContextSelect: ['items'],
  ContextSelectItem: ['segments', 'select'],
  Preference: ['parameters'],
  PreferenceParameter: [],
} as const satisfies { readonly [N in Node as N['kind']]: readonly ChildKey<N>[] };

/** Does not compile when the table leaves out a property that holds nodes. */
type Missing = { [N in Node as N['kind']]: Exclude<ChildKey<N>, (typeof childKeys)[N['kind']][number]> }[Node['kind']];
const complete: Missing extends never ? true : never = true;
void complete;

/** The children of a node, in the order in which they were written. */
export function childrenOf(node: Node): readonly Node[] {
  const keys: readonly string[] = childKeys[node.kind];
  return keys.flatMap((key) => {
    const child: unknown = Reflect.get(node, key);
    return (Array.isArray(child) ? child : [child]).filter(isNode);
  });
}

/** Whether a value is a node of a syntax tree. */
export const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'kind' in value;
