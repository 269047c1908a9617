import { type Config, type SettingName, settings } from './config.ts';
import { Secret } from './util/secret.ts';

/** Each setting as a text that anybody may read; a secret is only said to be set. */
export function settingsShown(config: Config): Readonly<Record<SettingName, string>> {
  // oxlint-disable-next-line no-unsafe-type-assertion -- the keys are those of the table
  return Object.fromEntries(
    (Object.keys(settings) as readonly SettingName[]).map((name) => [name, textOf(config[name])]),
  ) as Record<SettingName, string>;
}

function textOf(value: Config[SettingName]): string {
  if (value === undefined) return '';
  if (value instanceof Secret) return String(value);
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  return typeof value === 'object' ? value.join(', ') : String(value);
}
