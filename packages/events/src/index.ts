export { type Body, type Draft, draft, type Event, type EventType, isEventType, type Topic, topicOf, topics } from './event.ts'
export { eventTable } from './table.ts'
export { traceparentFor, traceparentOf } from './trace.ts'
