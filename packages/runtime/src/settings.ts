import { existsSync } from 'node:fs'
import { z } from 'zod'

const file = z
  .string()
  .min(1)
  .refine((path) => existsSync(path), '没有这个文件 no such file')
const port = z.coerce.number().int().min(0).max(65_535)

/** `ingest=http://a:7001,editing=http://b:7001,editing=http://c:7001`: addresses by target. */
const peers = z
  .string()
  .transform((text) => text.split(',').map((one) => one.trim().split('=')))
  .pipe(z.array(z.tuple([z.string().min(1), z.url()])))
  .transform((pairs) => {
    const found: Record<string, readonly string[]> = {}
    for (const [target, address] of pairs) found[target] = [...(found[target] ?? []), address]
    return found
  })

/** `host:port,host:port` */
const brokers = z
  .string()
  .regex(/^\s*[^\s,:]+:\d+(\s*,\s*[^\s,:]+:\d+)*\s*$/, 'host:port,host:port')
  .transform((text) => text.split(',').map((one) => one.trim()))

/** `scram-sha-512:name:password` */
const sasl = z
  .string()
  .regex(/^scram-sha-(256|512):[^:]+:.+$/, 'scram-sha-512:name:password')
  .transform((text) => {
    const [, mechanism, username, password] = /^(scram-sha-256|scram-sha-512):([^:]+):(.+)$/.exec(text) ?? []
    return {
      mechanism: mechanism === 'scram-sha-256' ? ('scram-sha-256' as const) : ('scram-sha-512' as const),
      username: username!,
      password: password!,
    }
  })

/** Every setting of the program: by environment (`KITCHEN_…`) or, where a flag is named, by command line. All mistakes are told at once. */
export const settingsSchema = z
  .object({
    KITCHEN_PORT: port.default(8080).describe('workspace; published sites are one above (--port)'),
    KITCHEN_PUBLIC_PORT: port.optional().describe('published sites'),
    KITCHEN_DATA: z.string().min(1).default('.kitchen').describe('data folder (--data)'),
    KITCHEN_REGION: file.optional().describe('file of the region; default: the sample region'),
    KITCHEN_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error']).default('info').describe('how much is logged'),
    KITCHEN_PUBLIC_ORIGIN: z
      .url()
      .regex(/[^/]$/, 'no slash at the end')
      .optional()
      .describe('where readers reach the published sites; default: this machine'),
    KITCHEN_HOST: z.enum(['loopback', '::']).default('loopback').describe('which addresses listen; :: asks for passwords (--host)'),
    KITCHEN_SIGN_IN: z
      .enum(['sample', 'password'])
      .default('sample')
      .describe('one click as a person of the sample region, or passwords alone'),
    KITCHEN_SAMPLES: z.enum(['cook', 'none']).default('cook').describe('whether an empty kitchen cooks the sample stories'),
    KITCHEN_INNER_HOST: z
      .string()
      .regex(/^[\w.-]+$|^\[[\da-f:.]+\]$/i, 'a host name or address')
      .optional()
      .describe(
        'one process per target: the name under which the others reach this one, which then listens on all addresses; default: this machine alone',
      ),
    KITCHEN_INNER_PORT: port.default(0).describe('one process per target: the port for the other processes; default: any free one'),
    KITCHEN_PEERS: peers
      .optional()
      .describe('one process per target: where targets are, target=address,target=address; default: they find each other'),
    DATABASE_URL: z.url().optional().describe("PostgreSQL of one's own instead of the embedded one, as the owner"),
    KAFKA_BROKERS: brokers.optional().describe('Kafka for the event log, host:port,host:port; default: the log inside PostgreSQL'),
    KAFKA_TLS: z.enum(['on', 'off']).default('off').describe('whether brokers are spoken to by TLS'),
    KAFKA_CA: file.optional().describe('certificates that brokers are trusted by; default: those of the system'),
    KAFKA_SASL: sasl.optional().describe('who we are for Kafka: scram-sha-512:name:password'),
    KAFKA_PREFIX: z
      .string()
      .regex(/^[\w.-]{0,100}$/)
      .default('kitchen.')
      .describe('before the names of topics and groups: kitchens that share a cluster need different ones'),
    KAFKA_COMPRESSION: z.enum(['none', 'zstd']).default('none').describe('of what is sent to Kafka; both are read'),
    ELASTICSEARCH_URL: z.url().optional().describe('Elasticsearch 8.19 or 9 for search; without it PostgreSQL answers'),
    ELASTICSEARCH_API_KEY: z.string().min(1).optional().describe('its API key, encoded'),
    ELASTICSEARCH_CA: file.optional().describe('file with the certificate of its authority'),
    S3_ENDPOINT: z.url().optional().describe('S3 for stored bytes, addressed by path; default: a folder of the data folder'),
    S3_BUCKET: z.string().min(3).max(63).optional().describe('the bucket, which must be there'),
    S3_REGION: z.string().min(1).default('us-east-1').describe('region of the bucket'),
    S3_ACCESS_KEY: z.string().min(1).optional().describe('who we are for S3'),
    S3_SECRET_KEY: z.string().min(1).optional().describe('its secret'),
    WECHAT_BASE_URL: z.url().optional().describe('the Official Account API; default: the simulator'),
    WECHAT_ACCOUNTS: file.optional().describe('file with appid and secret per outlet'),
  })
  .superRefine((all, context) => {
    if (all.KITCHEN_HOST === '::' && all.KITCHEN_SIGN_IN === 'sample')
      context.addIssue({ code: 'custom', path: ['KITCHEN_HOST'], message: 'listening beyond this machine needs KITCHEN_SIGN_IN=password' })
    if (all.KAFKA_SASL && all.KAFKA_TLS === 'off' && !all.KAFKA_BROKERS?.every((one) => /^(127\.|localhost:|\[::1\])/.test(one)))
      context.addIssue({
        code: 'custom',
        path: ['KAFKA_TLS'],
        message: 'a name and password for Kafka beyond this machine need KAFKA_TLS=on',
      })
    const s3 = ['S3_ENDPOINT', 'S3_BUCKET', 'S3_ACCESS_KEY', 'S3_SECRET_KEY'] as const
    for (const name of s3)
      if (all[name] === undefined && s3.some((one) => all[one] !== undefined))
        context.addIssue({ code: 'custom', path: [name], message: `${s3.join(', ')} go together` })
    if (all.WECHAT_BASE_URL && !all.WECHAT_ACCOUNTS)
      context.addIssue({ code: 'custom', path: ['WECHAT_ACCOUNTS'], message: 'WECHAT_BASE_URL needs WECHAT_ACCOUNTS' })
  })
export type Settings = z.infer<typeof settingsSchema>

/** Settings out of the environment, with those of the command line on top. Throws one Error that lists every mistake. */
export function readSettings(
  environment: Readonly<Record<string, string | undefined>>,
  flags: Partial<Record<keyof Settings, string>> = {},
): Settings {
  const parsed = settingsSchema.safeParse({ ...environment, ...flags })
  if (parsed.success) return parsed.data
  const lines = parsed.error.issues.map(({ path, message }) => {
    const name = path.join('.') as keyof Settings
    const secret = /(URL|SASL|KEY)$/.test(name) // an address may hold a password
    const given = secret ? '…' : (flags[name] ?? environment[name] ?? '')
    return `  ${name}=${given}  ${message}\n      ${settingsSchema.shape[name]?.description ?? ''}`
  })
  throw new Error(`设置有误，请改正后重试 settings to put right:\n${lines.join('\n')}`)
}
