/** Pieces that requests are changed with. Those without blanks stand in one text. */
const words = (text: string): readonly string[] => text.split(' ');

export const tokens: readonly string[] = [
  words(`' " ( ) , ; / & = $ @ % + - . : * { } [ ] | ? # ~ ^ \\ // ../ ''`),
  words('%00 %27 %2F %252F %C3%28 %ED%A0%80 %F0%9F%98%80 %0D%0A %20 %% %u0041 %EF%BB%BF'),
  words('null true INF NaN $it $root @a -1 0 1e999 9223372036854775808 2147483648 0.1 2026-02-30'),
  words('$filter= $orderby= $select= $expand= $top= $skip= $count= $format= $skiptoken= $apply= $top=1e3 $levels=max'),
  words('$value $count $ref $batch $metadata $all $crossjoin( $entity $each $query any(x:x) cast( isof( case('),
  words('__proto__ constructor toString hasOwnProperty CustomFields/ CustomFieldsStr'),
  words(`duration'P1D' geography'POINT(1 binary'AA==' ${'9'.repeat(40)}`),
  [' ', ' eq ', ' and ', ' or ', ' in ', 'not ', ' add ', ' mul ', ' desc', ' has '],
].flat();
