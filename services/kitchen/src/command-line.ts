import { parseArgs } from 'node:util'
import type { Settings } from '@kitchen/runtime'

export type Command =
  | 'start'
  | 'region'
  | 'cook'
  | 'doctor'
  | 'explain'
  | 'redrive'
  | 'replay'
  | 'reindex'
  | 'password'
  | 'backup'
  | 'restore'
  | 'prune'
  | 'help'
export type CommandLine = {
  readonly command: Command
  readonly arguments: readonly string[]
  readonly once: boolean
  readonly targets: readonly string[]
  /** What a region runs on beside PostgreSQL. */
  readonly engines: readonly string[]
  readonly flags: Partial<Record<keyof Settings, string>>
}

export const usage = `中央厨房 Central Kitchen

  npm start [-- --port 8080 --data .kitchen --target all --once]
  npm run region [-- --once]          真实引擎，每个部件一个进程 real engines, a process per target
  npm run cook -- <folder>            一个文件夹：稿件和旁边的照片、视频
  npm run kitchen -- doctor           检查依赖、磁盘、时钟、语言环境
  npm run kitchen -- explain <story>  从事件日志讲清一篇稿件的来龙去脉（编号、网址或标题里的字）
  npm run kitchen -- redrive          重新处理停下的事件
  npm run kitchen -- replay <consumer> 从事件日志重做一个视图，例如 search.index　a view anew from the journal
  npm run kitchen -- reindex          按当前词表重建检索索引（检索不中断）
  npm run kitchen -- password <person> 为一个人设新密码（密码登录时的第一步）
  npm run kitchen -- backup <folder>  备份数据库和全部文件，可在运行中进行
  npm run kitchen -- restore <folder> --data <new folder>  恢复到一个新的数据目录
  npm run kitchen -- prune            列出数据目录已删除的数据库，按编号删除
  npm test                            运行全部测试

  --data 相对于您所在的目录；端口被占用时自动用下一个。 --data is relative to where you are; a taken port gives way to the next free one.`

const commands: readonly Command[] = [
  'start',
  'region',
  'cook',
  'doctor',
  'explain',
  'redrive',
  'replay',
  'reindex',
  'password',
  'backup',
  'restore',
  'prune',
  'help',
]

/** Reads the command line. Throws an Error with the usage when it cannot be understood. */
export function readCommandLine(words: readonly string[]): CommandLine {
  const [name = 'help', ...rest] = words.some((word) => word === '--help' || word === '-h') ? ['help'] : words
  const command = commands.find((one) => one === name)
  if (!command) throw new Error(`没有这个命令 unknown command: ${name}\n\n${usage}`)
  try {
    const { values, positionals } = parseArgs({
      args: rest,
      allowPositionals: true,
      options: {
        port: { type: 'string' },
        data: { type: 'string' },
        target: { type: 'string', default: 'all' },
        host: { type: 'string' },
        engines: { type: 'string', default: 'all' },
        once: { type: 'boolean', default: false },
      },
    })
    const flags = { KITCHEN_PORT: values.port, KITCHEN_DATA: values.data, KITCHEN_HOST: values.host }
    return {
      command,
      arguments: positionals,
      once: values.once,
      targets: values.target.split(','),
      engines: values.engines.split(','),
      flags: Object.fromEntries(Object.entries(flags).filter(([, value]) => value !== undefined)),
    }
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`)
  }
}
