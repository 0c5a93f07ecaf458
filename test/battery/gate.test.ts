// The gate's law at length: 50,000 lives of originals, 25,000 of copies, 25,000 of a house with proofreaders, of 40 commands each; each twin is caught.
process.env.GATE_RUNS ??= '50000'
Error.stackTraceLimit = 2 // most commands are refused, and nobody asks where: tracing each takes a tenth of the time
await import('../../services/editing/test/gate.test.ts')

export {}
