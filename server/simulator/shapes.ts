import type { FaultAction } from './faults.ts';
import type { WireText } from './wire-text.ts';
import { isObject, type JsonObject } from '../src/util/json-object.ts';
import { toWire, toWireJson, wireBytes } from './wire-text.ts';

type Misshape = Extract<FaultAction, { kind: 'shape' }>;

/** Bends a right answer into a wrong shape. */
export function misshape(text: WireText, action: Misshape): WireText {
  const { json } = action;
  if (json === undefined) return bent(text, action);
  return bent(text, { ...action, value: PLACEHOLDER }).replace(JSON.stringify(PLACEHOLDER), () => toWire(json));
}

const PLACEHOLDER = 'to be replaced by JSON';

function bent(text: WireText, action: Misshape): WireText {
  const answer: unknown = JSON.parse(wireBytes(text).toString('utf8'));
  if (!isObject(answer)) return text;
  const field = action.field ?? 'ID';
  switch (action.shape) {
    case 'notAnObject':
      return '"OK"';
    case 'dataNotArray':
      return toWireJson({ ...answer, data: { rows: answer['data'] } });
    case 'dataMissing':
      return toWireJson({ ...answer, data: undefined });
    case 'dataNull':
      return toWireJson({ ...answer, data: null });
    case 'dataNullUncounted':
      return toWireJson({ ...answer, data: null, page: undefined });
    case 'longTexts':
      return withLongTexts(answer, field, Number(action.value));
    case 'pageMissing':
      return toWireJson({ ...answer, page: undefined });
    case 'errorsInSuccess':
      return toWireJson({
        ...answer,
        data: null,
        errors: [{ Field: action.field ?? null, Message: 'Something failed.', MessageDetail: [] }],
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

function withLongTexts(answer: JsonObject, field: string, length: number): WireText {
  const { data } = answer;
  const text = 'x'.repeat(length);
  const records: readonly unknown[] = Array.isArray(data) ? data : [];
  return toWireJson({
    ...answer,
    data: records.map((record) => (isObject(record) ? { ...record, [field]: text } : record)),
  });
}

/** Changes the second record of the page (the first where there is only one), so that the reader has begun already. */
function withRecord(answer: JsonObject, change: (record: JsonObject) => unknown): WireText {
  const { data } = answer;
  if (isObject(data)) return toWireJson({ ...answer, data: change(data) });
  if (!Array.isArray(data)) return toWireJson(answer);
  const rows: readonly unknown[] = data;
  const victim = Math.min(1, rows.length - 1);
  const changed = rows.map((row, index) => (index === victim && isObject(row) ? change(row) : row));
  return toWireJson({ ...answer, data: changed });
}
