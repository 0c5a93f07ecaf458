import { contract } from './contract.ts'
import { start } from './postgres-adapter.ts'

contract({ name: 'postgres', module: new URL('./postgres-adapter.ts', import.meta.url), start })
