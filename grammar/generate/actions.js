// The code of actions and predicates, fitted into the fast parser.

/**
 * The expression that an action or predicate returns, with helpers and labels replaced.
 * @param start the variable with the offset at which its sequence began; `pos` in predicates.
 * @param labels the variable of each label in scope.
 */
export function returnedExpression(code, start, labels) {
  const match = /^\s*return\s+([\s\S]*?);?\s*$/.exec(code);
  if (match === null) throw new Error(`An action must be one return statement: ${code}`);
  let expression = match[1]
    .replaceAll(/\bat\(\)/g, `build.range(context, ${start}, pos)`)
    .replaceAll(/\bat\((\w+)\)/g, 'build.range(context, $1, pos)')
    .replaceAll(/\boffset\(\)/g, start);
  for (const [label, variable] of labels) expression = expression.replaceAll(labelPattern(label), () => variable);
  return expression;
}

/** A label as a whole word: not in a string, not behind a single dot, but behind the three of a spread. */
const labelPattern = (label) => new RegExp(`(?<![$\\w']|(?<!\\.)\\.)${label}(?![\\w$'])`, 'g');
