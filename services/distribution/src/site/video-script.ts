/**
 * /assets/video.js: story pages name it beside hls.min.js. A video with `data-stream` plays its stream by hls.js where the browser can't by itself,
 * from the first press of play; without this script, or without hls.js, the page's own sources play.
 */
export const videoScript = `addEventListener('DOMContentLoaded', () => {
  const Hls = window.Hls
  if (!Hls || !Hls.isSupported()) return
  for (const video of document.querySelectorAll('video[data-stream]')) {
    if (video.canPlayType('application/vnd.apple.mpegurl')) continue
    const start = () => {
      const player = new Hls()
      player.on(Hls.Events.MANIFEST_PARSED, () => video.play().catch(() => {}))
      player.loadSource(video.dataset.stream)
      player.attachMedia(video)
    }
    video.addEventListener('play', start, { once: true })
  }
})
`
