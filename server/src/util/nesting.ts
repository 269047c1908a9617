/** Whether objects and lists are within one another more than `depth` times: what is may not fit the stack of whoever walks it. */
export function isDeeperThan(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return depth === 0 || Object.values(value).some((member) => isDeeperThan(member, depth - 1));
}
