import { it } from 'vitest'
import { meetFault } from '../testing/meet-fault.ts'
import { providerFaults } from '../testing/provider-faults.ts'

it.concurrent.each(providerFaults.map((one) => [one.name, one] as const))(
  'a task that meets %s ends as it should',
  (_name, { fault, expected }) => meetFault(fault, expected),
)
