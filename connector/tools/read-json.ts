import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isObject, type JsonObject } from '../shared/json-object.ts';

/**
 * What a JSON file of the connector's folder holds.
 *
 * @throws Error that names the file where it holds no JSON object.
 */
export function readJson(file: string): JsonObject {
  const path = fileURLToPath(new URL(`../${file}`, import.meta.url));
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (isObject(value)) return value;
  } catch (error) {
    throw new Error(`connector/${file} cannot be read: ${String(error)}`, { cause: error });
  }
  throw new Error(`connector/${file} must hold a JSON object.`);
}
