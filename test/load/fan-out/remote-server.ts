import { createHash } from 'node:crypto'
import { createServer } from 'node:http'

/** A remote outlet in a process of its own: takes a POST, waits as long as the address says (`/200/…`), answers the hash of what it holds. `/dead/…` never answers. */
const server = createServer((request, response) => {
  const hash = createHash('sha256')
  request.on('data', (chunk: Buffer) => hash.update(chunk))
  request.on('end', () => {
    const wait = request.url!.split('/')[1]!
    const answer = () => response.end(JSON.stringify({ sha256: hash.digest('hex') }))
    if (wait === '0') answer()
    else if (wait !== 'dead') setTimeout(answer, Number(wait))
  })
})
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (address && typeof address === 'object') process.send?.(address.port)
})
process.on('disconnect', () => process.exit(0))
