import type { Migration } from '../migrate.ts'
import { firstTables } from './0001-first-tables.ts'
import { deletedAndBudgets } from './0002-deleted-and-budgets.ts'
import { waitsAndNeeds } from './0004-waits-and-needs.ts'
import { budgetFacts } from './0005-budget-facts.ts'
import { damage } from './0006-damage.ts'
import { taskMarks } from './0007-task-marks.ts'
import { requestParts } from './0008-request-parts.ts'

/** Every migration in order: the first one leads from an empty file to version 1, and so on. */
export const migrations: readonly Migration[] = [
  firstTables,
  deletedAndBudgets,
  waitsAndNeeds,
  budgetFacts,
  damage,
  taskMarks,
  requestParts,
]
