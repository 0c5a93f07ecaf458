import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { listen } from '../src/index.ts'

test('a WebSocket that its browser never closes does not keep the door open', async () => {
  const door = await listen((_request, response) => response.end(), 0)
  for (const server of door.value.servers)
    server.on(
      'upgrade',
      (_request, socket) => void socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: test\r\nConnection: Upgrade\r\n\r\n'),
    )
  const browser = connect(door.value.port, '127.0.0.1').on('error', () => {})
  browser.write('GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: test\r\nConnection: Upgrade\r\n\r\n')
  await once(browser, 'data')
  const ended = once(browser, 'close')
  await door.stop()
  await ended
  await expect(fetch(`http://127.0.0.1:${door.value.port}/`)).rejects.toThrow('fetch failed')
}, 5_000)
