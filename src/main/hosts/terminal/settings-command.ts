import { AppError } from '../../../contract/app-error.ts'
import { settingWords } from '../../../contract/setting-words.ts'
import { type PreferenceName, preferenceNames, preferencesSchema } from '../../../contract/settings.ts'
import type { SettingsOnDisk } from '../../reader.ts'
import { UsageError } from './exit-code.ts'
import type { Output } from './output.ts'

/** `treeline settings`: every setting, its value, and whether the file sets it; what is wrong with the file goes to stderr. */
export function listSettings(settings: SettingsOnDisk, options: { json: boolean }, output: Output): void {
  const { preferences, set, problems, path } = settings.state()
  if (options.json) output.out(`${JSON.stringify({ path, preferences, set, problems }, null, 2)}\n`)
  else {
    const width = Math.max(...preferenceNames.map((name) => name.length))
    for (const name of preferenceNames) {
      const mark = set.includes(name) ? '*' : ' '
      output.out(`${mark} ${name.padEnd(width)}  ${JSON.stringify(preferences[name])}\n`)
    }
    output.err('* set in settings.json; the others are as at first.\n')
  }
  for (const { line, severity, message } of problems) {
    output.err(`${severity}: ${path}${line === null ? '' : `:${line}`}: ${message}\n`)
  }
}

/** `treeline settings get`: one value as JSON. */
export function getSetting(settings: SettingsOnDisk, name: string, output: Output): void {
  output.out(`${JSON.stringify(settings.preferences()[nameOf(name)])}\n`)
}

/** `treeline settings set`: the value is JSON, or a plain word where JSON would want quotation marks. */
export function setSetting(settings: SettingsOnDisk, name: string, text: string, output: Output): void {
  const known = nameOf(name)
  const value = [parsed(text), text].find((one) => preferencesSchema.shape[known].safeParse(one).success)
  if (value === undefined) {
    const { hint, title } = settingWords[known]
    const issue = preferencesSchema.shape[known].safeParse(parsed(text)).error?.issues[0]?.message ?? ''
    throw new UsageError(`${text} is not possible for ${known}. ${issue}. ${title}: ${hint}`)
  }
  settings.setPreferences({ [known]: value })
  output.err(
    `${known} is ${JSON.stringify(settings.preferences()[known])}. A Treeline that runs has it already.\n`,
  )
}

/** `treeline settings unset`: as at first again. */
export function unsetSetting(settings: SettingsOnDisk, name: string, output: Output): void {
  const known = nameOf(name)
  const now = settings.unsetPreferences([known])
  output.err(`${known} is ${JSON.stringify(now[known])}, as at first.\n`)
}

function nameOf(name: string): PreferenceName {
  const known = preferenceNames.find((one) => one === name)
  if (known === undefined) {
    throw new AppError('bad_request', `There is no setting ${name}. “treeline settings list” shows all.`)
  }
  return known
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
