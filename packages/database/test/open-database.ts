import { startDatabase } from '../src/index.ts'

/** A program of its own for the tests: opens the data folder it is given, says so, and stays until it is ended. */
const folder = process.argv[2]!
try {
  await startDatabase({ folder, migrations: [], settings: { fsync: 'off' } })
  console.log('open')
  setInterval(() => {}, 1000)
} catch (trouble) {
  console.log(trouble instanceof Error ? trouble.message : trouble)
  process.exit(1)
}
