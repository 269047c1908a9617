import { adviceAgainstFunction, insteadOfFunction } from '../../../../grammar/index.ts';
import { canonicalFunctions } from '../../bound/canonical-functions.ts';
import { unsupportedFunctions } from '../../bound/function-signatures.ts';
import { didYouMean } from '../../util/did-you-mean.ts';

/** A function of OData's own that does what a foreign or misspelt one does; ` Write ...`, or nothing. */
export function functionHint(name: string, args: readonly string[]): string {
  const advice = adviceAgainstFunction(name);
  if (advice !== undefined) return ` ${advice}`;
  const dot = name.lastIndexOf('.');
  // `Name.contains('a')`, as programs call methods.
  if (dot > 0) return calledHint(name.slice(dot + 1), [name.slice(0, dot).replaceAll('.', '/'), ...args]);
  const equivalent = insteadOfFunction(name, args);
  return equivalent === undefined ? didYouMean(name, functionNames) : ` Write ${equivalent}.`;
}

/** Names of functions in OData. */
export const functionNames: readonly string[] = [...canonicalFunctions, ...unsupportedFunctions];

function calledHint(method: string, args: readonly string[]): string {
  const equivalent = insteadOfFunction(method, args);
  if (equivalent !== undefined) return ` Write ${equivalent}.`;
  const known = functionNames.includes(method.toLowerCase());
  return known ? ` Write ${method.toLowerCase()}(${args.join(',')}).` : didYouMean(method, functionNames);
}
