/**
 * Where in a page of a changing list the rows behind a place begin, or undefined where the page does not tell. `ids`
 * are the page's rows, `anchors` the rows before the place, nearest first. Pure.
 *
 * A row that was edited may stand elsewhere in the order now, so an anchor is believed only where it was expected, or
 * where another one agrees: each says where the place is, by its own index and how many rows it was away from it. Rows
 * of the page that are anchors themselves may follow; the caller leaves them out, they were delivered before.
 */
export function locate(ids: readonly string[], anchors: readonly string[], expectedIndex: number): number | undefined {
  if (anchors.length === 0) return 0;
  if (ids[expectedIndex] === anchors[0]) return expectedIndex + 1;
  const indexes = new Map(ids.map((id, index) => [id, index]));
  const witnesses = anchors.flatMap((anchor, age) => {
    const index = indexes.get(anchor);
    return index === undefined ? [] : [{ index, says: index + age }];
  });
  const votes = new Map<number, number>();
  for (const { says } of witnesses) votes.set(says, (votes.get(says) ?? 0) + 1);
  const [agreed] = [...votes]
    .filter(([says, count]) => count > 1 || says === expectedIndex || anchors.length === 1)
    .toSorted(
      ([a, votesA], [b, votesB]) => votesB - votesA || Math.abs(a - expectedIndex) - Math.abs(b - expectedIndex),
    );
  if (agreed !== undefined) return behind(witnesses.find(({ says }) => says === agreed[0]));
  // Rows inserted between them let all disagree, but leave them in order; what follows the furthest is then complete.
  const inOrder = witnesses.every(({ index }, at) => at === 0 || index < (witnesses[at - 1]?.index ?? 0));
  return witnesses.length > 1 && inOrder ? behind(witnesses.at(-1)) : undefined;
}

const behind = (witness: { readonly index: number } | undefined): number | undefined =>
  witness === undefined ? undefined : witness.index + 1;
