export { findJava } from '../java/programs.ts'
export { freePorts } from './free-ports.ts'
export { engineCache, type Kafka, type KafkaNeeds, startKafka } from './kafka.ts'
export type { KafkaNode } from './node.ts'
