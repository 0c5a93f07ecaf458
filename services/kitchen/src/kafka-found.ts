import { describeKafka, type KafkaAddress, type KafkaDescription } from '@kitchen/event-log'
import type { Finding } from './doctor.ts'

/** From here on Kafka is as the program was proved with. */
const kafka4 = 25

/** Whether Kafka is reached, new enough, allows what we do, and has our topics; the first that is not right with its next step. */
export async function findKafka(address: KafkaAddress): Promise<Finding> {
  try {
    return judged(await describeKafka(address), address)
  } catch (trouble) {
    const said = trouble instanceof Error ? trouble.message : String(trouble)
    return { what: 'Kafka', state: 'bad', found: `${address.brokers.join(', ')}: ${said}`, next: nextFor(said) }
  }
}

function judged({ brokers, level, denied, wrong, wanted }: KafkaDescription, { prefix }: KafkaAddress): Finding {
  const version = level === undefined ? '版本不明 version unknown' : `metadata.version ${level}`
  const found = `${brokers} 个节点 broker${brokers > 1 ? 's' : ''}, ${version}`
  if (denied.length > 0) return { what: 'Kafka', state: 'bad', found: `${found}, ${denied.join(', ')}`, next: rights(prefix) }
  const misfit = wrong.find(({ partitions }) => partitions > 0)
  if (misfit) return { what: 'Kafka', state: 'bad', found: `${found}, ${misfit.topic} ${misfit.partitions} / ${wanted}`, next: misfit.next }
  if (wrong.length > 0)
    return {
      what: 'Kafka',
      state: 'warn',
      found: `${found}, 缺主题 topics missing: ${wrong.length}`,
      next: '启动时会自动建好 they are made at the start',
    }
  if (level === undefined || level < kafka4)
    return { what: 'Kafka', state: 'warn', found, next: '本程序在 Kafka 4.3 上验证过，请升级 proved with Kafka 4.3: please upgrade' }
  return { what: 'Kafka', state: 'ok', found: `${found}, 主题齐全 topics complete, ${wanted} 个分区 partitions each` }
}

const rights = (prefix = '') =>
  `给账号 ${prefix}* 主题的读、写、建、查和 ${prefix}* 组的读权限　allow this account Read, Write, Create and Describe on topics ${prefix}* and Read on groups ${prefix}*`

function nextFor(said: string): string {
  if (/SASL|auth/i.test(said)) return '请检查 KAFKA_SASL 的账号和口令 look at the name and password of KAFKA_SASL'
  if (/certificate|SSL|TLS|self.signed/i.test(said)) return '请检查 KAFKA_TLS 和 KAFKA_CA look at KAFKA_TLS and KAFKA_CA'
  return '请检查 KAFKA_BROKERS 和网络，或启动 Kafka look at KAFKA_BROKERS and the network, or start Kafka'
}
