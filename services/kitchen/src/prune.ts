import { abandonedDatabases, removeAbandoned } from '@kitchen/database'
import type { Settings } from '@kitchen/runtime'
import type { CommandLine } from './command-line.ts'

/** `prune [id…]`: names databases of root's whose data folder is gone; deletes those whose id is given, and no other. */
export async function runPrune(_settings: Settings, { arguments: ids }: CommandLine): Promise<number> {
  const all = abandonedDatabases()
  const unknown = ids.filter((id) => !all.some((one) => one.id === id))
  if (unknown.length > 0)
    throw new Error(`没有这样的无主数据库：${unknown.join('、')}。 No abandoned database is called ${unknown.join(', ')}.`)
  for (const one of all) {
    if (ids.includes(one.id)) await removeAbandoned(one)
    console.log(
      `${ids.includes(one.id) ? '● 已删除 removed' : '▲'} ${one.id}  ${(one.bytes / 2 ** 20).toFixed(0)} MiB  数据目录已不在 folder is gone: ${one.folder}`,
    )
  }
  if (all.length === 0) console.log('没有无主的数据库 no database is abandoned')
  else if (ids.length === 0)
    console.log(
      '数据目录如果只是搬走了，请先在新位置启动一次。删除：npm run kitchen -- prune <id>\nA folder that was only moved: start the kitchen there first. To delete: npm run kitchen -- prune <id>',
    )
  return 0
}
