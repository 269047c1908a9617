import type { Expression, MethodCall } from '../../../../grammar/index.ts';
import { ODataError } from '../../errors/odata-error.ts';
import type { PrimitiveTypeName } from '../../model/edm.ts';
import { shown } from '../../util/shown.ts';
import { isTextFor, literalText, readAs } from './bind-literal.ts';
import type { BoundExpression } from '../../bound/bound.ts';
import { capital, describe, isNavigation } from '../../bound/describe.ts';
import {
  functionDefinitions,
  unsupportedFunctions,
  type FunctionDefinition,
  type Signature,
} from '../../bound/function-signatures.ts';
import { readText } from '../../model/literals.ts';
import { bindCollectionFunction, isOverCollections } from './bind-collection-function.ts';
import { isCanonicalFunction } from '../../bound/canonical-functions.ts';
import { functionHint } from '../hints/function-hint.ts';
import { mismatch, type Scope, unsupported } from './scope.ts';
import { isPromotable, primitiveName, singleOf } from '../../bound/type-rules.ts';

type Bind = (node: Expression, scope: Scope) => BoundExpression;

/** A canonical function call whose arguments fit one of its signatures. */
export function bindMethodCall(node: MethodCall, scope: Scope, bind: Bind): BoundExpression {
  const { method } = node;
  if (unsupportedFunctions.includes(method)) throw unsupported(`The function '${method}'`, scope.target);
  if (!isCanonicalFunction(method)) {
    const reason = `There is no function '${shown(method)}'.${functionHint(method, [])}`;
    throw ODataError.of('UnknownFunction', { reason }, { target: scope.target });
  }
  const args = node.args.map((arg) => bind(arg, scope));
  if (isOverCollections(method, args)) return bindCollectionFunction(method, args, scope);
  const definition = functionDefinitions[method];
  const signature = definition.signatures.find((candidate) => fits(candidate, args));
  if (signature === undefined) throw noSignature(method, definition, args, scope);
  return {
    kind: 'BoundMethodCall',
    type: singleOf(signature.result),
    method,
    args: args.map((arg, position) => castArgument(arg, signature.parameters[position], scope)),
  };
}

const fits = ({ parameters }: Signature, args: readonly BoundExpression[]): boolean =>
  args.length === parameters.length &&
  args.every((arg, position) => {
    const parameter = parameters[position];
    return parameter !== undefined && isAccepted(arg, parameter);
  });

function isAccepted(arg: BoundExpression, parameter: PrimitiveTypeName): boolean {
  if (arg.type.collection || isNavigation(arg)) return false;
  if (arg.type.type === null) return true;
  const name = primitiveName(arg.type.type);
  if (name !== undefined && isPromotable(name, parameter)) return true;
  const text = literalText(arg);
  return text !== undefined && isTextFor(singleOf(parameter)) && readText(parameter, text) !== undefined;
}

function castArgument(arg: BoundExpression, parameter: PrimitiveTypeName | undefined, scope: Scope): BoundExpression {
  const text = literalText(arg);
  if (text === undefined || parameter === undefined || parameter === 'Edm.String') return arg;
  return readAs(singleOf(parameter), text, scope);
}

function noSignature(
  method: string,
  { signatures, example }: FunctionDefinition,
  args: readonly BoundExpression[],
  scope: Scope,
): ODataError {
  const culprit = args.findIndex((arg, position) => {
    return signatures.every(({ parameters }) => {
      const parameter = parameters[position];
      return parameter === undefined || !isAccepted(arg, parameter);
    });
  });
  const accepted = new Set(signatures.flatMap(({ parameters }) => parameters[Math.max(culprit, 0)] ?? []));
  const subject = args[Math.max(culprit, 0)];
  const found = subject === undefined ? 'nothing' : describe(subject);
  return mismatch(
    `${capital(found)} is no ${[...accepted].join(' or ')}, which '${method}' needs there. ${advice(subject, [...accepted], example, scope)}`,
    scope,
  );
}

/** An example with a property of the type at hand in place of the first argument; a day needs no function to be one. */
function advice(
  subject: BoundExpression | undefined,
  accepted: readonly string[],
  example: string,
  { type }: Scope,
): string {
  if (example.startsWith('date(') && subject !== undefined && primitiveName(subject.type.type) === 'Edm.Date') {
    return 'It is a day already: leave out date().';
  }
  const property = type.properties.find(
    (each) => !each.collection && accepted.includes(primitiveName(each.type) ?? '') && !each.name.endsWith('ID'),
  );
  const isMoment = accepted.includes('Edm.DateTimeOffset') && property === undefined;
  const argument = isMoment ? 'now()' : property?.name;
  return `Write it as in ${argument === undefined ? example : example.replace(/(?<=^\w+\()\w+/, argument)}.`;
}
