/** `$expand=Job($expand=Client($select=Name))`: a path through navigation properties as OData writes it. */
export function nestedExpand(navigations: readonly string[], selected: readonly string[]): string {
  return navigations.reduceRight(
    (within, name) => `$expand=${name}${within === '' ? '' : `(${within})`}`,
    selected.length === 0 ? '' : `$select=${selected.join('/')}`,
  );
}
