import type * as ast from './ast.ts';

/** What the start rules of the grammar give that TypeScript code calls by name. */
export interface RuleResults {
  readonly odataResourcePath: ast.ResourcePath;
  readonly commonExpr: ast.Expression;
  readonly parameterValue: ast.Expression;
  readonly filterValue: ast.FilterOption;
  readonly selectValue: ast.SelectOption;
  readonly expandValue: ast.ExpandOption;
  readonly orderbyValue: ast.OrderbyOption;
  readonly topValue: ast.TopOption;
  readonly skipValue: ast.SkipOption;
  readonly inlinecountValue: ast.CountOption;
  readonly searchValue: ast.SearchOption;
  readonly computeValue: ast.ComputeOption;
  readonly applyValue: ast.ApplyOption;
  readonly formatValue: ast.FormatOption;
  readonly skiptokenValue: ast.TextOption;
  readonly deltatokenValue: ast.TextOption;
  readonly idValue: ast.TextOption;
  readonly indexValue: ast.TextOption;
  readonly schemaversionValue: ast.TextOption;
  readonly context: ast.ContextUrl;
  readonly preferences: readonly ast.Preference[];
  readonly rootPeriod: ast.RootPeriod;
  readonly rootChoice: ast.RootChoice;
  readonly temporalPoint: ast.Expression | ast.TimeLimit;
}

export type Rule = keyof RuleResults;
