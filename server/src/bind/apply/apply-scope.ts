import { scopeOf, type RequestScope, type Scope } from '../expressions/scope.ts';
import type { Shape } from './shape.ts';

/** What all transformations of one `$apply` are bound with. */
export interface ApplyScope {
  readonly request: RequestScope;
  /** What the first of them is given: aliases differ from its names everywhere. */
  readonly input: Shape;
  /** Inside the parentheses of `$expand`. */
  readonly nested: boolean;
}

/** The scope of an expression over instances of a shape. */
export const scopeWithin = ({ request, nested }: ApplyScope, { entitySet }: Shape): Scope =>
  scopeOf(request, { entitySet, nested }, '$apply');
