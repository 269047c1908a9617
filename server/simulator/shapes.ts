import type { FaultAction } from './faults.ts';

/** Bends a right answer into a wrong shape; the answer's JSON comes and goes as text. */
export function misshape(text: string, action: Extract<FaultAction, { kind: 'shape' }>): string {
  const answer: unknown = JSON.parse(text);
  if (!isObject(answer)) return text;
  const field = action.field ?? 'ID';
  switch (action.shape) {
    case 'notAnObject':
      return '"OK"';
    case 'dataNotArray':
      return JSON.stringify({ ...answer, data: { rows: answer['data'] } });
    case 'dataMissing':
      return JSON.stringify({ ...answer, data: undefined });
    case 'pageMissing':
      return JSON.stringify({ ...answer, page: undefined });
    case 'errorsInSuccess':
      return JSON.stringify({
        ...answer,
        data: null,
        errors: [{ Field: null, Message: 'Something failed.', MessageDetail: [] }],
      });
    case 'recordNotObject':
      return withRecord(answer, () => action.value ?? null);
    case 'wrongFieldType':
      return withRecord(answer, (record) => ({ ...record, [field]: action.value ?? { unexpected: true } }));
    case 'missingField':
      return withRecord(answer, (record) => ({ ...record, [field]: undefined }));
    case 'unknownField':
      return withRecord(answer, (record) => ({
        ...record,
        [action.field ?? 'BrandNew']: action.value ?? 'unheard of',
      }));
  }
}

type JsonObject = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Changes the second record of the page (the first where there is only one), so that the reader has begun already. */
function withRecord(answer: JsonObject, change: (record: JsonObject) => unknown): string {
  const { data } = answer;
  if (isObject(data)) return JSON.stringify({ ...answer, data: change(data) });
  if (!Array.isArray(data)) return JSON.stringify(answer);
  const rows: readonly unknown[] = data;
  const victim = Math.min(1, rows.length - 1);
  const bent = rows.map((row, index) => (index === victim && isObject(row) ? change(row) : row));
  return JSON.stringify({ ...answer, data: bent });
}
