import type { BoundExpression } from '../../bound/bound.ts';
import { pathText } from '../../bound/describe.ts';

/** `[Date]`, as spreadsheets and SQL write names; begins with a blank, or is empty. */
export function bracketedHint(expression: BoundExpression): string {
  const [item, second] = expression.kind === 'BoundList' ? expression.items : [];
  if (item?.kind !== 'BoundProperty' || second !== undefined) return '';
  return ` A name stands as it is, without brackets: write ${pathText(item)}.`;
}
