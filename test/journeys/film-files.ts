/** The addresses of an HLS film, below `origin`: the playlist, and everything that it and its playlists name. */
export async function filmFiles(origin: string, playlist: string): Promise<string[]> {
  const text = await (await fetch(`${origin}${playlist}`)).text()
  const named = [...new Set([...text.matchAll(/\/media\/[0-9a-f]{64}\/[\w.-]+/g)].map(([address]) => address))]
  const below = await Promise.all(named.map((one) => (one.endsWith('.m3u8') ? filmFiles(origin, one) : [one])))
  return [playlist, ...new Set(below.flat())]
}
